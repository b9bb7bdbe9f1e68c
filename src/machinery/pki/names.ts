import { type Der, oid, printable, sequence, set, utf8 } from "../../base/der.ts";
import { type DerValue, readDer, readOid } from "../../base/der-reader.ts";

/** A distinguished name as Go's crypto/x509/pkix.Name has it. */
export interface DistinguishedName {
  readonly commonName: string;
  readonly serialNumber: string;
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly country: readonly string[];
  readonly locality: readonly string[];
  readonly province: readonly string[];
  readonly streetAddress: readonly string[];
  readonly postalCode: readonly string[];
}

const COMMON_NAME = "2.5.4.3";
const SERIAL_NUMBER = "2.5.4.5";
/** In the order in which Go writes them. */
const LISTS = [
  ["country", "2.5.4.6"],
  ["organization", "2.5.4.10"],
  ["organizationalUnit", "2.5.4.11"],
  ["locality", "2.5.4.7"],
  ["province", "2.5.4.8"],
  ["streetAddress", "2.5.4.9"],
  ["postalCode", "2.5.4.17"],
] as const;
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** Reads an RDNSequence. */
export function readName({ content }: DerValue): DistinguishedName {
  const pairs = readDer(content).flatMap((relative) =>
    readDer(relative.content).map((pair): [string, string] => {
      const [type, value] = readDer(pair.content);
      return [type ? readOid(type.content) : "", new TextDecoder().decode(value?.content ?? new Uint8Array())];
    }),
  );
  const all = (wanted: string) => pairs.filter(([type]) => type === wanted).map(([, value]) => value);
  const lists = Object.fromEntries(LISTS.map(([field, type]) => [field, all(type)])) as Record<(typeof LISTS)[number][0], string[]>;
  return { commonName: all(COMMON_NAME).at(-1) ?? "", serialNumber: all(SERIAL_NUMBER).at(-1) ?? "", ...lists };
}

/** Writes an RDNSequence: all values of one attribute in one set. Go's crypto/x509/pkix/pkix.go Name.ToRDNSequence */
export function writeName(name: Partial<DistinguishedName>): Der {
  const attribute = (type: string, values: readonly string[]): Der[] =>
    values.length === 0 ? [] : [set(...values.map((value) => sequence(oid(type), textOf(value))))];
  const single = (type: string, value = "") => attribute(type, value === "" ? [] : [value]);
  return sequence(
    ...LISTS.flatMap(([field, type]) => attribute(type, name[field] ?? [])),
    ...single(COMMON_NAME, name.commonName),
    ...single(SERIAL_NUMBER, name.serialNumber),
  );
}

function textOf(value: string): Der {
  return PRINTABLE.test(value) ? printable(value) : utf8(value);
}
