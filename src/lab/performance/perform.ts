import type { OwnCommands } from "../../shell/machines.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { addOwnImages } from "../../cluster/own-images.ts";
import { createSession } from "../../cluster/session.ts";
import type { Terminal } from "../../shell/terminal.ts";
import type { PinnedTape } from "../../sim/tape.ts";
import { pinBackends } from "../backends.ts";
import { createLoops } from "../loops.ts";
import type { PlayedItem } from "../report/types.ts";
import type { LabSettings } from "../settings/settings.ts";
import type { ShownAge, ShownPassage } from "../timeline/infer.ts";
import { isShownFile, isStep, type ShownFile, type TranscriptItem } from "../transcript.ts";
import { isEndless, isWatch } from "./endless.ts";
import { commandOf } from "./going-on.ts";
import { isImplied, isWaiting } from "./implied.ts";
import { performItem, type Comparing, type Performed, type Scene } from "./item.ts";
import { isMeasurement, isReading, isUnderWay, lookOf, playLater } from "./later.ts";
import { createShownFiles } from "./shown-files.ts";
import { shownAges } from "./shown-times.ts";
import { createStandingRequests } from "./standing-requests.ts";
import { createStage } from "./stage.ts";

/** Where within a second steps begin, so that every age is a whole number of seconds by half a second. */
const PHASE_MS = 400;

/** How often metrics-server asks the kubelets. facts/metrics-server.md */
const ROUND_SECONDS = 60;

/** What one performance of a transcript goes by. */
export interface Script {
  readonly items: readonly TranscriptItem[];
  /** Files that are there from the start. */
  readonly printed: readonly ShownFile[];
  readonly settings: LabSettings;
  /** Opens the cluster on which it is played. */
  readonly open: (tape: PinnedTape) => Promise<Cluster>;
  readonly tape: PinnedTape;
  /** Second, counted from the lab's start, at which each item begins. */
  readonly seconds: readonly number[];
  /** Seconds that pass at least from an item's end to the next one's beginning; none when absent. */
  readonly rest?: number;
  /** Items across which ages fix the time: what comes behind these cannot be later than planned. */
  readonly rigid?: ReadonlySet<number>;
  /** How outputs are compared; made when the cluster is open. */
  readonly compare: (cluster: Cluster) => Comparing;
  /** Called before each item and after the last; the performance ends where it answers false. */
  readonly between?: (place: { played: number; cluster: Cluster; terminal: Terminal }) => Promise<boolean>;
  readonly onItem?: (played: PlayedItem) => void;
  /** Items at which waiting for what the document shows is known to be in vain. At all others further looks are taken. */
  readonly vain?: ReadonlySet<number>;
  /** Called for each item that was played, commands that the document leaves out included. */
  readonly onPerformed?: (performed: Performed, index: number) => void;
  /** Why the output on that line follows from nothing but itself, where it does. */
  readonly reasonAt?: (line: number) => string | undefined;
  /** k8sim's own commands for who types at the cluster's machines. */
  readonly own?: (cluster: Cluster) => OwnCommands;
}

/** What a performance has shown. */
export interface Performance {
  readonly items: readonly PlayedItem[];
  readonly ages: readonly ShownAge[];
  /** How long each item has taken. */
  readonly waits: readonly ShownPassage[];
  /** How long after the last change an output has come to be as the document shows it, where it was not at once. */
  readonly needed: readonly ShownPassage[];
  /** Items at which waiting has not helped. */
  readonly vain: ReadonlySet<number>;
}

