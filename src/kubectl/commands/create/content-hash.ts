import { goJson } from "../../../base/json-out.ts";

const NAME_LETTERS = 10;
const INSTEAD: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

/** The ten letters that --append-hash puts behind a name: SHA-256 of the content as JSON, without letters that form words. */
// kubectl/pkg/util/hash/hash.go
export async function contentHash(content: Record<string, unknown>): Promise<string> {
  const bytes = new TextEncoder().encode(goJson(content, { sortKeys: true }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest
    .toHex()
    .slice(0, NAME_LETTERS)
    .replace(/./g, (letter) => INSTEAD[letter] ?? letter);
}
