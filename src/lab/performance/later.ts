import type { Step } from "../transcript.ts";
import { performItem, type Performed, type Scene } from "./item.ts";
import { agedThings, type Aged } from "./shown-times.ts";

/** Commands that change nothing: they can be typed again. */
const READING =
  /^(?:time\s+)?(?:(?:kubectl|k)\s+(?:-n\s*\S+\s+|--namespace[ =]\S+\s+)?(?:get|top|describe|logs|cluster-info|api-resources|api-versions|version|rollout\s+(?:status|history))\b|curl\b(?!.*(?:-X|--data|-d )))/;
/** What a cluster prints of things that are still under way. */
const NOT_YET =
  /ContainerCreating|PodInitializing|Pending|Init:|<pending>|<unknown>|(?<![\d/])0\/[1-9]|not available|NotReady|Terminating|refused|timed out|ServiceUnavailable|metrics|503|No resources found|not found|no endpoints|Could not resolve|Waiting for /;
/** What only the first moments after a change show. */
const UNDER_WAY = /ContainerCreating|PodInitializing|\bPending\b|Terminating|ServiceUnavailable/;
/** What a container that is not there yet answers: the command has done nothing, and is typed again. */
const NOT_BEGUN = /^(?:error: unable to upgrade connection: container not found|Error from server \(BadRequest\): (?:container|pod) \S+)/m;
/** How long after the first look further looks are taken, in ms. */
const LOOKS_MS = [2000, 5000, 10_000, 20_000, 35_000, 60_000, 90_000, 150_000];
/** The same for what has just been changed: every second, and for images that take long to come every five. */
const QUICK_LOOKS_MS = [
  ...Array.from({ length: 20 }, (_, index) => (index + 1) * 1000),
  ...Array.from({ length: 20 }, (_, index) => 25_000 + index * 5000),
];

/** A later look, when it was taken (ms since the Unix epoch), and how old things were then. */
export interface LaterLook {
  readonly look: Performed;
  readonly at: number;
  readonly aged: readonly Aged[];
}

/** Whether a command only looks. */
export function isReading(command: string): boolean {
  return READING.test(command.trim()) && !/\s(?:-w|--watch|-f|--follow)\b/.test(command);
}

/** Whether the document shows what a command sees only soon after a change. */
export function isUnderWay({ command, expected = [] }: Step): boolean {
  return isReading(command) && expected.some(({ text, remark }) => remark !== true && UNDER_WAY.test(text));
}

/** Whether a command shows what is measured once a minute. */
export function isMeasurement(command: string): boolean {
  return /^(?:kubectl|k)\s.*\btop\b/.test(command);
}

/**
 * Looks again and again at what is still under way where the document shows it done; gives the first look at which most of it was. Undefined when
 * waiting does not help.
 */
export async function playLater(item: Step, first: Performed, scene: Scene): Promise<LaterLook | undefined> {
  const { status, actual } = first.played;
  const shown = (item.expected ?? []).map(({ text }) => text).join("\n");
  const hints = [...actual.matchAll(new RegExp(NOT_YET, "g"))].map(([hint]) => hint);
  // measurements are always of a while ago
  const isMeasured = isMeasurement(item.command);
  const isEarly = /^(?:kubectl|k)\s.*\bexec\b/.test(item.command) && NOT_BEGUN.test(actual);
  // what follows is typed into it, whether or not the document shows anything of it
  const isAwaited = isEarly && item.expected === undefined;
  if (!isAwaited && (status !== "differs" || !(isReading(item.command) || isEarly))) return undefined;
  if (isUnderWay(item)) return playSoon(item, first, scene);
  if (!(isMeasured || isAwaited || hints.some((hint) => !shown.includes(hint)))) return undefined;
  const { driver } = scene.stage.machines;
  const begun = scene.stage.now();
  const missing = (text: string): number => hints.filter((hint) => !shown.includes(hint) && text.includes(hint)).length;
  let best: Performed | undefined;
  for (const wait of LOOKS_MS) {
    await driver.passUntil(begun + wait);
    const look = await performItem(item, scene);
    if (look.played.status === "unsupported") return undefined;
    const wrong = look.played.differences?.length ?? 0;
    if (isAwaited && NOT_BEGUN.test(look.played.actual)) continue;
    if (wrong === 0 || (!isMeasured && missing(look.played.actual) === 0)) return lookOf(item, look, scene);
    // the document may leave rows out: more of its own lines are there
    if (isMeasured && agreeing(look) > agreeing(best ?? first)) best = look;
    else if (best !== undefined) break;
  }
  return best && lookOf(item, best, scene);
}

/** Looks every second at what goes on by itself; gives the look that is most like the document's. */
async function playSoon(item: Step, first: Performed, { stage, ...scene }: Scene): Promise<LaterLook | undefined> {
  const begun = stage.now();
  const wrong = ({ played }: Performed): number => played.differences?.length ?? 0;
  let best: LaterLook | undefined;
  let seen = still(first.played.actual);
  const { expected: _expected, ...unread } = item;
  for (const wait of QUICK_LOOKS_MS) {
    await stage.machines.driver.passUntil(begun + wait);
    const { played } = await performItem(unread, { stage, ...scene });
    // what has only grown older is not read again: reading takes long
    if (still(played.actual) === seen) continue;
    seen = still(played.actual);
    const look = await performItem(item, { stage, ...scene });
    if (look.played.status === "unsupported") return undefined;
    const least = wrong(best?.look ?? first);
    if (wrong(look) < least) best = lookOf(item, look, { stage, ...scene });
    else if (best !== undefined && wrong(look) > least) break;
    if (wrong(look) === 0) break;
  }
  return best;
}

/** Without what goes on by itself. */
function still(text: string): string {
  return text.replace(/(?:\d+[dhms]){1,2}/g, "").replace(/\s+/g, " ");
}

/** A look as it was taken just now: what it shows may soon be gone. */
export function lookOf(item: Step, look: Performed, { stage }: Scene): LaterLook {
  return { look, at: stage.now(), aged: agedThings(look.pairs, look.played.actual, item, stage.cluster, stage.now()) };
}

/** How many of the document's lines are there. */
function agreeing({ pairs }: Performed): number {
  return pairs.filter(({ differs }) => differs !== true).length;
}
