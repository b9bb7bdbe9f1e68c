import { parseRfc3339 } from "../base/rfc3339.ts";
import type { EventSource } from "../machinery/component.ts";
import type { KubeObject } from "../machinery/object.ts";

// client-go/tools/record/events_cache.go, 1.20. There the correlator remembers; here the events that were written are its memory.

/** An event as the recorder writes it. */
export interface RecordedEvent extends KubeObject {
  involvedObject: { kind: string; name: string; namespace?: string; uid?: string; apiVersion?: string; fieldPath?: string };
  type: string;
  reason: string;
  message: string;
  source?: EventSource | Record<string, never>;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  count?: number;
}

const AGGREGATE_FROM = 10;
const AGGREGATE_WINDOW_MS = 600_000;
const AGGREGATED = "(combined from similar events): ";
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;

function sameSource(left: RecordedEvent, right: RecordedEvent): boolean {
  return left.source?.component === right.source?.component && left.source?.host === right.source?.host;
}

/** Events that differ in their message alone. */
function similar(left: RecordedEvent, right: RecordedEvent): boolean {
  return (
    left.type === right.type &&
    left.reason === right.reason &&
    left.involvedObject.fieldPath === right.involvedObject.fieldPath &&
    sameSource(left, right)
  );
}

/** Whether an event says again what was said: its count rises. All aggregated ones of a kind count as the same. */
export function sameEvent(known: RecordedEvent, event: RecordedEvent): boolean {
  if (!similar(known, event)) return false;
  if (event.message.startsWith(AGGREGATED)) return known.message.startsWith(AGGREGATED);
  return known.message === event.message;
}

/** The event to write: itself, or, once ten different messages have come within ten minutes, one for all of them. EventAggregate */
export function aggregateOf(earlier: readonly RecordedEvent[], event: RecordedEvent, now: number): RecordedEvent {
  // So few cannot hold enough messages.
  if (earlier.length < AGGREGATE_FROM - 2) return event;
  const recent = earlier.filter((one) => similar(one, event) && now - timeOf(one.lastTimestamp) <= AGGREGATE_WINDOW_MS);
  const messages = new Set(recent.filter((one) => !one.message.startsWith(AGGREGATED)).map((one) => one.message)).add(event.message);
  // The set of messages that client-go keeps never holds more than ten.
  const isAggregating = recent.some((one) => one.message.startsWith(AGGREGATED));
  if (messages.size < AGGREGATE_FROM && !(isAggregating && messages.size >= AGGREGATE_FROM - 1)) return event;
  return { ...event, message: `${AGGREGATED}${event.message}` };
}

/** Whether a source has said too much about an object: 25 at once, then one in five minutes. EventSourceObjectSpamFilter */
export function isSpam(earlier: readonly RecordedEvent[], event: RecordedEvent, now: number): boolean {
  // Most objects have few events, and each was said once.
  if (earlier.length < SPAM_BURST && sumOf(earlier) < SPAM_BURST) return false;
  // A thousand pods made at one instant are a thousand questions with one answer.
  const known = judged.get(earlier);
  if (known?.now === now && sameSource(known.event, event)) return known.isSpam;
  const judgement = { event, now, isSpam: judgeSpam(earlier, event, now) };
  judged.set(earlier, judgement);
  return judgement.isSpam;
}

/** The last judgement over a list of events; a store gives the same list until one of them changes. */
const judged = new WeakMap<readonly RecordedEvent[], { readonly event: RecordedEvent; readonly now: number; readonly isSpam: boolean }>();

/** How often something was said in all. */
function sumOf(events: readonly RecordedEvent[]): number {
  let said = 0;
  for (const one of events) said += one.count ?? 1;
  return said;
}

function judgeSpam(earlier: readonly RecordedEvent[], event: RecordedEvent, now: number): boolean {
  if (sumOf(earlier) < SPAM_BURST) return false;
  const own = earlier.filter((one) => sameSource(one, event));
  if (own.reduce((sum, one) => sum + (one.count ?? 1), 0) < SPAM_BURST) return false;
  let tokens = SPAM_BURST;
  let at = 0;
  for (const time of own.flatMap(times).sort((left, right) => left - right)) {
    tokens = Math.max(0, Math.min(SPAM_BURST, tokens + (time - at) / SPAM_REFILL_MS) - 1);
    at = time;
  }
  return Math.min(SPAM_BURST, tokens + (now - at) / SPAM_REFILL_MS) < 1;
}

/** When an event was said: first and last are known, what lies between is spread evenly. */
function times({ count = 1, firstTimestamp, lastTimestamp }: RecordedEvent): number[] {
  const first = timeOf(firstTimestamp);
  const last = timeOf(lastTimestamp);
  if (count <= 1) return [last];
  return Array.from({ length: count }, (_, index) => first + ((last - first) * index) / (count - 1));
}

function timeOf(text: string | null | undefined): number {
  return (text && parseRfc3339(text)) || 0;
}
