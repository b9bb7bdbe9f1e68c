import { bytesOf, integer, nothing, numberOf, octetString, oid, sequence, bitString, type Der } from "./der.ts";
import { RSA_PRIMES } from "./rsa-primes.ts";
import { sha256 } from "./sha256.ts";

/** An RSA key of 2048 bits. */
export interface RsaKey {
  readonly modulus: bigint;
  readonly primes: readonly [bigint, bigint];
  /** The private exponent. */
  readonly secret: bigint;
}

const PUBLIC_EXPONENT = 65537n;
const MODULUS_BYTES = 256;
const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
const SHA256_OID = "2.16.840.1.101.3.4.2.1";

/** How many keys there are. */
export const RSA_KEY_COUNT = (RSA_PRIMES.length * (RSA_PRIMES.length - 1)) / 2;

/**
 * One of few keys, by its number below {@link RSA_KEY_COUNT}. Their primes can be read in this program: such a key makes certificates
 * that any program can parse and verify, and keeps no secret.
 */
export function rsaKey(number: number): RsaKey {
  let [first, rest] = [0, number];
  while (rest >= RSA_PRIMES.length - 1 - first) rest -= RSA_PRIMES.length - 1 - first++;
  const [p, q] = [primeAt(first), primeAt(first + 1 + rest)];
  return { modulus: p * q, primes: [p, q], secret: inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n)) };
}

function primeAt(index: number): bigint {
  return numberOf(Uint8Array.from(atob(RSA_PRIMES[index] ?? ""), (letter) => letter.charCodeAt(0)));
}

/** RSASSA-PKCS1-v1_5 with SHA-256. RFC 8017, 8.2 */
export function signRsa(message: Der, key: RsaKey): Der {
  return bytesOf(privatePower(encoded(message), key), MODULUS_BYTES);
}

/** Whether a signature is that of a message. */
export function verifyRsa(message: Der, signature: Der, { modulus }: RsaKey): boolean {
  return power(numberOf(signature) % modulus, PUBLIC_EXPONENT, modulus) === encoded(message);
}

function encoded(message: Der): bigint {
  const info = sequence(sequence(oid(SHA256_OID), nothing()), octetString(sha256(message)));
  const padding = Array.from({ length: MODULUS_BYTES - info.length - 3 }, () => 0xff);
  return numberOf(Uint8Array.from([0, 1, ...padding, 0, ...info]));
}

/** By the Chinese remainder theorem: a quarter of the work. */
function privatePower(value: bigint, { primes: [p, q], secret }: RsaKey): bigint {
  const byP = power(value % p, secret % (p - 1n), p);
  const byQ = power(value % q, secret % (q - 1n), q);
  const step = (((byP - byQ) % p) + p) * inverse(q, p);
  return byQ + (step % p) * q;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The inverse of a value, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [left, right, factor, next] = [value % modulus, modulus, 1n, 0n];
  while (right !== 0n) {
    const quotient = left / right;
    [left, right] = [right, left - quotient * right];
    [factor, next] = [next, factor - quotient * next];
  }
  return ((factor % modulus) + modulus) % modulus;
}

/** RSAPublicKey. RFC 8017, A.1.1 */
export function rsaPublicKey({ modulus }: RsaKey): Der {
  return sequence(integer(modulus), integer(PUBLIC_EXPONENT));
}

/** SubjectPublicKeyInfo. RFC 5280, 4.1.2.7 */
export function rsaPublicKeyInfo(key: RsaKey): Der {
  return sequence(sequence(oid(RSA_ENCRYPTION), nothing()), bitString(rsaPublicKey(key)));
}

/** RSAPrivateKey. RFC 8017, A.1.2 */
export function rsaPrivateKey({ modulus, primes: [p, q], secret }: RsaKey): Der {
  return sequence(
    ...[0n, modulus, PUBLIC_EXPONENT, secret, p, q, secret % (p - 1n), secret % (q - 1n), inverse(q, p)].map((value) => integer(value)),
  );
}
