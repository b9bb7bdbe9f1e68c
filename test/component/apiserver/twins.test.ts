import { describe, expect, test } from "bun:test";
import { deepClone, deepFreeze } from "../../../src/base/deep.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { admissionWorld } from "./admission-world.ts";

/** The body that a controller makes all pods of. */
const BODY = deepFreeze({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    generateName: "web-",
    namespace: "default",
    labels: { app: "web" },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "u", controller: true, blockOwnerDeletion: true }],
  },
  spec: { automountServiceAccountToken: false, containers: [{ name: "c", image: "nginx", securityContext: { privileged: true } }] },
});

type World = ReturnType<typeof admissionWorld>;
type Step = (world: World) => void;

const put =
  (resource: string, object: object): Step =>
  (world) =>
    void world.put(resource, object as KubeObject);
const remove =
  (resource: string, name: string, namespace = "default"): Step =>
  ({ store }) =>
    void store.delete(resource, namespace, name);

const limits = {
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "limits", namespace: "default" },
  spec: { limits: [{ type: "Container", default: { cpu: "1" }, defaultRequest: { cpu: "100m" } }] },
};
const quota = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "quota", namespace: "default" },
  spec: { hard: { pods: "3" } },
  status: { hard: { pods: "3" }, used: { pods: "0" } },
};
const webhook = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: "guard" },
  webhooks: [
    {
      name: "guard.example.com",
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      clientConfig: { service: { name: "guard", namespace: "default" } },
      rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
  ],
};
const strict = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "default", labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
  status: { phase: "Active" },
};
const warning = { ...strict, metadata: { name: "default", labels: { "pod-security.kubernetes.io/warn": "baseline" } } };
const urgent = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "urgent" },
  value: 7,
  globalDefault: true,
};
const later: Step = ({ sim }) => sim.advanceTo(sim.now() + 1500);

/** What may come between two pods of one body, and whether the pod after it differs from the one before. */
const BETWEEN: readonly { what: string; steps: readonly Step[] }[] = [
  { what: "nothing", steps: [] },
  { what: "time", steps: [later] },
  { what: "a limit range", steps: [put("limitranges", limits)] },
  { what: "a limit range that goes again", steps: [put("limitranges", limits), remove("limitranges", "limits")] },
  { what: "a quota", steps: [put("resourcequotas", quota)] },
  { what: "a webhook", steps: [put("validatingwebhookconfigurations.admissionregistration.k8s.io", webhook)] },
  { what: "a stricter namespace", steps: [put("namespaces", strict)] },
  { what: "a namespace that warns", steps: [put("namespaces", warning)] },
  { what: "a namespace that goes away", steps: [put("namespaces", { ...strict, status: { phase: "Terminating" } })] },
  { what: "a default priority class", steps: [put("priorityclasses.scheduling.k8s.io", urgent)] },
  { what: "a service account that is gone", steps: [remove("serviceaccounts", "default")] },
];

/** Makes five pods, two before and three after the steps, of one frozen body or each of a body of its own. */
function pods(way: "frozen" | "own", version: string, steps: readonly Step[], request: object = {}) {
  const world = admissionWorld(version);
  const said: unknown[] = [];
  const make = () => {
    const { error, warnings, object } = world.create("pods", way === "frozen" ? BODY : deepClone(BODY), request);
    said.push([error, warnings, error === "" ? JSON.stringify(object) : ""]);
  };
  for (let count = 0; count < 2; count++) make();
  for (const step of steps) step(world);
  for (let count = 0; count < 3; count++) make();
  const { store, sim } = world;
  return { said, kept: JSON.stringify([store.list("pods"), store.list("resourcequotas")]), trace: sim.traceHash(), at: store.revision() };
}

describe.each(["v1.18.4", "v1.25.3", "v1.32.0"])("%s: pods of one frozen body", (version) => {
  test.each(BETWEEN)("are those of bodies of their own, with $what between", ({ steps }) => {
    expect(pods("frozen", version, steps)).toEqual(pods("own", version, steps));
  });

  test("are dry when they are asked for dry", () => {
    const { kept } = pods("frozen", version, [], { dryRun: true });
    expect(kept).toBe("[[],[]]");
  });
});

test("each has a name and a uid of its own", () => {
  const world = admissionWorld();
  const made = [1, 2, 3].map(() => world.create("pods", BODY).object.metadata);
  expect(new Set(made.map(({ name }) => name)).size).toBe(3);
  expect(new Set(made.map(({ uid }) => uid)).size).toBe(3);
});

test("who asks decides what may be", () => {
  const world = admissionWorld();
  world.create("pods", BODY);
  const { error } = world.create("pods", BODY, { user: { name: "mallory", groups: ["system:authenticated"] } });
  expect(error).toContain('User "mallory" cannot create resource "pods"');
  expect(world.create("pods", BODY, { userAgent: "other/1" }).object.metadata.managedFields?.[0]?.manager).toBe("other");
});
