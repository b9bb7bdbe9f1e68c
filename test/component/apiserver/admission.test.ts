import { describe, expect, test } from "bun:test";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { admissionWorld, podOf } from "./admission-world.ts";

const NODE = { name: "system:node:w1", groups: ["system:nodes", "system:authenticated"] };

function classOf(name: string, creationTimestamp: string): KubeObject {
  const annotations = { "ingressclass.kubernetes.io/is-default-class": "true" };
  return { apiVersion: "networking.k8s.io/v1", kind: "IngressClass", metadata: { name, annotations, creationTimestamp } };
}

const INGRESS = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "i", namespace: "default" },
  spec: { defaultBackend: { service: { name: "s", port: { number: 80 } } } },
};

describe("DefaultIngressClass", () => {
  test("fills the class in; two defaults are refused, and from 1.26 on the younger wins", () => {
    const { put, create } = admissionWorld();
    put("ingressclasses.networking.k8s.io", classOf("old", "2026-01-01T00:00:00Z"));
    expect(create("ingresses", INGRESS).object["spec"]).toMatchObject({ ingressClassName: "old" });
    put("ingressclasses.networking.k8s.io", classOf("young", "2026-02-01T00:00:00Z"));
    expect(create("ingresses", { ...INGRESS, metadata: { name: "j", namespace: "default" } }).error).toBe(
      'ingresses.networking.k8s.io "j" is forbidden: Internal error occurred: 2 default IngressClasses were found, only 1 allowed',
    );
    const newer = admissionWorld("v1.26.0");
    for (const one of [classOf("old", "2026-01-01T00:00:00Z"), classOf("young", "2026-02-01T00:00:00Z")])
      newer.put("ingressclasses.networking.k8s.io", one);
    expect(newer.create("ingresses", INGRESS).object["spec"]).toMatchObject({ ingressClassName: "young" });
  });

  test("leaves the old annotation alone", () => {
    const { put, create } = admissionWorld();
    put("ingressclasses.networking.k8s.io", classOf("old", "2026-01-01T00:00:00Z"));
    const metadata = { name: "i", namespace: "default", annotations: { "kubernetes.io/ingress.class": "x" } };
    expect(create("ingresses", { ...INGRESS, metadata }).object["spec"]).not.toHaveProperty("ingressClassName");
  });
});

describe("RuntimeClass", () => {
  const sandboxed = {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    metadata: { name: "gvisor" },
    handler: "runsc",
    overhead: { podFixed: { memory: "1Gi" } },
    scheduling: { nodeSelector: { sandbox: "yes" }, tolerations: [{ key: "sandbox", operator: "Exists" }] },
  };

  test("has to be there", () => {
    expect(admissionWorld().create("pods", podOf("p", { runtimeClassName: "gvisor" })).error).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    );
  });

  test("gives overhead and place", () => {
    const { put, create } = admissionWorld();
    put("runtimeclasses.node.k8s.io", sandboxed);
    const { object, error } = create("pods", podOf("p", { runtimeClassName: "gvisor", nodeSelector: { disk: "ssd" } }));
    expect(error).toBe("");
    expect(object["spec"]).toMatchObject({ overhead: { memory: "1Gi" }, nodeSelector: { disk: "ssd", sandbox: "yes" } });
    expect((object["spec"] as { tolerations: object[] }).tolerations).toContainEqual({ key: "sandbox", operator: "Exists" });
    expect(create("pods", podOf("q", { runtimeClassName: "gvisor", overhead: { memory: "1024Mi" } })).error).toBe("");
    expect(create("pods", podOf("r", { runtimeClassName: "gvisor", overhead: { memory: "2Gi" } })).error).toBe(
      "pods \"r\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    );
    expect(create("pods", podOf("s", { runtimeClassName: "gvisor", nodeSelector: { sandbox: "no" } })).error).toBe(
      'pods "s" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no',
    );
    expect(create("pods", podOf("t", { overhead: { memory: "2Gi" } })).error).toBe(
      'pods "t" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    );
  });
});

describe("TaintNodesByCondition", () => {
  test("a node that does not say it is ready gets the taint", () => {
    const { create } = admissionWorld();
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n" } };
    expect(create("nodes", node).object["spec"]).toEqual({ taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] });
    const ready = { ...node, metadata: { name: "m" }, status: { conditions: [{ type: "Ready", status: "True" }] } };
    expect(create("nodes", ready).object["spec"]).toEqual({});
  });
});

