import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { columnsOf } from "../compare/columns.ts";
import type { LinePair } from "../compare/compare.ts";
import { comparable } from "../compare/forms.ts";
import { agedObject } from "../objects.ts";
import { ageRange, type AgeRange } from "../timeline/age-range.ts";
import type { ShownAge } from "../timeline/infer.ts";
import type { Step } from "../transcript.ts";

const AGE = /(?<![\w.:/-])(?:\d+[ydhms]){1,2}(?![\w.:/-]| ago\))/g;
/** Columns that say how long ago something was. */
const AGE_COLUMN = /^(?:AGE|LAST SEEN|FIRST SEEN|RESTARTS)$/;
/** So long after a step its consequences come at most. */
const LATEST_SECONDS = 12;
const EVENTS_HEADER = /^\s+Type\s+Reason\s+Age\s+From\s+Message/;

/** An age of the document, what it is the age of, and when that was. */
export interface Aged {
  readonly line: number;
  readonly age: string;
  readonly title: string;
  /** ms since the Unix epoch. */
  readonly since: number;
}

/** The ages of an output that the document and the cluster both show: what they are ages of was so long ago in the cluster. */
export function agedThings(pairs: readonly LinePair[], printed: string, step: Step, cluster: Cluster, now: number): Aged[] {
  const lines = printed.split("\n");
  return pairs.flatMap((pair) => {
    const at = lines.findIndex((line) => comparable(line) === pair.actual);
    const isEvent = lines.slice(0, Math.max(0, at)).some((line) => EVENTS_HEADER.test(line));
    const columns = isEvent
      ? undefined
      : lines
          .slice(0, Math.max(0, at))
          .map(columnsOf)
          .findLast((found) => found !== undefined);
    if (!isEvent && columns?.names.some((name) => AGE_COLUMN.test(name)) !== true) return [];
    return agesOfPair(pair, step, cluster, now, isEvent);
  });
}

function agesOfPair({ line, shown, actual, wordLines }: LinePair, step: Step, cluster: Cluster, now: number, isEvent: boolean): Aged[] {
  const [ours, theirs] = [agesIn(shown), agesIn(actual)];
  if (ours.length === 0) return [];
  const [inDocument = "", inCluster = ""] = [shown, actual].map((text) => /^\s*(\S+)/.exec(text)?.[1] ?? "");
  // a row that a conversion has broken may begin with any of its words
  const name = inDocument.split("-")[0] === inCluster.split("-")[0] ? inDocument : inCluster;
  const object = isEvent ? undefined : agedObject(actual, step, cluster);
  const since = object === undefined ? undefined : parseRfc3339(object.object.metadata.creationTimestamp ?? "");
  const own = ours.at(-1) ?? "";
  const lineOf = (age: string): number => wordLines?.get(age) ?? line;
  if (since !== undefined && theirs.length > 0)
    return [
      {
        line: lineOf(own),
        age: own,
        title: object === undefined ? name : `${object.kind} ${name.slice(name.lastIndexOf("/") + 1)}`,
        since,
      },
    ];
  if (ours.length !== theirs.length) return [];
  // `5s (x2 over 11s)`: the first time, to the second, is that of what repeats an event, which has rounds of its own
  const isRound = (range: AgeRange): boolean => isEvent && ours.length > 1 && range.to - range.from === 1;
  return ours.flatMap((age, at) => {
    const [range, shownRange] = [ageRange(theirs[at] ?? ""), ageRange(age)];
    if ((at > 0 && !isEvent) || (at < ours.length - 1 && shownRange !== undefined && isRound(shownRange))) return [];
    // an age of minutes does not say from which second on
    const isVague = range !== undefined && shownRange !== undefined && range.to - range.from > Math.max(1, shownRange.to - shownRange.from);
    if (range === undefined || isVague) return [];
    const title = isEvent ? `event ${name} ${actual.trim().split(/\s+/)[1] ?? ""}` : name;
    return [{ line: lineOf(age), age, title, since: (Math.floor(now / 1000) - range.from) * 1000 }];
  });
}

function agesIn(line: string): string[] {
  return [...line.matchAll(AGE)].map(([text]) => text).filter((text) => ageRange(text) !== undefined);
}

/** Those ages as the timeline takes them: counted from the step during which each thing came to be, or from the lab's start. */
export function shownAges(aged: readonly Aged[], index: number, start: number, begun: readonly number[], phaseMs: number): ShownAge[] {
  return aged.flatMap(({ line, age, title, since }): ShownAge[] => {
    const maker = begun.findLastIndex((at, other) => other <= index && Math.floor(at / 1000) * 1000 <= since);
    const own = { line, step: index, object: title, age };
    if (maker < 0) return [{ ...own, made: { seconds: Math.round((since - (start - phaseMs)) / 1000) } }];
    const seconds = Math.round((since - Math.floor((begun[maker] ?? 0) / 1000) * 1000) / 1000);
    // what time alone brings about (a cron job's turn, an eviction) has no place among the steps
    return seconds > LATEST_SECONDS ? [] : [{ ...own, made: { step: maker, seconds } }];
  });
}
