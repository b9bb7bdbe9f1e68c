import { describe, expect, test } from "bun:test";
import { sortPorts } from "../../../../src/components/endpoints/hash-order.ts";
import { endpointSubsets } from "../../../../src/components/endpoints/subsets.ts";
import { lastChangeTriggerTime } from "../../../../src/components/endpoints/trigger-time.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import type { Service, ServiceSpec } from "../../../../src/kinds/core/service/types.ts";

function service(spec: Partial<ServiceSpec>): Service {
  return { apiVersion: "v1", kind: "Service", metadata: { name: "svc", namespace: "default" }, spec: { clusterIP: "10.96.0.1", ...spec } };
}

interface Traits {
  ready?: boolean;
  since?: string;
  spec?: Partial<Pod["spec"]>;
  deleted?: boolean;
  phase?: "Failed" | "Running" | "Succeeded";
}

function pod(
  name: string,
  ip: string,
  { ready = true, since = "2026-11-20T10:00:00Z", spec = {}, deleted = false, phase = "Running" }: Traits = {},
): Pod {
  const metadata = {
    name,
    namespace: "default",
    uid: `uid-${name}`,
    resourceVersion: "7",
    ...(deleted ? { deletionTimestamp: since } : {}),
  };
  const conditions = [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: since }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { nodeName: "w1-k8s", containers: [], ...spec },
    status: { phase, conditions, ...(ip ? { podIP: ip } : {}) },
  };
}

const http = { port: 80, targetPort: 8080, protocol: "TCP" } as const;

describe("subsets", () => {
  test("addresses by text, ready and not, with what they are", () => {
    const pods = [
      pod("b", "10.0.0.9"),
      pod("a", "10.0.0.10"),
      pod("c", "10.0.0.2", { ready: false }),
      pod("no-ip", ""),
      pod("gone", "10.0.0.3", { deleted: true }),
    ];
    const target = (name: string) => ({ kind: "Pod", namespace: "default", name, uid: `uid-${name}`, resourceVersion: "7" });
    expect(endpointSubsets(service({ ports: [http] }), pods, true)).toEqual([
      {
        addresses: [
          { ip: "10.0.0.10", nodeName: "w1-k8s", targetRef: target("a") },
          { ip: "10.0.0.9", nodeName: "w1-k8s", targetRef: target("b") },
        ],
        notReadyAddresses: [{ ip: "10.0.0.2", nodeName: "w1-k8s", targetRef: target("c") }],
        ports: [{ port: 8080, protocol: "TCP" }],
      },
    ]);
    expect(
      endpointSubsets(service({ ports: [http] }), [pod("a", "10.0.0.10")], false)[0]?.addresses?.[0]?.targetRef?.resourceVersion,
    ).toBeUndefined();
  });
  test("publishNotReadyAddresses takes everything with an address", () => {
    const pods = [pod("a", "10.0.0.1", { ready: false }), pod("b", "10.0.0.2", { deleted: true })];
    const [subset] = endpointSubsets(service({ ports: [http], publishNotReadyAddresses: true }), pods, true);
    expect(subset?.addresses?.map(({ ip }) => ip)).toEqual(["10.0.0.1", "10.0.0.2"]);
  });
  test("what has ended for good is no endpoint", () => {
    const ended = { ready: false, phase: "Succeeded" } as const;
    expect(
      endpointSubsets(service({ ports: [http] }), [pod("a", "10.0.0.1", { ...ended, spec: { restartPolicy: "Never" } })], true),
    ).toEqual([]);
    expect(
      endpointSubsets(service({ ports: [http] }), [pod("a", "10.0.0.1", { ...ended, spec: { restartPolicy: "Always" } })], true),
    ).toHaveLength(1);
  });
  test("named ports: pods that offer others stand in a subset of their own", () => {
    const offering = (name: string, port: number) => ({ spec: { containers: [{ name: "c", ports: [{ name, containerPort: port }] }] } });
    const named = service({ ports: [{ name: "web", port: 80, targetPort: "http", protocol: "TCP" }] });
    const pods = [
      pod("a", "10.0.0.1", offering("http", 8080)),
      pod("b", "10.0.0.2", offering("http", 9090)),
      pod("c", "10.0.0.3", offering("other", 1)),
    ];
    const subsets = endpointSubsets(named, pods, true);
    expect(subsets.map(({ addresses, ports }) => `${addresses?.[0]?.ip ?? ""}:${ports?.[0]?.port ?? 0}`).sort()).toEqual([
      "10.0.0.1:8080",
      "10.0.0.2:9090",
    ]);
  });
  test("a headless service needs no ports and names its pods", () => {
    const headless = service({ clusterIP: "None" });
    const named = pod("a", "10.0.0.1", { spec: { hostname: "web-0", subdomain: "svc" } });
    expect(endpointSubsets(headless, [named], true)).toMatchObject([{ addresses: [{ ip: "10.0.0.1", hostname: "web-0" }] }]);
    expect(endpointSubsets(service({}), [named], true)).toEqual([]);
  });
});

test("ports stand in the order of their hashes, as in kube-dns", () => {
  const dns = { name: "dns", port: 53, protocol: "UDP" } as const;
  const dnsTcp = { name: "dns-tcp", port: 53, protocol: "TCP" } as const;
  const metrics = { name: "metrics", port: 9153, protocol: "TCP" } as const;
  expect(sortPorts([metrics, dns, dnsTcp]).map(({ name }) => name)).toEqual(["dns-tcp", "dns", "metrics"]);
});

test("the trigger time is that of the pods that came or changed sides", () => {
  const web = service({ ports: [http] });
  const [a, b] = [pod("a", "10.0.0.1"), pod("b", "10.0.0.2", { since: "2026-11-20T11:00:00Z" })];
  const [one, both] = [endpointSubsets(web, [a], true), endpointSubsets(web, [a, b], true)];
  expect(lastChangeTriggerTime(one, both, [a, b])).toBe("2026-11-20T11:00:00Z");
  expect(lastChangeTriggerTime(both, one, [a])).toBeUndefined();
});