describe("NodeRestriction", () => {
  function nodeWorld() {
    const world = admissionWorld();
    world.put("nodes", { apiVersion: "v1", kind: "Node", metadata: { name: "w1", uid: "u1" }, spec: {} });
    return world;
  }
  const mirror = { annotations: { "kubernetes.io/config.mirror": "x" } };
  const owner = { apiVersion: "v1", kind: "Node", name: "w1", uid: "u1", controller: true };

  test("a kubelet makes mirror pods of its own node alone", () => {
    const { create } = nodeWorld();
    const attempt = (spec: object, metadata: object) => create("pods", podOf("p", spec, metadata), { user: NODE }).error;
    const refused = (why: string) => `pods "p" is forbidden: ${why}`;
    expect(attempt({}, {})).toBe(
      refused('pod does not have "kubernetes.io/config.mirror" annotation, node "w1" can only create mirror pods'),
    );
    expect(attempt({ nodeName: "w2" }, mirror)).toBe(refused('node "w1" can only create pods with spec.nodeName set to itself'));
    expect(attempt({ nodeName: "w1" }, mirror)).toBe(refused('node "w1" can only create pods with an owner reference set to itself'));
    const owned = { ...mirror, ownerReferences: [owner] };
    expect(attempt({ nodeName: "w1" }, { ...mirror, ownerReferences: [{ ...owner, uid: "u2" }] })).toBe(
      refused("node w1 UID mismatch: expected u2 got u1"),
    );
    expect(attempt({ nodeName: "w1", volumes: [{ name: "v", configMap: { name: "m" } }] }, owned)).toBe(
      refused('node "w1" can not create pods that reference configmaps'),
    );
    expect(attempt({ nodeName: "w1" }, owned)).toBe("");
  });

  test("a kubelet changes neither its taints nor labels that are not its own", () => {
    const { send } = nodeWorld();
    const patch = (body: object, name = "w1") =>
      send({ verb: "patch", patchType: "merge", resource: "nodes", name, body, user: NODE }).error;
    expect(patch({ spec: { taints: [{ key: "a", effect: "NoSchedule" }] } })).toBe(
      'nodes "w1" is forbidden: node "w1" is not allowed to modify taints',
    );
    expect(patch({ metadata: { labels: { "node-role.kubernetes.io/master": "", own: "x" } } })).toBe(
      'nodes "w1" is forbidden: is not allowed to modify labels: node-role.kubernetes.io/master',
    );
    expect(patch({ metadata: { labels: { "topology.kubernetes.io/zone": "a", own: "x" } } })).toBe("");
  });
});

describe("PersistentVolumeClaimResize", () => {
  const claim = (phase: string): KubeObject => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "c", namespace: "default" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "slow",
      volumeMode: "Filesystem",
      volumeName: "v",
      resources: { requests: { storage: "1Gi" } },
    },
    status: { phase },
  });
  const grow = (phase: string) => {
    const { put, send } = admissionWorld();
    put("persistentvolumeclaims", claim(phase));
    const body = { spec: { resources: { requests: { storage: "2Gi" } } } };
    return send({ verb: "patch", patchType: "merge", resource: "persistentvolumeclaims", namespace: "default", name: "c", body }).error;
  };

  test("only bound claims of an expandable class grow", () => {
    expect(grow("Bound")).toContain(
      "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
    );
  });
});
