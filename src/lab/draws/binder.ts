import { ipv4Block, isInBlock } from "../../base/ipv4.ts";
import type { Binder } from "../compare/match-line.ts";
import { wordsOf } from "../compare/words.ts";
import { drawnParts, escaped, SUFFIX, type DrawnKind, type DrawnPart, type DrawnWorld, type Home } from "./parts.ts";

/** One draw of the document beside the cluster's that it stands for. */
export interface Standing {
  readonly kind: DrawnKind;
  readonly shown: string;
  readonly actual: string;
}

/** A binder that also knows what stands beside what. */
export interface DrawBinder extends Binder {
  /** The draws of two lines that are beside each other; undefined when the lines differ in more than draws. */
  standings(shown: string, actual: string): readonly Standing[] | undefined;
  /** A command of the document with this cluster's draws in the places of the document's. */
  translate(command: string): string;
  /** Takes two draws as standing for each other, unless something stands against it. */
  take(standing: Standing): void;
}

/** What a document tells of draws that are its own. */
export interface OwnDraws {
  /** Whether the document shows that very value: no other stands for it. */
  isShown(actual: string): boolean;
  /** Where the document has a pod: it is at no other place on any line. */
  home(pod: string): Home | undefined;
}

/**
 * Takes draws of a document for those of a cluster, one for one over the whole document. Where the cluster's draws are the document's, `own` tells what
 * that knows of them.
 */
