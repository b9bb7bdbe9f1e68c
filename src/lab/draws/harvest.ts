import type { LinePair } from "../compare/compare.ts";
import { wordsOf } from "../compare/words.ts";
import type { Pins } from "../../sim/tape.ts";
import type { DrawBinder, Standing } from "./binder.ts";
import { drawnParts, SUFFIX, type DrawnPart, type DrawnWorld, type Home } from "./parts.ts";

/** What a document shows in the places of a rehearsal's draws. */
export interface Harvest {
  /** Takes what an output of the rehearsal and the document's tell of each other. */
  take(pairs: readonly LinePair[]): void;
  /** The rehearsal's draws with the document's values in their places, but for the first `before`; `guessed` are those that the rehearsal was given. */
  pins(guessed: Pins, before: number): Pins;
  /** Where the document has each pod with a drawn name, which never comes again: the node and the address that stand there most often. */
  homes(): Readonly<Record<string, Home>>;
}

/** An empty harvest; what it finds the binder takes as well, for the commands that follow. */
export function createHarvest(world: () => DrawnWorld, binder: DrawBinder): Harvest {
  /** By the cluster's value: how often the document has which value in its place. */
  const votes = new Map<string, Map<string, number>>();
  /** By pod and stream, each place that the document shows. */
  const placed = new Map<string, Map<string, string[]>>();

  function place(pod: string, stream: string, value: string): void {
    const streams = placed.get(pod) ?? new Map<string, string[]>();
    placed.set(pod, streams.set(stream, [...(streams.get(stream) ?? []), value]));
  }

  /** The places of a pod in their order: of one whose name is drawn the likeliest, of others, which may come again, each. */
  function places(pod: string, values: readonly string[]): string[] {
    if (!SUFFIX.test(pod.slice(-5))) return values.filter((value, index) => value !== values[index - 1]);
    const counts = [...Map.groupBy(values, (value) => value)].toSorted(([, a], [, b]) => b.length - a.length);
    return counts.slice(0, 1).map(([value]) => value);
  }

  function vote({ kind, actual, shown }: Standing, weight: number): void {
    const counts = votes.get(`${kind} ${actual}`) ?? new Map<string, number>();
    votes.set(`${kind} ${actual}`, counts.set(shown, (counts.get(shown) ?? 0) + weight));
  }

  /** Of many equal pods any may be any other one: an output tells the more of a name, the fewer of its base it has. */
  function weigh({ kind, actual }: Standing, all: readonly Standing[]): number {
    if (kind !== "name") return 1;
    const alike = all.filter((each) => each.kind === kind && baseOfName(each.actual) === baseOfName(actual));
    return 1 / Math.max(1, new Set(alike.map((each) => each.actual)).size);
  }

  function takeLine(shown: string, actual: string, found: readonly Standing[]): void {
    for (const standing of found) binder.take(standing);
    takePlace(found, shown, actual);
  }

  /** Where the pod of a row runs, and its address there. */
  function takePlace(found: readonly Standing[], shown: string, actual: string): void {
    const { draws } = world();
    const word = (line: string): string => /^(?:\S+\/)?(\S+)/.exec(line)?.[1] ?? "";
    const name = found.find(({ kind, actual: text }) => kind === "name" && draws.podNamespace(text) !== undefined);
    const pod = name?.shown ?? (draws.podNamespace(word(actual)) === undefined || word(shown) !== word(actual) ? undefined : word(shown));
    const namespace = draws.podNamespace(name?.actual ?? pod ?? "");
    if (pod === undefined || namespace === undefined) return;
    for (const { kind, shown: value } of found) {
      if (kind === "node") place(pod, `node/${namespace}/${pod}`, value);
      if (kind === "address") place(pod, `pod-address/${namespace}/${pod}`, value);
    }
  }

  /** For each of the cluster's values the document's, each of the document's once, those that are seen most first. */
  function winners(): Map<string, string> {
    const all = [...votes].flatMap(([actual, counts]) => [...counts].map(([shown, count]) => ({ actual, shown, count })));
    const chosen = new Map<string, string>();
    const taken = new Set<string>();
    for (const { actual, shown } of all.toSorted((a, b) => b.count - a.count)) {
      const [kind] = actual.split(/ (?=\S+$)/);
      if (chosen.has(actual) || taken.has(`${kind} ${shown}`)) continue;
      chosen.set(actual, shown);
      taken.add(`${kind} ${shown}`);
    }
    // what is left over of equal pods stands for what is left over of the document's
    const left = new Set(all.filter(({ shown }) => !taken.has(`name ${shown}`)).map(({ shown }) => shown));
    for (const actual of votes.keys()) {
      if (!actual.startsWith("name ") || chosen.has(actual)) continue;
      const shown = [...left].find((each) => baseOfName(each) === baseOfName(actual.slice("name ".length)));
      if (shown === undefined) continue;
      chosen.set(actual, shown);
      left.delete(shown);
    }
    return chosen;
  }

  function homeOf(pod: string, streams: ReadonlyMap<string, readonly string[]>): Home {
    const placeOf = (kind: string): string | undefined => {
      const values = [...streams].flatMap(([stream, shown]) => (stream.startsWith(kind) ? shown : []));
      return places(pod, values)[0];
    };
    return { node: placeOf("node/"), address: placeOf("pod-address/") };
  }

  return {
    take(pairs) {
      const lines = pairs.map(({ shown, actual }) => ({
        shown,
        actual,
        found: binder.standings(shown, actual) ?? wordByWord(shown, actual, world()),
      }));
      const all = lines.flatMap(({ found }) => found);
      for (const { shown, actual, found } of lines) {
        takeLine(shown, actual, found);
        for (const standing of found) if (standing.kind !== "node" && standing.kind !== "endpoints") vote(standing, weigh(standing, all));
      }
    },
    pins(guessed, before) {
      const chosen = winners();
      const pins: Record<string, (string | undefined)[]> = {};
      const used = new Set<string>();
      for (const [index, { stream, value }] of world().draws.all.entries()) {
        const kind = stream.slice(0, stream.indexOf("/"));
        const guess = guessed[stream]?.includes(value) === true ? value : undefined;
        const shown =
          valueOf(stream, kind, value, chosen) ??
          (guess !== undefined && !isTakenElsewhere(stream, kind, guess, chosen) ? guess : undefined);
        if (shown !== undefined) used.add(`${stream} ${shown}`);
        if (index >= before) (pins[stream] ??= []).push(shown);
      }
      for (const [stream, values] of Object.entries(guessed)) {
        const rest = values.filter(
          (value) =>
            value !== undefined &&
            !used.has(`${stream} ${value}`) &&
            !isTakenElsewhere(stream, stream.slice(0, stream.indexOf("/")), value, chosen),
        );
        if (/^(?:node|pod-address)\//.test(stream)) pins[stream] = [...values];
        else if (rest.length > 0) pins[stream] = [...(pins[stream] ?? []), ...rest];
      }
      for (const [pod, streams] of placed) for (const [stream, values] of streams) pins[stream] = places(pod, values);
      return pins;
    },
    homes() {
      const drawn = [...placed].filter(([pod]) => SUFFIX.test(pod.slice(-5)));
      return Object.fromEntries(drawn.map(([pod, streams]) => [pod, homeOf(pod, streams)]));
    },
  };
}

/** What the document has in the place of a draw. */
function valueOf(stream: string, kind: string, value: string, chosen: ReadonlyMap<string, string>): string | undefined {
  if (kind === "name-suffix") {
    const base = baseOf(stream);
    const name = chosen.get(`name ${base}${value}`);
    return name !== undefined && SUFFIX.test(name.slice(-5)) ? name.slice(-5) : undefined;
  }
  // which of equal pods goes is drawn by its name
  if (kind === "victim") return chosen.get(`name ${value}`) ?? value;
  if (kind === "cluster-ip") return chosen.get(`service address ${value}`);
  return kind === "node-port" ? chosen.get(`port ${value}`) : undefined;
}

/** The document's value stands for another draw. */
function isTakenElsewhere(stream: string, kind: string, value: string, chosen: ReadonlyMap<string, string>): boolean {
  if (kind !== "name-suffix") return false;
  const name = `${baseOf(stream)}${value}`;
  return [...chosen].some(([actual, shown]) => shown === name && actual !== `name ${name}`);
}

function baseOfName(name: string): string {
  return name.slice(0, -5);
}

function baseOf(stream: string): string {
  return stream.split("/").slice(3).join("/").slice(0, 58);
}

/** The draws of two lines that differ in more than draws: word by word, the first word of the document that has the form. */
function wordByWord(shown: string, actual: string, world: DrawnWorld): Standing[] {
  const parts = drawnParts(actual, world);
  if (parts.length === 0) return [];
  const left = wordsOf(shown).map(({ text }) => text);
  return wordsOf(actual).flatMap((word) => {
    const inside = parts.filter(({ at, text }) => at >= word.at && at + text.length <= word.at + word.text.length);
    if (inside.length === 0) return [];
    const pattern = new RegExp(`^${patternIn(word.text, word.at, inside)}$`);
    const index = left.findIndex((text) => pattern.test(text));
    const match = pattern.exec(left[index] ?? "");
    if (match === null) return [];
    left.splice(index, 1);
    return inside.map(({ kind, text }, at): Standing => ({ kind, actual: text, shown: match[at + 1] ?? "" }));
  });
}

function patternIn(word: string, at: number, parts: readonly DrawnPart[]): string {
  let [pattern, from] = ["", 0];
  for (const part of parts) {
    pattern += `${RegExp.escape(word.slice(from, part.at - at))}(${part.pattern})`;
    from = part.at - at + part.text.length;
  }
  return pattern + RegExp.escape(word.slice(from));
}
