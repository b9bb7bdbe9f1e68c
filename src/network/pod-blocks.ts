/**
 * Which block of the pod network a node takes: a number that depends on its name and the number of blocks alone. It is Go's old
 * generator, of which so few words are ever used that their additive constants can be listed. facts/calico.md 2
 */
const CONSTANTS: readonly (readonly [first: number, constant: bigint, second: number, constant: bigint])[] = [
  [333, 0xbfb2f4d968b759c3n, 606, 0x39a00a3a31c025c6n],
  [331, 0xf11bfbb3ba3e0841n, 604, 0x74535a96cc7adfd7n],
  [329, 0x967e3cd0f12b1c5fn, 602, 0xa8de655829aab207n],
  [327, 0x32a31118a95e425fn, 600, 0xe5b5e9385b202824n],
  [325, 0x9024ebcbf8b8e6afn, 598, 0x51d3a3c351be10ecn],
  [323, 0xd7e75a07542451dan, 596, 0xc45166d9f6935ff8n],
  [321, 0x331786d5a126f97fn, 594, 0x9516361749f6428an],
  [319, 0xc444cf11f9840608n, 592, 0x395c6750aa42e65en],
  [317, 0x7e61315458970ccbn, 590, 0x64fcbfa01dca3978n],
  [315, 0x3fddae4163e010e4n, 588, 0xa848cc5d9cb0e150n],
  [313, 0xd36a1f70d4f9a2ffn, 586, 0xaaf677bd80e30ac5n],
  [311, 0x5ee41cb40ca81e2cn, 584, 0x58143117e4e16555n],
  [309, 0x3c7c1de5b3cc1dcan, 582, 0x4bd671b124b5701an],
  [307, 0x4f37aef6caf41c5dn, 580, 0x1266fbf77386b1dbn],
  [305, 0x552d69f0428dce6an, 578, 0x7c91d10a8d75740en],
  [303, 0xd556d17adcc5f6fbn, 576, 0x324fca6af2b5c1d1n],
];
const MODULUS = 2_147_483_647n;
const WORD = (1n << 64n) - 1n;

const known = new Map<string, number>();

/** The index of the block that a node asks for first, among `blockCount` (a power of two). */
export function firstBlockIndex(nodeName: string, blockCount: number): number {
  const key = `${blockCount}/${nodeName}`;
  let index = known.get(key);
  if (index === undefined) known.set(key, (index = computeIndex(nodeName, blockCount)));
  return index;
}

function computeIndex(nodeName: string, blockCount: number): number {
  const seed = BigInt(fnv1(nodeName)) % MODULUS || 89_482_311n;
  const mask = BigInt(2 ** Math.ceil(Math.log2(blockCount + 1)) - 1);
  const steps = new Map<number, bigint>();
  const random = (n: number): bigint => {
    let value = steps.get(n);
    if (value === undefined) {
      value = (seed * power(48_271n, BigInt(n))) % MODULUS;
      steps.set(n, value);
    }
    return value;
  };
  const word = (i: number, constant: bigint): bigint =>
    ((random(20 + 3 * i + 1) << 40n) ^ (random(20 + 3 * i + 2) << 20n) ^ random(20 + 3 * i + 3) ^ constant) & WORD;
  for (const [first, firstConstant, second, secondConstant] of CONSTANTS) {
    const sum = (word(first, firstConstant) + word(second, secondConstant)) & WORD;
    const value = ((sum & (WORD >> 1n)) >> 31n) & 0xffffffffn & mask;
    if (value < BigInt(blockCount)) return Number(value);
  }
  return fnv1(nodeName) % blockCount;
}

function fnv1(text: string): number {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(text)) hash = (Math.imul(hash, 16_777_619) ^ byte) >>> 0;
  return hash;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base % MODULUS, left = exponent; left > 0n; left >>= 1n, square = (square * square) % MODULUS)
    if (left & 1n) result = (result * square) % MODULUS;
  return result;
}

/** The tunnel device's address on a node: the first of the node's block, if nobody else took that. `podCidr` is `172.16.0.0/16`. */
export function tunnelAddressOf(podCidr: string, blockSize: number, nodeName: string): string {
  const [base = "", prefix = "16"] = podCidr.split("/");
  const index = firstBlockIndex(nodeName, 2 ** (blockSize - Number(prefix)));
  return addressText(addressNumber(base) + index * 2 ** (32 - blockSize));
}

/** An IPv4 address as a number. */
export function addressNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** A number as an IPv4 address. */
export function addressText(value: number): string {
  return [value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].map((part) => Math.floor(part) % 256).join(".");
}

/** Whether an address lies in `10.0.0.0/8`. */
export function inCidr(address: string, cidr: string): boolean {
  const [base = "", prefix = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(addressNumber(address) / size) === Math.floor(addressNumber(base) / size);
}
