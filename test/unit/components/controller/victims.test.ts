import { describe, expect, test } from "bun:test";
import { chooseVictims, compareVictims, crowding } from "../../../../src/components/controller/victims.ts";
import type { VictimRules } from "../../../../src/components/controller/victims.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const OLD: VictimRules = { deletionCost: false, logarithmicAges: false, now: NOW };
const NEW: VictimRules = { deletionCost: true, logarithmicAges: true, now: NOW };

interface Traits {
  node?: string;
  phase?: "Pending" | "Running" | "Unknown";
  readySince?: string;
  created?: string;
  restarts?: number;
  cost?: string;
}

function pod(
  name: string,
  { node = "n1", phase = "Running", readySince, created = "2026-11-20T10:00:00Z", restarts = 0, cost }: Traits = {},
): Pod {
  const annotations = cost === undefined ? {} : { "controller.kubernetes.io/pod-deletion-cost": cost };
  const conditions = readySince === undefined ? [] : [{ type: "Ready", status: "True", lastTransitionTime: readySince }];
  const containerStatuses = [{ name: "c", ready: true, restartCount: restarts, image: "", imageID: "" }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, uid: name, creationTimestamp: created, annotations },
    spec: { containers: [], ...(node ? { nodeName: node } : {}) },
    status: { phase, conditions, containerStatuses },
  };
}

function order(pods: Pod[], rules: VictimRules, related: Pod[] = []): string[] {
  const crowds = crowding(related);
  return [...pods].sort((a, b) => compareVictims(a, b, crowds, rules)).map(({ metadata }) => metadata.name ?? "");
}

describe("who goes first", () => {
  test("unassigned, pending, unknown, not ready", () => {
    const since = "2026-11-20T10:00:05Z";
    const pods = [
      pod("ready", { readySince: since }),
      pod("unready"),
      pod("unknown", { phase: "Unknown" }),
      pod("pending", { phase: "Pending" }),
      pod("nowhere", { node: "", phase: "Pending" }),
    ];
    expect(order(pods, OLD)).toEqual(["nowhere", "pending", "unknown", "unready", "ready"]);
  });
  test("crowded nodes, then short readiness, restarts, youth", () => {
    const since = "2026-11-20T10:00:05Z";
    const [alone, crowded] = [pod("alone", { node: "n2", readySince: since }), pod("crowded", { readySince: since })];
    expect(order([alone, crowded], OLD, [alone, crowded, pod("x")])).toEqual(["crowded", "alone"]);
    expect(order([pod("long", { readySince: since }), pod("short", { readySince: "2026-11-20T11:00:00Z" })], OLD)).toEqual([
      "short",
      "long",
    ]);
    expect(order([pod("calm"), pod("restless", { restarts: 3 })], OLD)).toEqual(["restless", "calm"]);
    expect(order([pod("old"), pod("young", { created: "2026-11-20T11:00:00Z" })], OLD)).toEqual(["young", "old"]);
  });
  test("from 1.22 a low cost comes before crowding, and like ages go by uid", () => {
    expect(order([pod("a"), pod("b", { cost: "-5" }), pod("c", { cost: "007" })], NEW)[0]).toBe("b");
    const [a, b] = [pod("a", { readySince: "2026-11-20T10:00:00Z" }), pod("b", { readySince: "2026-11-20T10:10:00Z" })];
    expect(order([b, a], NEW)).toEqual(["a", "b"]);
    expect(order([b, a], OLD)).toEqual(["b", "a"]);
  });
});

describe("choosing among equals", () => {
  const pods = ["a", "b", "c"].map((name) => pod(name));
  const compare = (a: Pod, b: Pod) => compareVictims(a, b, new Map(), OLD);
  test("asks only where the cut goes through them", () => {
    const asked: string[][] = [];
    const choose = (names: string[]) => {
      asked.push(names);
      return "c";
    };
    expect(chooseVictims([...pods, pod("pending", { phase: "Pending" })], 2, compare, choose).map(({ metadata }) => metadata.name)).toEqual(
      ["pending", "c"],
    );
    expect(asked).toEqual([["a", "b", "c"]]);
    expect(chooseVictims(pods, 3, compare, choose)).toHaveLength(3);
    expect(asked).toHaveLength(1);
  });
  test("a name that is not among them falls back to the first", () => {
    expect(chooseVictims(pods, 1, compare, () => "nobody").map(({ metadata }) => metadata.name)).toEqual(["a"]);
  });
});
