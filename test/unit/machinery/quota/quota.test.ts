import { describe, expect, test } from "bun:test";
import { addAmounts, exceededNames, growth, printAmounts, sameAmounts } from "../../../../src/machinery/quota/amounts.ts";
import { evaluatorOf, resourceOfName } from "../../../../src/machinery/quota/evaluator.ts";
import { isInScope, podUsage, unspecified } from "../../../../src/machinery/quota/pods.ts";

const pod = (...containers: Record<string, unknown>[]) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers },
});

describe("amounts", () => {
  test("add, compare and print as quantities", () => {
    expect(addAmounts({ cpu: "900m" }, { cpu: "200m", memory: "1Gi" })).toEqual({ cpu: "1100m", memory: "1Gi" });
    expect(growth({ storage: "3Gi", pods: "1" }, { storage: "1Gi", pods: "2" })).toEqual({ storage: "2Gi", pods: "0" });
    expect(exceededNames({ cpu: "1100m", pods: "1" }, { cpu: "1", pods: "1" })).toEqual(["cpu"]);
    expect(printAmounts({ pods: "2", cpu: "100m" })).toBe("cpu=100m,pods=2");
    expect(sameAmounts({ memory: "1Gi" }, { memory: "1024Mi" })).toBe(true);
    expect(sameAmounts({ memory: "1Gi" }, {})).toBe(false);
  });
});

describe("pods", () => {
  test("sum of containers or the largest init container", () => {
    const requests = (cpu: string) => ({ name: "c", resources: { requests: { cpu }, limits: { memory: "1Mi" } } });
    const usage = podUsage(
      {
        ...pod(requests("100m"), requests("50m")),
        spec: { ...pod(requests("100m"), requests("50m")).spec, initContainers: [requests("1")] },
      },
      0,
    );
    expect(usage).toMatchObject({ pods: "1", "count/pods": "1", cpu: "1", "requests.cpu": "1", "limits.memory": "2Mi" });
  });

  test("an ended pod is an object and no more", () => {
    expect(podUsage({ ...pod({ name: "c" }), status: { phase: "Succeeded" } }, 0)).toEqual({ "count/pods": "1" });
  });

  test("what containers leave unsaid", () => {
    const said = { name: "a", resources: { requests: { cpu: "1" } } };
    const missing = unspecified(pod(said, { name: "b" }), ["limits.memory", "pods", "requests.cpu"]);
    expect([...missing]).toEqual([
      ["limits.memory", ["a", "b"]],
      ["requests.cpu", ["b"]],
    ]);
  });

  test("scopes", () => {
    const best = pod({ name: "c" });
    expect(isInScope(best, { scopeName: "BestEffort", operator: "Exists" })).toBe(true);
    expect(isInScope(best, { scopeName: "NotTerminating", operator: "Exists" })).toBe(true);
    expect(isInScope(best, { scopeName: "PriorityClass", operator: "In", values: ["high"] })).toBe(false);
    const high = { ...best, spec: { ...best.spec, priorityClassName: "high" } };
    expect(isInScope(high, { scopeName: "PriorityClass", operator: "In", values: ["high"] })).toBe(true);
  });
});

test("services and claims", () => {
  const service = (spec: object) => evaluatorOf("services").usage({ apiVersion: "v1", kind: "Service", metadata: {}, spec }, 0);
  expect(service({ type: "LoadBalancer", ports: [{}, {}] })).toMatchObject({ "services.nodeports": "2", "services.loadbalancers": "1" });
  expect(service({ type: "ClusterIP", ports: [{}] })).toMatchObject({ services: "1", "services.nodeports": "0" });
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {},
    spec: { storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
  };
  expect(evaluatorOf("persistentvolumeclaims").usage(claim, 0)).toMatchObject({
    "requests.storage": "1Gi",
    "fast.storageclass.storage.k8s.io/requests.storage": "1Gi",
  });
});

test("which resource a name counts", () => {
  const names = [
    "pods",
    "limits.cpu",
    "requests.example.com/gpu",
    "services.nodeports",
    "requests.storage",
    "configmaps",
    "count/deployments.apps",
    "nonsense",
  ];
  expect(names.map(resourceOfName)).toEqual([
    "pods",
    "pods",
    "pods",
    "services",
    "persistentvolumeclaims",
    "configmaps",
    "deployments.apps",
    undefined,
  ]);
});
