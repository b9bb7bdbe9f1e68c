import { expect, test } from "bun:test";
import type { Node } from "../../../src/kinds/core/node/types.ts";
import { bridgeAddress, joiningOrder, weaveRanges, type OwnedRange } from "../../../src/network/weave-ranges.ts";

const CIDR = "10.32.0.0/12";

test("the first node has the whole network, each later one the upper half of the largest range", () => {
  const ranges = weaveRanges(CIDR, [], ["a", "b", "c", "d"]);
  expect(ranges.map(([, , node]) => [node, bridgeAddress(CIDR, ranges, node)])).toEqual([
    ["a", "10.32.0.1"],
    ["b", "10.40.0.0"],
    ["c", "10.44.0.0"],
    ["d", "10.36.0.0"],
  ]);
  expect(new Set(ranges.map(([, size]) => size))).toEqual(new Set([2 ** 18]));
});

test("ranges are kept: a node that comes later moves nobody", () => {
  const two = weaveRanges(CIDR, [], ["a", "b"]);
  const three = weaveRanges(CIDR, two, ["b", "c"]);
  expect(three.map(([base, , node]): [number, string] => [base, node]).slice(0, 2)).toEqual(two.map(([base, , node]) => [base, node]));
  expect(bridgeAddress(CIDR, three, "c")).toBe("10.44.0.0");
  expect(two.find(([, , node]: OwnedRange) => node === "b")?.[1]).toBe(2 ** 19);
  expect(bridgeAddress(CIDR, two, "c")).toBeUndefined();
});

test("nodes ask in the order in which they joined, then by name", () => {
  const node = (name: string, creationTimestamp: string): Node =>
    ({ apiVersion: "v1", kind: "Node", metadata: { name, creationTimestamp }, spec: {} }) as Node;
  const nodes = [node("a", "2026-01-01T00:02:00Z"), node("z", "2026-01-01T00:00:00Z"), node("b", "2026-01-01T00:00:00Z")];
  expect(joiningOrder(nodes)).toEqual(["b", "z", "a"]);
});
