import type { Step } from "../transcript.ts";
import { performItem, type Performed, type Scene } from "./item.ts";

/** Commands that change nothing: they can be typed again. */
const READING =
  /^(?:time\s+)?(?:(?:kubectl|k)\s+(?:-n\s*\S+\s+|--namespace[ =]\S+\s+)?(?:get|top|describe|logs|cluster-info|api-resources|api-versions|version|rollout\s+(?:status|history))\b|curl\b(?!.*(?:-X|--data|-d )))/;
/** What a cluster prints of things that are still under way. */
const NOT_YET =
  /ContainerCreating|PodInitializing|Pending|Init:|<pending>|<unknown>|(?<![\d/])0\/[1-9]|not available|NotReady|Terminating|refused|timed out|ServiceUnavailable|metrics|503|No resources found|not found|no endpoints|Could not resolve|Waiting for /;
/** How long after the first look further looks are taken, in ms. */
const LOOKS_MS = [2000, 5000, 10_000, 20_000, 35_000, 60_000, 90_000, 150_000];

/** Whether a command only looks. */
export function isReading(command: string): boolean {
  return READING.test(command.trim()) && !/\s(?:-w|--watch|-f|--follow)\b/.test(command);
}

/** Whether a command shows what is measured once a minute. */
export function isMeasurement(command: string): boolean {
  return /^(?:kubectl|k)\s.*\btop\b/.test(command);
}

/**
 * Looks again and again at what is still under way where the document shows it done; gives the first look at which most of it was. Undefined when
 * waiting does not help.
 */
export async function playLater(item: Step, first: Performed, scene: Scene): Promise<Performed | undefined> {
  const { status, actual } = first.played;
  const shown = (item.expected ?? []).map(({ text }) => text).join("\n");
  const hints = [...actual.matchAll(new RegExp(NOT_YET, "g"))].map(([hint]) => hint);
  // measurements are always of a while ago
  const isMeasured = isMeasurement(item.command);
  if (status !== "differs" || !isReading(item.command) || !(isMeasured || hints.some((hint) => !shown.includes(hint)))) return undefined;
  const { driver } = scene.stage.machines;
  const begun = scene.stage.now();
  const missing = (text: string): number => hints.filter((hint) => !shown.includes(hint) && text.includes(hint)).length;
  let best: Performed | undefined;
  for (const wait of LOOKS_MS) {
    await driver.passUntil(begun + wait);
    const look = await performItem(item, scene);
    if (look.played.status === "unsupported") return undefined;
    const wrong = look.played.differences?.length ?? 0;
    if (wrong === 0 || (!isMeasured && missing(look.played.actual) === 0)) return look;
    // the document may leave rows out: more of its own lines are there
    if (isMeasured && agreeing(look) > agreeing(best ?? first)) best = look;
    else if (best !== undefined) break;
  }
  return best;
}

/** How many of the document's lines are there. */
function agreeing({ pairs }: Performed): number {
  return pairs.filter(({ differs }) => differs !== true).length;
}
