import { isInBlock } from "../../base/ipv4.ts";
import type { Draws } from "./registry.ts";

/** What of a line was drawn, or follows from where a draw has put something. */
export type DrawnKind = "address" | "endpoints" | "name" | "node" | "port" | "service address";

/** A drawn piece of a line that a cluster prints. */
export interface DrawnPart {
  readonly kind: DrawnKind;
  readonly at: number;
  readonly text: string;
  /** The pattern that what stands for it in a document has. */
  readonly pattern: string;
}

/** Where a document has a pod. */
export interface Home {
  readonly node: string | undefined;
  readonly address: string | undefined;
}

/** What a cluster draws within. */
export interface DrawnWorld {
  readonly draws: Draws;
  readonly podCidr: string;
  /** Bits of the network of a node's block of pod addresses. */
  readonly podBlockSize: number;
  readonly serviceCidr: string;
  readonly nodePortRange: { readonly from: number; readonly to: number };
  readonly nodes: ReadonlyMap<string, string>;
}

/** Letters that the API server and controllers draw names from. apimachinery/pkg/util/rand/rand.go */
export const SUFFIX = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;

const ADDRESS = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;
const ENDPOINTS = new RegExp(String.raw`(?<![\d.])${ADDRESS}:\d+(?:,${ADDRESS}:\d+)+`, "g");
const PIECE = /[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*/g;

/** Whatever of a line may be drawn: names, addresses, numbers. */
export function piecesOf(line: string): string[] {
  return [...line.matchAll(PIECE)].map(([piece]) => piece);
}

/** The drawn pieces of a line, in order. */
export function drawnParts(line: string, world: DrawnWorld): DrawnPart[] {
  const parts: DrawnPart[] = [];
  for (const match of line.matchAll(ENDPOINTS))
    if (isInBlock(match[0].split(":")[0] ?? "", world.podCidr))
      parts.push({ kind: "endpoints", at: match.index, text: match[0], pattern: String.raw`[\d.:,]+` });
  const lists = [...parts];
  for (const match of line.matchAll(PIECE)) {
    if (lists.some(({ at, text }) => match.index >= at && match.index < at + text.length)) continue;
    const part = partOf(match[0], match.index, world);
    if (part !== undefined) parts.push(part);
  }
  if (
    parts.some(({ kind, text }) => kind === "name" && world.draws.podNamespace(text) !== undefined) ||
    /^(?:Node:|\s*(?:nodeName|hostIP): )/.test(line) ||
    placedByName(line, world)
  )
    parts.push(...nodeParts(line, world, /^(?:Node:|\s*hostIP: )/.test(line)));
  return parts.toSorted((a, b) => a.at - b.at);
}

/** A row of a pod with a name of its own, which the scheduler has placed. */
function placedByName(line: string, { draws }: DrawnWorld): boolean {
  return draws.podNamespace(/^(?:pod\/)?(\S+)\s/.exec(line)?.[1] ?? "") !== undefined;
}

function partOf(text: string, at: number, world: DrawnWorld): DrawnPart | undefined {
  const { draws } = world;
  const name = draws.named(text) ? text : draws.named(text.split(".")[0] ?? "") ? (text.split(".")[0] ?? "") : undefined;
  if (name !== undefined) {
    const base = draws.named(name)?.base ?? "";
    return { kind: "name", at, text: name, pattern: `${escaped(base)}[A-Za-z0-9]{5}` };
  }
  if (new RegExp(`^${ADDRESS}$`).test(text)) {
    if (draws.clusterIp(text)) return { kind: "service address", at, text, pattern: ADDRESS };
    return isInBlock(text, world.podCidr) ? { kind: "address", at, text, pattern: ADDRESS } : undefined;
  }
  return draws.nodePort(text) ? { kind: "port", at, text, pattern: String.raw`\d{4,5}` } : undefined;
}

/** Where a draw has put a pod: only a node's name can stand there. */
function nodeParts(line: string, { nodes }: DrawnWorld, withAddresses: boolean): DrawnPart[] {
  const found: DrawnPart[] = [];
  const names = [...nodes.keys()].map(escaped).join("|");
  if (names === "") return [];
  for (const match of line.matchAll(new RegExp(String.raw`(?<![\w.-])(?:${names})(?![\w.-])`, "g")))
    found.push({ kind: "node", at: match.index, text: match[0], pattern: names });
  if (!withAddresses) return found;
  for (const match of line.matchAll(new RegExp(ADDRESS, "g")))
    if ([...nodes.values()].includes(match[0])) found.push({ kind: "node", at: match.index, text: match[0], pattern: ADDRESS });
  return found;
}

/** A text as a pattern that matches it alone. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
