import { RSA_KEY_COUNT, rsaKey, type RsaKey } from "../../base/rsa.ts";
import { createStream } from "../../sim/random.ts";

/** The key of one of a cluster's own parties (`authority`, `front-proxy` …); it follows from the seed. */
export function clusterKey(seed: number, party: string): RsaKey {
  return rsaKey(createStream(seed, `key/${party}`, 0, () => undefined).int(RSA_KEY_COUNT));
}

/** A serial number of so many bytes, without a sign bit. */
export function serialNumber(seed: number, party: string, bytes: number): bigint {
  const random = createStream(seed, `certificate-serial/${party}`, 0, () => undefined);
  let value = BigInt(1 + random.int(127));
  for (let index = 1; index < bytes; index++) value = value * 256n + BigInt(random.int(256));
  return value;
}
