const IPV4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** A block of IPv4 addresses, as numbers. */
export interface Ipv4Block {
  /** The network's own address. */
  first: number;
  size: number;
}

/** An IPv4 address as a number from 0 to 2^32-1; undefined when the text is none. */
export function ipv4Number(text: string): number | undefined {
  const match = IPV4.exec(text);
  if (!match) return undefined;
  const bytes = match.slice(1).map(Number);
  return bytes.some((byte) => byte > 255) ? undefined : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The dotted text of an IPv4 address. */
export function ipv4Text(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** Reads `10.96.0.0/12`; undefined when it is no IPv4 block. Bits of the host are cleared. */
export function ipv4Block(cidr: string): Ipv4Block | undefined {
  const [address = "", bits = ""] = cidr.split("/");
  const number = ipv4Number(address);
  if (number === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { first: Math.floor(number / size) * size, size };
}

/** Whether an address lies in a block of such addresses; false for what is neither. */
export function isInBlock(address: string, cidr: string): boolean {
  const [number, block] = [ipv4Number(address), ipv4Block(cidr)];
  return number !== undefined && block !== undefined && number >= block.first && number < block.first + block.size;
}
