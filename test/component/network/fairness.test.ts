import { describe, expect, test } from "bun:test";
import type { ServiceSpec } from "../../../src/kinds/core/service/types.ts";
import type { Place } from "../../../src/network/types.ts";
import { ADDRESSES, createLab, node, PC } from "./lab.ts";

/** Chi-square's 99 % bound by degrees of freedom. */
const BOUND: Readonly<Record<number, number>> = { 1: 6.635, 2: 9.21, 6: 16.812 };
const REQUESTS = 30_000;

const NODES = ["w1", "w2", "w3"] as const;
const pods = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, NODES[index % 3] ?? "w1"]));

/** Who answers how often. */
function counts(lab: ReturnType<typeof createLab>, address: string, port: number, from: Place): Map<string, number> {
  const seen = new Map<string, number>();
  for (let turn = 0; turn < REQUESTS; turn++) {
    const connection = lab.network.connect(from, address, port);
    const who = connection.kind === "open" ? (connection.pod.metadata.name ?? "") : connection.kind;
    seen.set(who, (seen.get(who) ?? 0) + 1);
  }
  return seen;
}

function chiSquare(seen: ReadonlyMap<string, number>, size: number): number {
  const expected = REQUESTS / size;
  return [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const cases: readonly [
  what: string,
  service: Partial<ServiceSpec>,
  address: string,
  port: number,
  from: Place,
  share: (count: number) => number,
][] = [
  ["node port", {}, ADDRESSES.m, 30000, PC, (count) => count],
  ["cluster IP from a node", {}, "10.96.0.77", 80, node("w2"), (count) => count],
  // MetalLB's single entry node spreads over all
  ["load balancer, one entry node", { type: "LoadBalancer" }, "192.168.1.11", 80, PC, (count) => count],
  // and over its own alone: w1 has the pods 0, 3, 6
  [
    "load balancer, policy Local",
    { type: "LoadBalancer", externalTrafficPolicy: "Local" },
    "192.168.1.11",
    80,
    PC,
    (count) => Math.ceil(count / 3),
  ],
  ["node port, policy Local", { externalTrafficPolicy: "Local" }, ADDRESSES.w1, 30000, PC, (count) => Math.ceil(count / 3)],
];

describe.each([3, 7])("30,000 connections on %i pods are spread evenly", (count) => {
  test.each(cases)("%s", (_what, service, address, port, from, share) => {
    const lab = createLab({ pods: pods(count), service, announcer: () => "w1-k8s" });
    lab.publish("192.168.1.11");
    const seen = counts(lab, address, port, from);
    const size = share(count);
    expect(seen.size).toBe(size);
    if (size > 1) expect(chiSquare(seen, size)).toBeLessThan(BOUND[size - 1] ?? 0);
  });

  test("IPVS takes turns: every pod as often as the others", () => {
    const lab = createLab({ pods: pods(count), settings: { proxyMode: "ipvs" } });
    const seen = [...counts(lab, ADDRESSES.m, 30000, PC).values()];
    expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(1);
  });
});

test("choices are independent: the same pod again as often as chance has it", () => {
  const lab = createLab({ pods: pods(3) });
  const who = Array.from({ length: REQUESTS }, () => {
    const connection = lab.network.connect(PC, ADDRESSES.w1, 30000);
    return connection.kind === "open" ? connection.pod.metadata.name : "";
  });
  const repeats = who.filter((name, index) => index > 0 && name === who[index - 1]).length;
  const expected = (REQUESTS - 1) / 3;
  expect((repeats - expected) ** 2 / (expected * (2 / 3))).toBeLessThan(BOUND[1] ?? 0);
});

test("session affinity sends everything of one client to one pod of each node", () => {
  const lab = createLab({ pods: pods(7), service: { sessionAffinity: "ClientIP" } });
  expect(counts(lab, ADDRESSES.w2, 30000, PC).size).toBe(1);
});