export function createBinder(world: () => DrawnWorld, own?: OwnDraws): DrawBinder {
  const toActual = new Map<string, string>();
  const toShown = new Map<string, string>();
  /** The document's nodes by their blocks of pod addresses. */
  const blocks = new Map<string, string>();

  function key(kind: DrawnKind, value: string): string {
    return `${kind} ${value}`;
  }

  /** Why a value of the document cannot stand for the one that the cluster has drawn. */
  function refusal({ kind, shown, actual }: Standing): string | undefined {
    const rule = broken(kind, shown, actual, world());
    if (rule !== undefined) return rule;
    if (kind === "node") return undefined;
    if (kind === "endpoints") return areBound(shown, actual) ? undefined : `${shown} are other endpoints than ${actual}`;
    // where a pod runs, and so its address, a tape cannot always decide
    if (kind !== "address" && shown !== actual && own?.isShown(actual) === true)
      return `${shown} stands where the document has ${actual} elsewhere`;
    const [other, before] = [toActual.get(key(kind, shown)), toShown.get(key(kind, actual))];
    if (before !== undefined && before !== shown) return `${shown} stands where the document had ${before} before`;
    return other !== undefined && other !== actual ? `${shown} stands for another ${kind} before` : undefined;
  }

  /** Those of the document's endpoints that are known to stand for others are among them. */
  function areBound(shown: string, actual: string): boolean {
    const [ours, theirs] = [shown, actual].map((list) => list.split(",").map((each) => each.split(":")[0] ?? "")) as [string[], string[]];
    const known = ours.flatMap((address) => toActual.get(key("address", address)) ?? []);
    const open = theirs.filter((address) => !toShown.has(key("address", address)));
    return known.every((address) => theirs.includes(address)) && ours.length - known.length <= open.length;
  }

  /** The block of pod addresses in a row, and the node that the row names. */
  function placeIn(found: readonly Standing[]): { block: string; node: string } | undefined {
    const [address, node] = ["address", "node"].map((kind) => found.filter((each) => each.kind === kind));
    if (address?.length !== 1 || node?.length !== 1) return undefined;
    const bits = world().podBlockSize;
    const first = ipv4Block(`${address[0]?.shown}/${bits}`)?.first;
    return first === undefined ? undefined : { block: String(first), node: node[0]?.shown ?? "" };
  }

  function isMisplaced(found: readonly Standing[]): boolean {
    const place = placeIn(found);
    return place !== undefined && (blocks.get(place.block) ?? place.node) !== place.node;
  }

  /** The document has the pod of that row elsewhere. */
  function isAway(found: readonly Standing[], actual: string): boolean {
    if (own === undefined) return false;
    const name = found.find(({ kind, actual: text }) => kind === "name" && world().draws.podNamespace(text) !== undefined);
    const home = own.home(name?.shown ?? wordsOf(actual)[0]?.text.replace(/^pod\//, "") ?? "");
    return (
      home !== undefined && found.some(({ kind, shown }) => (kind === "node" || kind === "address") && shown !== (home[kind] ?? shown))
    );
  }

  function standings(shown: string, actual: string): Standing[] | undefined {
    const parts = drawnParts(actual, world());
    if (parts.length === 0) return undefined;
    const match = new RegExp(patternOf(actual, parts)).exec(shown);
    return match ? parts.map(({ kind, text }, index) => ({ kind, actual: text, shown: match[index + 1] ?? "" })) : undefined;
  }

  function take(standing: Standing): void {
    if (standing.kind === "node" || standing.kind === "endpoints" || refusal(standing) !== undefined) return;
    toActual.set(key(standing.kind, standing.shown), standing.actual);
    toShown.set(key(standing.kind, standing.actual), standing.shown);
  }

  return {
    take,
    translate: (command) =>
      command.replace(/[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*/g, (word) => {
        const kinds = /^\d+$/.test(word)
          ? (["port"] as const)
          : /^[\d.]+$/.test(word)
            ? (["service address", "address"] as const)
            : (["name"] as const);
        return kinds.map((kind) => toActual.get(key(kind, word))).find((actual) => actual !== undefined) ?? word;
      }),
    standings,
    fits(shown, actual) {
      const found = standings(shown, actual);
      return (
        found !== undefined &&
        found.some((each) => each.shown !== each.actual) &&
        found.every((each) => refusal(each) === undefined) &&
        !isMisplaced(found) &&
        !isAway(found, actual)
      );
    },
    bind(shown, actual) {
      const found = standings(shown, actual) ?? [];
      const place = placeIn(found);
      if (place !== undefined && !isMisplaced(found)) blocks.set(place.block, place.node);
      for (const standing of found) take(standing);
    },
  };
}

/** Blanks may be more or fewer: a longer name widens its column. */
function patternOf(line: string, parts: readonly DrawnPart[]): string {
  let [pattern, from] = ["^", 0];
  const literal = (text: string): string =>
    text
      .split(/(\s+)/)
      .map((piece) => (/^\s+$/.test(piece) ? String.raw`\s+` : escaped(piece)))
      .join("");
  for (const part of parts) {
    pattern += `${literal(line.slice(from, part.at))}(${part.pattern})`;
    from = part.at + part.text.length;
  }
  return `${pattern}${literal(line.slice(from))}$`;
}

/** The rule that a value breaks which no cluster could have drawn. */
function broken(
  kind: DrawnKind,
  shown: string,
  actual: string,
  { podCidr, serviceCidr, nodePortRange, nodes }: DrawnWorld,
): string | undefined {
  switch (kind) {
    case "name":
      return SUFFIX.test(shown.slice(-5))
        ? undefined
        : `${shown.slice(-5)} holds a letter that drawn names never have (bcdfghjklmnpqrstvwxz2456789)`;
    case "service address":
      return isInBlock(shown, serviceCidr) ? undefined : `${shown} is outside the service network ${serviceCidr}`;
    case "address":
      return isInBlock(shown, podCidr) ? undefined : `${shown} is outside the pod network ${podCidr}`;
    case "port":
      return Number(shown) >= nodePortRange.from && Number(shown) <= nodePortRange.to
        ? undefined
        : `${shown} is no node port: they are ${nodePortRange.from}-${nodePortRange.to}`;
    case "node":
      return nodes.has(shown) || [...nodes.values()].includes(shown) ? undefined : `the cluster has no node ${shown}`;
    case "endpoints":
      return sameEndpoints(shown, actual, podCidr) ? undefined : `${shown} are other endpoints than ${actual}`;
  }
}

/** Endpoints are listed by address: as many of each port, all of them pods'. */
function sameEndpoints(shown: string, actual: string, podCidr: string): boolean {
  const ports = (list: string): string =>
    list
      .split(",")
      .map((each) => each.split(":")[1])
      .toSorted((a = "", b = "") => Number(a) - Number(b))
      .join(",");
  return ports(shown) === ports(actual) && shown.split(",").every((each) => isInBlock(each.split(":")[0] ?? "", podCidr));
}
