import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { assert } from "../../../../src/base/assert.ts";
import { deepFreeze } from "../../../../src/base/deep.ts";
import { objectType } from "../../../../src/machinery/managed-fields/merge-type.ts";
import { createTransitions, type Transitions } from "../../../../src/machinery/managed-fields/transitions.ts";
import { updateManagedFields } from "../../../../src/machinery/managed-fields/update.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../../../src/machinery/object.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const definition = loadSchema(20).kindDefinition("", "v1", "Pod");
assert(definition, "no Pod");
const type = objectType(loadSchema(20), definition);

/** Optional members, so that fields come and go. */
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const condition = fc.record({
  type: fc.constantFrom("Ready", "PodScheduled", "Initialized"),
  status: fc.constantFrom("True", "False"),
  lastProbeTime: fc.constant(null),
  reason: some(fc.constantFrom("A", "B")),
});
const address = fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.3", "fd00::1");
const status = fc.record({
  phase: some(fc.constantFrom("Pending", "Running")),
  podIP: some(address),
  // Sometimes twice the same, which no set can tell apart.
  podIPs: some(fc.array(fc.record({ ip: address }), { maxLength: 2 })),
  conditions: some(fc.array(condition, { maxLength: 3 })),
  containerStatuses: some(fc.array(fc.record({ name: fc.constantFrom("a", "b"), ready: fc.boolean() }), { maxLength: 2 })),
});
const write = fc.record({
  status,
  manager: fc.constantFrom("kubelet", "kube-scheduler"),
  time: fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"),
  bumpsTimeAlways: fc.constant(false),
  areListsFrozen: fc.boolean(),
});

type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

function without(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The status with its lists frozen, each in memory once, as components hand in what pods have in common. */
function withLastingLists(value: unknown, shared: Map<string, object>): unknown {
  const lists = Object.entries(without(value) as Record<string, unknown>).map(([key, member]) => {
    if (!Array.isArray(member)) return [key, member];
    const text = `${key} ${JSON.stringify(member)}`;
    if (!shared.has(text)) shared.set(text, deepFreeze(member));
    return [key, shared.get(text)];
  });
  return Object.fromEntries(lists);
}

/** The entries after each of a pod's writes, with sets frozen and shared by their text as the store shares them. */
function play(name: string, writes: readonly Write[], shared: Map<string, object>, transitions?: Transitions) {
  let live: KubeObject = deepFreeze({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec: {} });
  const seen: string[] = [];
  for (const { status: after, manager, time, bumpsTimeAlways, areListsFrozen } of writes) {
    const isFirst = seen.length === 0;
    const next = {
      ...live,
      metadata: { ...live.metadata },
      status: areListsFrozen ? withLastingLists(after, shared) : without(after),
    } as KubeObject;
    const entries = updateManagedFields({
      live: isFirst ? undefined : live,
      next,
      manager,
      apiVersion: "v1",
      time,
      type,
      bumpsTimeAlways,
      ...(transitions ? { transitions } : {}),
    });
    seen.push(JSON.stringify(entries) ?? "");
    const managedFields = entries?.map((entry): ManagedFieldsEntry => {
      const text = JSON.stringify(entry.fieldsV1);
      // Sets with an address are one pod's own, and not frozen.
      if (text.includes('"ip')) return entry;
      if (!shared.has(text)) shared.set(text, deepFreeze(entry.fieldsV1 ?? {}));
      return { ...entry, fieldsV1: shared.get(text) as NonNullable<ManagedFieldsEntry["fieldsV1"]> };
    });
    const { managedFields: _before, ...metadata } = next.metadata;
    live = { ...next, metadata: { ...metadata, ...(managedFields ? { managedFields } : {}) } };
  }
  return seen;
}

describe("remembered transitions", () => {
  test("give what working them out anew gives, whoever went through them before", () => {
    const transitions = createTransitions();
    const shared = new Map<string, object>();
    fc.assert(
      fc.property(fc.array(write, { minLength: 1, maxLength: 6 }), (writes) => {
        const anew = play("x", writes, new Map());
        expect(play("x", writes, shared, transitions)).toEqual(anew);
        expect(play("y", writes, shared, transitions)).toEqual(anew);
      }),
      { numRuns: 500 },
    );
  });

  test("keep the sets that pods share, and put each pod's own address into its own", () => {
    const transitions = createTransitions();
    const shared = new Map<string, object>();
    const steps = (ip: string) =>
      [{ phase: "Pending" }, { phase: "Pending", conditions: [] }, { phase: "Running", podIP: ip, podIPs: [{ ip }] }].map((one) => ({
        status: one,
        manager: "kubelet",
        time: "2026-01-01T00:00:00Z",
        bumpsTimeAlways: false,
      })) as unknown as Write[];
    const [first, second] = ["10.0.0.1", "10.0.0.2"].map((ip) => play("x", steps(ip), shared, transitions).at(-1) ?? "");
    expect(first).toContain(String.raw`k:{\"ip\":\"10.0.0.1\"}`);
    expect(second).toBe(first?.replaceAll("10.0.0.1", "10.0.0.2") ?? "");
  });
});
