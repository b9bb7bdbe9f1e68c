import { expect, test } from "bun:test";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import { deepFreeze } from "../../../../src/base/deep.ts";
import { createLister } from "../../../../src/client/lister.ts";
import { createAttempt, findNode } from "../../../../src/components/scheduler/find-node.ts";
import { createScheduler } from "../../../../src/components/scheduler/index.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { ComponentContext } from "../../../../src/machinery/component.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { parseRelease } from "../../../../src/release/release.ts";

const SPEC = deepFreeze({ containers: [{ name: "c", image: "nginx", resources: { requests: { cpu: "500m" } } }] });
const LABELS = deepFreeze({ app: "web" });

function node(name: string, change: { spec?: object; labels?: object; cpu?: string; images?: object[] } = {}): KubeObject {
  const { spec = {}, labels = {}, cpu = "4", images = [] } = change;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, uid: name, creationTimestamp: "2026-01-01T00:00:00Z", labels: { "kubernetes.io/hostname": name, ...labels } },
    spec,
    status: { allocatable: { cpu, memory: "8Gi", pods: "110" }, images },
  };
}

function pod(name: string, change: { nodeName?: string; affinity?: object; phase?: string } = {}): KubeObject {
  const { nodeName, affinity, phase = "Pending" } = change;
  const spec = nodeName || affinity ? { ...SPEC, ...(nodeName ? { nodeName } : {}), ...(affinity ? { affinity } : {}) } : SPEC;
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", uid: name, labels: LABELS }, spec, status: { phase } };
}

const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: "web" } }, topologyKey: "kubernetes.io/hostname" },
    ],
  },
};
const service: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default" },
  spec: { selector: { app: "web" } },
};

/** What may change between two pods of one template. */
const CHANGES: readonly (readonly [resource: string, object: KubeObject, isGone?: true])[] = [
  ["services", service],
  ["nodes", node("w1", { images: [{ names: ["nginx:latest"], sizeBytes: 500_000_000 }] })],
  ["nodes", node("w2", { labels: { "topology.kubernetes.io/zone": "a" } })],
  ["nodes", node("w3", { spec: { unschedulable: true } })],
  ["nodes", node("w4")],
  ["nodes", node("w2", { spec: { taints: [{ key: "soft", effect: "PreferNoSchedule" }] } })],
  ["pods", pod("big", { nodeName: "w4" })],
  ["pods", pod("big", { nodeName: "w4", phase: "Succeeded" })],
  ["pods", pod("loner", { nodeName: "w1", affinity: apart })],
  ["pods", pod("loner", { nodeName: "w1", affinity: apart }), true],
  ["nodes", node("w1", { spec: { taints: [{ key: "hard", effect: "NoSchedule" }] } })],
  ["nodes", node("w2"), true],
  ["services", service, true],
  ["nodes", node("w4", { cpu: "1" })],
];

test.each(["v1.18.4", "v1.20.2", "v1.25.3"])("%s: what is remembered of nodes never outlives them", (version) => {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore({
    indexTerms: (resource, { spec }) => (resource === "pods" ? [`node:${(spec as { nodeName?: string }).nodeName ?? ""}`] : []),
  });
  // The last of equals, whoever asks.
  const sim = {
    draw: (_: string, draw: (random: object) => string) => draw({ int: () => 0 }),
    pinned: () => undefined,
    now: () => 0,
    pending: () => undefined,
  };
  const contextOf = (): ComponentContext => ({ lister: createLister(store), sim, release }) as unknown as ComponentContext;
  const context = contextOf();
  store.onChange((change) => {
    for (const { resource, keys } of createScheduler().watches) if (resource === change.resource) keys(change, context);
  });
  // All go to the big one until a service spreads them.
  for (const name of ["w1", "w2", "w3"]) store.put("nodes", node(name, name === "w1" ? { cpu: "64" } : {}));

  let count = 0;
  function place(): void {
    const next = store.put("pods", { ...pod(`web-${count++}`), spec: SPEC }) as Pod;
    const remembered = findNode(createAttempt({ ...next, spec: SPEC } as Pod, context));
    const anew = findNode(createAttempt(next, contextOf()));
    const seen = (outcome: typeof anew) =>
      "node" in outcome ? outcome.node.name : outcome.refusals.map(({ node: { name }, reasons }) => [name, ...reasons]);
    expect(seen(remembered)).toEqual(seen(anew));
    if ("node" in anew) store.put("pods", { ...next, spec: { ...SPEC, nodeName: anew.node.name } });
  }

  for (let again = 0; again < 3; again++) place();
  for (const [resource, object, isGone] of CHANGES) {
    if (isGone) store.delete(resource, object.metadata.namespace ?? "", object.metadata.name ?? "");
    else store.put(resource, object);
    for (let again = 0; again < 2; again++) place();
  }
});
