import { md5Hex } from "../../base/md5.ts";
import { type AppRequest, headerOf } from "../../network/http.ts";

/** Who a request says it comes from; undefined when its password is not one of the file's lines `user:hash`. ngx_http_auth_basic_module */
export function authenticatedUser(request: AppRequest, lines: readonly string[]): string | undefined {
  const [, encoded = ""] = /^Basic +(\S+)$/i.exec(headerOf(request, "Authorization") ?? "") ?? [];
  const [user = "", ...rest] = decoded(encoded).split(":");
  const line = lines.find((one) => one.startsWith(`${user}:`));
  return user !== "" && line !== undefined && isPassword(rest.join(":"), line.slice(user.length + 1)) ? user : undefined;
}

/** Hashes of these kinds are not emulated: crypt(3) but for apr1, and SHA-1. */
export function isUnknownHash(line: string): boolean {
  return /^[^:]*:(\$(?!apr1\$)|\{SS?HA\}|\{SHA\})/.test(line);
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  } catch {
    return "";
  }
}

function isPassword(password: string, hash: string): boolean {
  const [, salt] = /^\$apr1\$([^$]*)\$/.exec(hash) ?? [];
  if (salt !== undefined) return apr1(password, salt) === hash.trim();
  return hash.trim().replace(/^\{PLAIN\}/, "") === password;
}

const ROUNDS = 1000;
const DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Bytes of the digest, in the order in which they are written: six bits at a time. */
const ORDER = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;
const LAST = 11;

/** Apache's variant of MD5-crypt, which `htpasswd` writes: `$apr1$salt$hash`. apr_md5.c */
export function apr1(password: string, salt: string): string {
  const text = new TextEncoder();
  const secret = text.encode(password);
  const grain = text.encode(salt.slice(0, 8));
  const inner = digest(secret, grain, secret);
  const start: Uint8Array[] = [secret, text.encode("$apr1$"), grain];
  for (let left = secret.length; left > 0; left -= 16) start.push(inner.slice(0, Math.min(16, left)));
  for (let bits = secret.length; bits > 0; bits >>= 1) start.push(bits & 1 ? Uint8Array.of(0) : secret.slice(0, 1));
  let hash = digest(...start);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = (round & 1) === 1;
    hash = digest(odd ? secret : hash, round % 3 ? grain : empty, round % 7 ? secret : empty, odd ? hash : secret);
  }
  const groups = ORDER.map(([a, b, c]) => sixBits(((hash[a] ?? 0) << 16) | ((hash[b] ?? 0) << 8) | (hash[c] ?? 0), 4));
  return `$apr1$${salt.slice(0, 8)}$${groups.join("")}${sixBits(hash[LAST] ?? 0, 2)}`;
}

const empty = new Uint8Array();

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const hex = md5Hex(all);
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function sixBits(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => DIGITS[(value >> (index * 6)) & 0x3f]).join("");
}