/** Plays the items of a transcript on a cluster that is there, one after the other. */
export async function perform(script: Script): Promise<Performance> {
  const { items, tape, seconds } = script;
  const cluster = await script.open(tape);
  try {
    const { images } = script.settings;
    if (images.length > 0) await addOwnImages(createSession(cluster), images, "images");
    const stage = createStage(cluster, script.settings.files, script.own?.(cluster));
    const scene: Scene = {
      stage,
      loops: createLoops(cluster, tape, () => stage.terminal("pc")),
      files: createShownFiles(),
      compare: script.compare(cluster),
      commandOf: (more) => commandOf(items, more),
      pin: (step) => pinBackends(step, cluster, tape, scene.compare.toDocument),
    };
    for (const file of script.printed) scene.files.add(file);
    const start = Math.ceil(stage.now() / 1000) * 1000 + PHASE_MS;
    const requests = createStandingRequests(cluster);
    const played: PlayedItem[] = [];
    const ages: ShownAge[] = [];
    const waits: ShownPassage[] = [];
    const begun: number[] = [];
    const needed: ShownPassage[] = [];
    const vain = new Set<number>();
    const notes: string[] = [];
    // what settings wait for takes its own time in each performance: what follows keeps its distance from it
    let slip = 0;
    let waitedAt = -1;
    for (const [index, item] of items.entries()) {
      if (isShownFile(item)) scene.files.add(item);
      if (isShownFile(item) && item.implied !== undefined) notes.push(item.implied);
      const isSeen = !isShownFile(item) && !isImplied(item);
      if (
        isSeen &&
        script.between &&
        !(await script.between({ played: played.length, cluster, terminal: await stage.latest(firstTerminal(items)) }))
      )
        break;
      const waited = nextStart(stage.now()) - (start + (seconds[index] ?? 0) * 1000 + slip);
      // what has been waited for moves all that is planned behind it, unless an age says otherwise
      if (waitedAt === index - 1 && waited > 0 && script.rigid?.has(waitedAt) === false) slip += waited;
      // What a command before has waited for has passed already.
      const at = Math.max(
        start + (seconds[index] ?? 0) * 1000 + slip,
        nextStart(stage.now() + (isRightBefore(items[index - 1]) || isSoon(item) ? 0 : (script.rest ?? 0)) * 1000),
      );
      begun.push(at);
      if (isShownFile(item)) continue;
      await stage.machines.driver.passUntil(at);
      const command = isStep(item) ? item : commandOf(items, item);
      const asked = isStep(item) ? { ...item, command: scene.compare.toCluster(item.command) } : undefined;
      if (asked) await requests.before(asked);
      const first = await performItem(item, scene);
      if (asked) await requests.after(asked);
      const looked = nextStart(stage.now());
      const tookMs = looked - at;
      // rows of what does not end by itself were printed at moments of their own, but for a screen's
      const isScreen = command !== undefined && isWatch(command.command);
      const atOnce =
        command !== undefined && item.expected && (isScreen || (isStep(item) && !isEndless(item)))
          ? lookOf(command, first, scene)
          : undefined;
      const late = isStep(item) && script.vain?.has(index) !== true ? await playLater(item, first, scene) : undefined;
      if (late === undefined && !isSoon(item) && nextStart(stage.now()) > looked) vain.add(index);
      else if (late !== undefined) waitedAt = index;
      const { played: result } = late?.look ?? first;
      if (isSoon(item)) needed.push({ ...neededBy(items, index, begun, late?.at ?? at), isWhole: true });
      else if (late !== undefined) needed.push(neededBy(items, index, begun, late.at));
      script.onPerformed?.(late?.look ?? first, index);
      if (atOnce !== undefined) {
        const delay = isScreen ? Math.round((atOnce.at - at) / 1000) : 0;
        const found = shownAges((late ?? atOnce).aged, index, start, begun, PHASE_MS);
        ages.push(...found.map((age) => ({ ...age, made: { ...age.made, seconds: age.made.seconds - delay } })));
      }
      // How long somebody looks at what does not end by itself depends on what is there to be seen.
      if (index + 1 < items.length && !(isStep(item) && isEndless(item)))
        waits.push({ line: item.line, from: index, to: index + 1, seconds: tookMs / 1000 });
      if (isImplied(item)) {
        if (isRightBefore(item) && isWaiting(item)) slip += Math.max(0, tookMs - 1000);
        notes.push(item.implied);
        continue;
      }
      const told = [...notes.splice(0), ...(result.note === undefined ? [] : [result.note])];
      const reason = result.status === "equal" ? script.reasonAt?.(item.line) : undefined;
      const judged: PlayedItem = reason === undefined ? result : { ...result, status: "excused", why: reason };
      const noted = told.length === 0 ? judged : { ...judged, note: told.join("; ") };
      played.push(noted);
      script.onItem?.(noted);
    }
    const isWhole = begun.length === items.length;
    if (isWhole && script.between)
      await script.between({ played: played.length, cluster, terminal: await stage.latest(firstTerminal(items)) });
    await requests.end();
    return { items: played, ages, waits, needed, vain };
  } finally {
    cluster.close();
  }
}

/** What somebody sees who looks at once. */
function isSoon(item: TranscriptItem): boolean {
  return isStep(item) && isUnderWay(item);
}

/** What settings put before a step comes right before it. */
function isRightBefore(item: TranscriptItem | undefined): boolean {
  return item !== undefined && !isShownFile(item) && isImplied(item) && item.fromSettings === true;
}

/** The time from the last command that changed something. */
function neededBy(items: readonly TranscriptItem[], index: number, begun: readonly number[], now: number): ShownPassage {
  const from = Math.max(
    0,
    items.findLastIndex((item, at) => at < index && isStep(item) && !isReading(item.command)),
  );
  const item = items[index];
  // when in its round a measurement is taken, another play's steps decide anew
  const round = item && isStep(item) && isMeasurement(item.command) && !isSoon(item) ? ROUND_SECONDS : 0;
  return { line: item?.line ?? 0, from, to: index, seconds: Math.ceil((now - (begun[from] ?? now)) / 1000) + round };
}

function firstTerminal(items: readonly TranscriptItem[]): string {
  return items.find(isStep)?.terminal ?? "root@m-k8s";
}

/** The first moment, now or later, at which a step may begin. */
function nextStart(now: number): number {
  return Math.ceil((now - PHASE_MS) / 1000) * 1000 + PHASE_MS;
}
