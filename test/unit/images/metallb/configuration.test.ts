import { describe, expect, test } from "bun:test";
import { addressText, blockText, parseAddress, parseBlock, summarize } from "../../../../src/images/metallb/addresses.ts";
import { parseConfigMap } from "../../../../src/images/metallb/config-map.ts";
import { parseObjects, NO_OBJECTS } from "../../../../src/images/metallb/configuration-objects.ts";
import { versionNamed, versionOf } from "../../../../src/images/metallb/versions.ts";

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no error";
}

describe("addresses", () => {
  test.each([
    ["192.168.1.11", "192.168.1.13", "192.168.1.11/32 192.168.1.12/31"],
    ["10.0.0.0", "10.0.0.255", "10.0.0.0/24"],
    ["10.0.0.1", "10.0.0.6", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32"],
    ["10.0.0.5", "10.0.0.4", ""],
    ["fc00::1", "fc00::2", "fc00::1/128 fc00::2/128"],
  ])("%s-%s is %s", (start, end, blocks) => {
    const [from, to] = [parseAddress(start), parseAddress(end)];
    expect(from && to && summarize(from, to).map(blockText).join(" ")).toBe(blocks);
  });

  test.each(["0.0.0.0", "255.255.255.255", "::", "::1", "fc00::1:0:0:1", "2001:db8::"])("%s is written as it is read", (text) => {
    const address = parseAddress(text);
    expect(address && addressText(address)).toBe(text);
  });

  test.each(["1.2.3", "1.2.3.256", "1.2.3.04", "a.b.c.d", ":::", "1:2:3", "1:2:3:4:5:6:7:8:9", ""])("%p is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test.each([
    ["192.168.1.77/24", "192.168.1.0/24"],
    ["10.0.0.0/33", undefined],
    ["10.0.0.0", undefined],
  ])("block %s is %s", (text, block) => {
    const parsed = parseBlock(text);
    expect(parsed && blockText(parsed)).toBe(block as string);
  });
});

describe("a ConfigMap is read strictly", () => {
  const pool = (text: string): string => `address-pools:\n- name: p\n  protocol: layer2\n  addresses:\n${text}`;
  // facts/metallb.md 4, internal/config/config.go
  test.each([
    ["", "no error"],
    [pool("  - 192.168.1.11-192.168.1.13\n"), "no error"],
    ["address-pools:\n- protocol: layer2\n", "parsing address pool #1: missing pool name"],
    ["address-pools:\n- name: p\n  protocol: layer2\n", "parsing address pool #1: pool has no prefixes defined"],
    ["address-pools:\n- name: p\n  addresses: [10.0.0.0/24]\n", "parsing address pool #1: address pool is missing the protocol field"],
    ["address-pools:\n- name: p\n  protocol: l2\n  addresses: [10.0.0.0/24]\n", 'parsing address pool #1: unknown protocol "l2"'],
    [pool("  - 192.168.1.11 - 192.168.1.13\n"), 'parsing address pool #1: invalid CIDR "192.168.1.11 - 192.168.1.13" in pool "p"'],
    [pool("  - 192.168.1.300/24\n"), 'parsing address pool #1: invalid CIDR "192.168.1.300/24" in pool "p"'],
    [
      `${pool("  - 10.0.0.0/24\n")}- name: q\n  protocol: layer2\n  addresses: [10.0.0.128/25]\n`,
      'CIDR "10.0.0.128/25" in pool "q" overlaps with already defined CIDR "10.0.0.0/24"',
    ],
    [`${pool("  - 10.0.0.0/24\n")}- name: p\n  protocol: layer2\n  addresses: [10.0.1.0/24]\n`, 'duplicate definition of pool "p"'],
    [
      "address-pools:\n- name: p\n  protocl: layer2\n  addresses: [10.0.0.0/24]\n",
      "could not parse config: yaml: unmarshal errors:\n  line 3: field protocl not found in type config.addressPool",
    ],
    [
      "address-pools:\n- name: p\n  protocol: layer2\n  addresses: 10.0.0.0/24\n",
      "could not parse config: yaml: unmarshal errors:\n  line 4: cannot unmarshal !!str `10.0.0....` into []string",
    ],
    ["address-pools:\n- name: p\n addresses: []\n", "could not parse config: yaml: line 2: did not find expected key"],
    ["peers:\n- my-asn: 64500\n", "parsing peer #1: missing peer ASN"],
    ["peers:\n- {my-asn: 1, peer-asn: 2, peer-address: x}\n", 'parsing peer #1: invalid peer IP "x"'],
    [
      "peers:\n- {my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1, hold-time: 2s}\n",
      'parsing peer #1: invalid hold time "2s": must be 0 or >=3s',
    ],
    [
      `${pool("  - 10.0.0.0/24\n")}  bgp-advertisements:\n  - localpref: 1\n`,
      "parsing address pool #1: cannot have bgp-advertisements configuration element in a layer2 address pool",
    ],
  ])("%p: %s", (text, message) => {
    expect(messageOf(() => parseConfigMap(text, versionNamed("0.8.2")))).toBe(message);
  });

  test("later versions say what is wrong with a range, and take blanks", () => {
    const read = (range: string) => messageOf(() => parseConfigMap(pool(`  - ${range}\n`), versionNamed("0.12.1")));
    expect(read("192.168.1.11 - 192.168.1.13")).toBe("no error");
    expect(read("192.168.1.13-192.168.1.11")).toBe(
      'parsing address pool #1: invalid CIDR "192.168.1.13-192.168.1.11" in pool "p": invalid IP range "192.168.1.13-192.168.1.11": start IP "192.168.1.13" is after the end IP "192.168.1.11"',
    );
  });
});

