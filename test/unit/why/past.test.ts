import { expect, test } from "bun:test";
import fc from "fast-check";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { listerAt } from "../../../src/why/past.ts";

const NAMES = ["a", "b", "c"] as const;
const NODES = ["", "w1", "w2"] as const;

function pod(name: string, namespace: string, nodeName: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, uid: `${namespace}/${name}` }, spec: { nodeName } };
}

const terms = (_resource: string, { spec }: KubeObject): string[] => [`node:${(spec as { nodeName: string }).nodeName}`];

const write = fc.record({
  name: fc.constantFrom(...NAMES),
  namespace: fc.constantFrom("x", "y"),
  node: fc.constantFrom(...NODES, undefined),
});

/** Everything that a reader may ask, as one text. */
function picture({ get, list }: Pick<ReturnType<typeof createMemoryStore>, "get" | "list">): string {
  const names = (objects: readonly KubeObject[]): string[] =>
    objects.map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name} ${JSON.stringify(spec)}`);
  const queries = [
    undefined,
    { namespace: "x" },
    ...NODES.map((node) => ({ index: `node:${node}` })),
    { namespace: "y", index: "node:w1" },
  ];
  return JSON.stringify([
    queries.map((query) => names(list("pods", query))),
    NAMES.map((name) => get("pods", "x", name)?.["spec"] ?? null),
  ]);
}

test("at every revision the past reads as the present read then", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 25 }), (writes) => {
      const store = createMemoryStore({ indexTerms: terms });
      const pictures = new Map([[store.revision(), picture(store)]]);
      for (const { name, namespace, node } of writes) {
        if (node === undefined) store.delete("pods", namespace, name);
        else store.put("pods", pod(name, namespace, node));
        pictures.set(store.revision(), picture(store));
      }
      for (const [revision, seen] of pictures) {
        const lister = listerAt(store, revision);
        expect(lister && picture(lister)).toBe(seen);
      }
    }),
    { numRuns: 100, seed: 20 },
  );
});

test("a past that has been dropped is not guessed", () => {
  const store = createMemoryStore();
  for (const name of NAMES) store.put("pods", pod(name, "x", ""));
  store.compact(2);
  expect(listerAt(store, 1)).toBeUndefined();
});
