import { parseRfc3339 } from "../../base/rfc3339.ts";

const HEX = "[0-9a-f]";
const uuid = (version: string, variant = HEX): RegExp =>
  new RegExp(`^${HEX}{8}-?${HEX}{4}-?${version}${HEX}{3}-?${variant}${HEX}{3}-?${HEX}{12}$`, "i");
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}(?<!\.)$/;
const DATE = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const HOST = /^(?=.{1,255}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const DURATION =
  /^[-+]?(?:0|(?:\d+(?:\.\d*)?|\.\d+)\s*(?:ns|us|µs|ms|s|m|h|d|w|nanoseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?))+$/;

const by =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

/** The formats of strings that the API server checks, without the hyphens in their names. */
// kube-openapi/pkg/validation/strfmt, 1.20; apiextensions-apiserver/pkg/apiserver/validation/formats.go
const RULES: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: by(/^[0-9a-f]{24}$/i),
  uri: by(/^(?:[a-z][a-z0-9+.-]*:\S*|\/\S*)$/i),
  email: by(/^[^\s@]+@[^\s@]+$/),
  hostname: by(HOST),
  ipv4: by(IPV4),
  ipv6: isIpv6,
  cidr: isCidr,
  mac: by(/^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4,6}$/i),
  uuid: by(uuid(HEX)),
  uuid3: by(uuid("3")),
  uuid4: by(uuid("4", "[89ab]")),
  uuid5: by(uuid("5", "[89ab]")),
  hexcolor: by(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  ssn: by(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  byte: by(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  date: by(DATE),
  duration: by(DURATION),
  datetime: (text) => parseRfc3339(text) !== undefined,
};

/** The rule of a format; undefined for one that nobody checks. */
export function formatRule(format: string): ((text: string) => boolean) | undefined {
  return RULES[format.replaceAll("-", "")];
}

function isIpv6(text: string): boolean {
  if (!text.includes(":")) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = parts.at(-1) ?? "";
  const isMapped = last.includes(".");
  const words = isMapped ? parts.slice(0, -1) : parts;
  if ((isMapped && !IPV4.test(last)) || !words.every(by(/^[0-9a-f]{1,4}$/i))) return false;
  const length = words.length + (isMapped ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}

function isCidr(text: string): boolean {
  const [address = "", bits = "", more] = text.split("/");
  if (more !== undefined || !/^\d{1,3}$/.test(bits)) return false;
  return IPV4.test(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}
