/** An IP address. */
export interface Address {
  readonly value: bigint;
  readonly isV6: boolean;
}

/** A CIDR. */
export interface Block {
  readonly first: bigint;
  /** Length of the prefix. */
  readonly bits: number;
  readonly isV6: boolean;
}

const BYTE = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Reads an address; undefined when the text is none. Go's net.ParseIP */
export function parseAddress(text: string): Address | undefined {
  const value = text.includes(":") ? v6Value(text) : v4Value(text);
  return value === undefined ? undefined : { value, isV6: text.includes(":") };
}

function v4Value(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !BYTE.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function v6Value(text: string): bigint | undefined {
  const [head = "", tail, more] = text.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - front.length - back.length;
  if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...front, ...Array.from({ length: tail === undefined ? 0 : missing }, () => "0"), ...back];
  if (groups.some((group) => !GROUP.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** The text of an address, as Go's net.IP prints it. */
export function addressText({ value, isV6 }: Address): string {
  if (!isV6) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16)).join(":");
  const runs = [...groups.matchAll(/\b0(?::0\b)+/g)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest === "") return groups;
  const at = groups.search(new RegExp(`\\b${longest}\\b`));
  return `${groups.slice(0, at).replace(/:$/, "")}::${groups.slice(at + longest.length).replace(/^:/, "")}`;
}

function widthOf({ isV6 }: { isV6: boolean }): number {
  return isV6 ? 128 : 32;
}

/** Reads a CIDR; bits of the host are cleared. Undefined when the text is none. Go's net.ParseCIDR */
export function parseBlock(text: string): Block | undefined {
  const [, head = "", tail = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(head);
  const bits = Number(tail);
  if (address === undefined || tail === "" || bits > widthOf(address)) return undefined;
  const size = 1n << BigInt(widthOf(address) - bits);
  return { first: address.value - (address.value % size), bits, isV6: address.isV6 };
}

/** `192.168.1.12/31` */
export function blockText({ first, bits, isV6 }: Block): string {
  return `${addressText({ value: first, isV6 })}/${bits}`;
}

/** One behind the last address of a block. */
export function endOf(block: Block): bigint {
  return block.first + (1n << BigInt(widthOf(block) - block.bits));
}

/** Whether a block has an address. */
export function contains(block: Block, { value, isV6 }: Address): boolean {
  return block.isV6 === isV6 && value >= block.first && value < endOf(block);
}

/** Whether two blocks have an address in common. */
export function overlap(one: Block, other: Block): boolean {
  return one.isV6 === other.isV6 && one.first < endOf(other) && other.first < endOf(one);
}

/** The fewest blocks that make up a range, both ends included, lowest first; none when it ends before it begins. ipaddr.Summarize */
export function summarize(start: Address, end: Address): Block[] {
  const { isV6 } = start;
  if (isV6 !== end.isV6) return [];
  const width = widthOf(start);
  const blocks: Block[] = [];
  for (let first = start.value; first <= end.value;) {
    let bits = width;
    for (; bits > 0; bits--) {
      const size = 1n << BigInt(width - bits + 1);
      if (first % size !== 0n || first + size - 1n > end.value) break;
    }
    blocks.push({ first, bits, isV6 });
    first += 1n << BigInt(width - bits);
  }
  return blocks;
}

/** IPv4 addresses that end in .0 or .255, which some old devices do not like. */
export function isBuggy({ value, isV6 }: Address): boolean {
  const last = value % 256n;
  return !isV6 && (last === 0n || last === 255n);
}