describe("custom resources", () => {
  const made = (kind: string, name: string, spec: object) => ({ apiVersion: "metallb.io/v1beta1", kind, metadata: { name }, spec });
  const ipPool = (name: string, ...addresses: string[]) => made("IPAddressPool", name, { addresses });
  const check = (pools: ReturnType<typeof ipPool>[], advertisements: ReturnType<typeof made>[] = []) =>
    messageOf(() => parseObjects({ ...NO_OBJECTS, ipaddresspools: pools, l2advertisements: advertisements }, versionNamed("0.13.9")));
  // facts/metallb.md 5
  test.each([
    ["no CIDR", [ipPool("P", "c")], 'parsing address pool P: invalid CIDR "c" in pool "P": invalid CIDR "c"'],
    [
      "no range",
      [ipPool("P", "x-1.1.1.1")],
      'parsing address pool P: invalid CIDR "x-1.1.1.1" in pool "P": invalid IP range "x-1.1.1.1": invalid start IP "x"',
    ],
    ["nothing", [ipPool("P")], "parsing address pool P: pool has no prefixes defined"],
    [
      "an overlap",
      [ipPool("O", "192.168.1.16-192.168.1.31"), ipPool("P", "192.168.1.24-192.168.1.31")],
      'CIDR "192.168.1.24/29" in pool "P" overlaps with already defined CIDR "192.168.1.16/28"',
    ],
  ])("%s", (_, pools, message) => {
    expect(check(pools)).toBe(message);
  });

  test("an advertisement takes the pools that it names or selects, or all", () => {
    const pools = [ipPool("a", "10.0.0.0/24"), ipPool("b", "10.0.1.0/24")];
    const taken = (spec: object) =>
      parseObjects(
        { ...NO_OBJECTS, ipaddresspools: pools, l2advertisements: [made("L2Advertisement", "l2", spec)] },
        versionNamed("0.13.9"),
      )
        .pools.filter(({ layer2 }) => layer2.length > 0)
        .map(({ name }) => name);
    expect(taken({})).toEqual(["a", "b"]);
    expect(taken({ ipAddressPools: ["b", "none"] })).toEqual(["b"]);
    expect(taken({ ipAddressPoolSelectors: [{ matchLabels: { a: "b" } }] })).toEqual([]);
    expect(check(pools, [made("L2Advertisement", "l2", { ipAddressPools: ["a", "a"] })])).toBe(
      'duplicate definition of ipAddressPools "a"',
    );
  });
});

test.each([
  ["metallb/controller:v0.8.2", "0.8.2"],
  ["quay.io/metallb/speaker:v0.13.10", "0.13.10"],
  ["quay.io/metallb/speaker:v0.13.10@sha256:00", "0.13.10"],
  ["localhost:5000/metallb/speaker:main", "0.15.3"],
])("%s is %s", (image, version) => {
  expect(versionOf({ image }).text).toBe(version);
});
