import { ownCommand } from "./program.ts";
import type { ContainerView } from "./view.ts";

/** A file that a container's command fills. */
export interface Write {
  readonly path: string;
  readonly bytes: number;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  c: 1,
  b: 512,
  k: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gb: 1000 ** 3,
};
/** What dd copies at once when it is not told. */
const DD_BLOCK = 512;

/** `10M`, `512`, `1GB` as dd and fallocate read them; 0 for anything else. */
function sizeOf(text: string): number {
  const [, digits, unit = ""] = /^(\d+)([a-zA-Z]{0,2})(?:iB)?$/.exec(text) ?? [];
  return digits === undefined ? 0 : Number(digits) * (UNITS[unit.toLowerCase()] ?? 0);
}

/** The large files that a container's own command line makes, told from its words: `dd … of=F bs=1M count=50`, `fallocate -l 50M F`. */
export function writesOf(view: ContainerView): Write[] {
  const { command, args } = view.container;
  if (!command?.length && !args?.length) return [];
  const line = (ownCommand(view) ?? []).join(" ");
  const copies = [...line.matchAll(/\bdd((?:\s+\w+=[^\s;&|]+)+)/g)].flatMap(([, words = ""]) => {
    const operand = (name: string): string | undefined => new RegExp(`\\s${name}=(\\S+)`).exec(words)?.[1];
    const path = operand("of");
    const bytes = sizeOf(operand("bs") ?? String(DD_BLOCK)) * Number(operand("count") ?? 0);
    return path === undefined || path.startsWith("/dev/") ? [] : [{ path, bytes }];
  });
  const made = [...line.matchAll(/\bfallocate\s+-l\s*(\w+)\s+([^\s;&|]+)/g)].map(([, size = "", path = ""]) => ({
    path,
    bytes: sizeOf(size),
  }));
  return [...copies, ...made].filter(({ bytes }) => bytes > 0);
}
