import { hex24 } from "../base/hex.ts";
import { formatRfc3339, formatRfc3339Micro } from "../base/rfc3339.ts";
import type { Client, ResourceRef } from "../machinery/client.ts";
import type { EventRecorder, EventSource, Lister } from "../machinery/component.ts";
import { involvedTerm } from "../machinery/involved-term.ts";
import type { KubeObject } from "../machinery/object.ts";
import { StatusError } from "../machinery/status.ts";
import type { Sim } from "../sim/types.ts";
import { aggregateOf, isSpam, type RecordedEvent, sameEvent } from "./event-correlation.ts";

export interface EventRecorderOptions {
  readonly client: Client;
  readonly lister: Lister;
  readonly sim: Sim;
  /** The source of events that name none: `default-scheduler`. */
  readonly source: EventSource;
  /**
   * `core` events are counted and aggregated. `events.k8s.io` ones have an eventTime and a reporting controller instead; `instance` and
   * `action` are what that API asks for.
   */
  readonly style?: { readonly api: "events.k8s.io"; readonly instance: string; readonly action: string };
}

type RecordOptions = NonNullable<Parameters<EventRecorder["record"]>[4]>;

/** Records events as client-go does. What was recorded before is read from the events themselves, so nothing is lost between commands. */
// client-go/tools/record/event.go and events_cache.go, 1.20
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { sim, lister, client } = options;
  return {
    record(object, type, reason, message, given = {}) {
      const now = sim.now();
      const fresh = newEvent(options, object, { type, reason, message }, given);
      if (options.style) return send(() => client.create(refOf(fresh), fresh));
      const earlier = lister.list("events", { index: involvedTerm(object.metadata) }) as readonly RecordedEvent[];
      if (isSpam(earlier, fresh, now)) return;
      const event = aggregateOf(earlier, fresh, now);
      const known = earlier.find((one) => sameEvent(one, event));
      if (!known) return send(() => client.create(refOf(event), event, WHOLE));
      const patch = {
        count: (known.count ?? 1) + 1,
        lastTimestamp: formatRfc3339(now),
        ...(known.message === event.message ? {} : { message: event.message }),
      };
      send(() => client.patch(refOf(known), known.metadata.name ?? "", "strategic", patch));
    },
  };
}

const WHOLE = { isWhole: true } as const;

/** A refused event is dropped, as client-go drops it (a namespace that is going away, a name that is taken). */
function send(write: () => KubeObject): void {
  try {
    write();
  } catch (error) {
    // An event that is itself wrong, or that nobody serves, is our fault.
    if (!(error instanceof StatusError) || error.reason === "Invalid" || error.status.details?.kind === undefined) throw error;
  }
}

function refOf(event: KubeObject): ResourceRef {
  return { group: "", version: "v1", resource: "events", namespace: event.metadata.namespace ?? "" };
}

function newEvent(
  options: EventRecorderOptions,
  object: KubeObject,
  said: { type: string; reason: string; message: string },
  { source = options.source, fieldPath }: RecordOptions,
): RecordedEvent {
  const { name = "", uid, resourceVersion } = object.metadata;
  const namespace = object.metadata.namespace || "default";
  // Field by field: half of all writes are events, and spreads would cost as much as the rest of this.
  const involved: Record<string, string> = { kind: object.kind };
  if (object.metadata.namespace) involved["namespace"] = object.metadata.namespace;
  involved["name"] = name;
  if (uid) involved["uid"] = uid;
  involved["apiVersion"] = object.apiVersion;
  if (resourceVersion) involved["resourceVersion"] = resourceVersion;
  if (fieldPath !== undefined) involved["fieldPath"] = fieldPath;
  const involvedObject = involved as RecordedEvent["involvedObject"] & Record<string, string>;
  const metadata = { name: `${name}.${nanosecondsInHex(options.sim)}`, namespace };
  const { type, reason, message } = said;
  if (options.style) {
    const { instance, action } = options.style;
    return {
      kind: "Event",
      apiVersion: "v1",
      metadata,
      involvedObject,
      type,
      reason,
      message,
      source: {},
      eventTime: formatRfc3339Micro(options.sim.now()),
      reportingComponent: source.component,
      reportingInstance: instance,
      action,
    };
  }
  const time = formatRfc3339(options.sim.now());
  return {
    kind: "Event",
    apiVersion: "v1",
    metadata,
    involvedObject,
    type,
    reason,
    message,
    source,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    eventTime: null,
    reportingComponent: "",
    reportingInstance: "",
  };
}

/** The last name given out in a simulation: events of one instant keep their order. */
const lastNamed = new WeakMap<Sim, { readonly at: number; readonly below: number }>();
const NANOSECONDS_A_MILLISECOND = 1_000_000;

/** Now in nanoseconds, in hex. Below the millisecond the clock says nothing, so that part is drawn, each time from what is left. */
function nanosecondsInHex(sim: Sim): string {
  const at = Math.floor(sim.now());
  const last = lastNamed.get(sim);
  const from = last?.at === at ? last.below + 1 : 0;
  // Few events share a millisecond; a hundredth of what is left leaves room for hundreds.
  const room = Math.max(1, Math.floor((NANOSECONDS_A_MILLISECOND - from) / 100));
  const below = Math.min(NANOSECONDS_A_MILLISECOND - 1, from + sim.stream("event-nanoseconds").int(room));
  lastNamed.set(sim, { at, below });
  return hexOfNanoseconds(at, below);
}

const LIMB = 2 ** 24;

let lastTop = { top: 0, text: "0" };

/** The first digits, which are the same for three days. */
function topText(top: number): string {
  if (lastTop.top !== top) lastTop = { top, text: top.toString(16) };
  return lastTop.text;
}

/** `at` ms and `below` ns in hex. The sum is beyond what a number holds exactly, so it is made of limbs of 24 bits. */
function hexOfNanoseconds(at: number, below: number): string {
  const low = (at % LIMB) * NANOSECONDS_A_MILLISECOND + below;
  const high = Math.floor(at / LIMB) * NANOSECONDS_A_MILLISECOND + Math.floor(low / LIMB);
  const top = Math.floor(high / LIMB);
  const rest = high % LIMB;
  return (top === 0 ? rest.toString(16) : topText(top) + hex24(rest)) + hex24(low % LIMB);
}
