import { kindTerms } from "../../../../src/kinds/index-terms.ts";
import { describe, expect, test } from "bun:test";
import { endpoints } from "../../../../src/kinds/core/endpoints/index.ts";
import { event } from "../../../../src/kinds/core/event/index.ts";
import { limitRange } from "../../../../src/kinds/core/limitrange/index.ts";
import { namespace } from "../../../../src/kinds/core/namespace/index.ts";
import { node } from "../../../../src/kinds/core/node/index.ts";
import { persistentVolumeClaim } from "../../../../src/kinds/core/persistentvolumeclaim/index.ts";
import { resourceQuota } from "../../../../src/kinds/core/resourcequota/index.ts";
import { secret } from "../../../../src/kinds/core/secret/index.ts";
import { createCatalog } from "../../../../src/kinds/index.ts";
import type { KindDefinition } from "../../../../src/machinery/kind.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

function make(kind: KindDefinition, name: string, parts: object = {}): KubeObject {
  return { apiVersion: "v1", kind: kind.kind, metadata: { name }, ...parts };
}

test("every kind stands once in the catalog, under its own names", () => {
  const catalog = createCatalog();
  const names = catalog.names().map(({ plural, group }) => `${plural}.${group}`);
  expect(new Set(names).size).toBe(names.length);
  expect(catalog.names()).toMatchObject(catalog.all().map(({ group, kind, plural, namespaced }) => ({ group, kind, plural, namespaced })));
});

describe("endpoints", () => {
  const cell = (subsets: unknown) => endpoints.row(make(endpoints, "e", { subsets }), requestContext())[1];
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => ({ ip: `10.0.0.${index + 1}` }));

  test("three are shown, the others counted", () => {
    expect(cell(undefined)).toBe("<none>");
    expect(cell([{ addresses: addresses(2), ports: [{ port: 80 }] }])).toBe("10.0.0.1:80,10.0.0.2:80");
    expect(cell([{ addresses: addresses(3), ports: [{ port: 80 }, { port: 443 }] }])).toBe(
      "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 3 more...",
    );
    expect(cell([{ addresses: addresses(1) }])).toBe("10.0.0.1");
    expect(cell([{ notReadyAddresses: addresses(1), ports: [{ port: 80 }] }])).toBe("");
  });

  test("special addresses are refused", () => {
    expect(create(endpoints, make(endpoints, "e", { subsets: [{ addresses: [{ ip: "127.0.0.1" }] }, {}] })).errors).toEqual([
      'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8)',
      "subsets[1]: Required value: must specify `addresses` or `notReadyAddresses`",
    ]);
  });
});

test("namespaces start Active, held by a finalizer, and named by a label from 1.21", () => {
  const made = (version: string) => create(namespace, make(namespace, "x"), requestContext(version)).stored;
  expect(made("v1.20.2")).toMatchObject({ spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } });
  expect(made("v1.20.2").metadata.labels).toBeUndefined();
  expect(made("v1.23.7").metadata.labels).toEqual({ "kubernetes.io/metadata.name": "x" });
});

describe("secrets", () => {
  test("plain text becomes data", () => {
    const { stored } = create(secret, make(secret, "s", { stringData: { a: "é" } }));
    expect(stored).toMatchObject({ type: "Opaque", data: { a: "w6k=" } });
    expect(stored.stringData).toBeUndefined();
  });

  test("types demand their keys and stay", () => {
    expect(create(secret, make(secret, "t", { type: "kubernetes.io/tls", data: { "tls.crt": "" } })).errors).toEqual([
      "data[tls.key]: Required value",
    ]);
    const old = create(secret, make(secret, "s")).stored;
    expect(
      update(secret, old, (draft) => {
        draft.type = "x";
      }).errors,
    ).toEqual(['type: Invalid value: "x": field is immutable']);
  });
});

describe("nodes", () => {
  const condition = (status: string) => ({ status: { conditions: [{ type: "Ready", status }] } });
  const status = (parts: object) => node.row(make(node, "n", { spec: {}, ...parts }), requestContext())[1];

  test("STATUS and ROLES", () => {
    expect(status(condition("True"))).toBe("Ready");
    expect(status(condition("Unknown"))).toBe("NotReady");
    expect(status({})).toBe("Unknown");
    expect(status({ ...condition("True"), spec: { unschedulable: true } })).toBe("Ready,SchedulingDisabled");
    const labels = { "node-role.kubernetes.io/master": "", "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "x" };
    expect(node.row({ ...make(node, "n", { spec: {} }), metadata: { name: "n", labels } }, requestContext())[2]).toBe(
      "control-plane,master,x",
    );
  });

  test("a taint only once", () => {
    const taint = { key: "a", value: "b", effect: "NoSchedule" };
    expect(create(node, make(node, "n", { spec: { taints: [taint, taint] } })).errors).toEqual([
      'metadata.taints[1]: Duplicate value: core.Taint{Key:"a", Value:"b", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
    ]);
  });
});

test("events tell ages, counts and who", () => {
  const object = make(event, "p.1", {
    involvedObject: { kind: "Pod", name: "p", uid: "u" },
    type: "Warning",
    reason: "BackOff",
    message: "Back-off restarting failed container\n",
    source: { component: "kubelet", host: "w1-k8s" },
    firstTimestamp: "2026-11-21T11:50:00Z",
    lastTimestamp: "2026-11-21T11:59:50Z",
    count: 4,
  });
  expect(event.row(object, requestContext())).toEqual([
    "10s",
    "Warning",
    "BackOff",
    "pod/p",
    "",
    "kubelet, w1-k8s",
    "Back-off restarting failed container",
    "10m",
    4,
    "p.1",
  ]);
  expect(kindTerms("events", object)).toEqual(["involved:default/p/u"]);
});

test("limits of containers default to the maximum, requests to the limits", () => {
  const { stored } = create(
    limitRange,
    make(limitRange, "l", { spec: { limits: [{ type: "Container", max: { cpu: "2" }, min: { memory: "64Mi" } }] } }),
  );
  expect((stored.spec as { limits: unknown[] }).limits[0]).toMatchObject({
    default: { cpu: "2" },
    defaultRequest: { cpu: "2", memory: "64Mi" },
  });
});

test("quotas list requests and limits apart", () => {
  const object = make(resourceQuota, "q", {
    status: { hard: { pods: "50", "limits.cpu": "2", "requests.cpu": "20" }, used: { pods: "4" } },
  });
  expect(resourceQuota.row(object, requestContext()).slice(2)).toEqual(["pods: 4/50, requests.cpu: 0/20", "limits.cpu: 0/2"]);
});

test("claims need modes and a size, and stay", () => {
  expect(create(persistentVolumeClaim, make(persistentVolumeClaim, "c", { spec: { accessModes: ["ReadSometimes"] } })).errors).toEqual([
    'spec.accessModes: Unsupported value: "ReadSometimes": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce"',
    "spec.resources[storage]: Required value",
  ]);
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  const old = create(persistentVolumeClaim, make(persistentVolumeClaim, "c", { spec })).stored;
  const [error] = update(persistentVolumeClaim, old, (draft) => {
    (draft.spec as typeof spec).accessModes = ["ReadWriteMany"];
  }).errors;
  expect(error).toStartWith("spec: Forbidden: spec is immutable after creation except resources.requests for bound claims");
});
