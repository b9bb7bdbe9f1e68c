import { describe, expect, test } from "bun:test";
import type { Pod } from "../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../src/machinery/object.ts";
import { denyingPolicy as denyingPolicyOf } from "../../src/network/policies.ts";
import type { NetworkWorld, Place } from "../../src/network/types.ts";

function pod(name: string, namespace: string, labels: Record<string, string>, ip: string): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels },
    spec: { nodeName: "w1", containers: [{ name: "c", ports: [{ name: "web", containerPort: 80 }] }] },
    status: { podIP: ip },
  };
}

function denyingPolicy(...flow: Parameters<typeof denyingPolicyOf>): string | undefined {
  return denyingPolicyOf(...flow)?.metadata.name;
}

const web = pod("web", "default", { app: "web" }, "172.16.1.2");
const friend = pod("friend", "default", { role: "friend" }, "172.16.1.3");
const stranger = pod("stranger", "other", { role: "friend" }, "172.16.1.4");

/** A world that knows nothing but policies and two namespaces. */
function world(...policies: object[]): NetworkWorld {
  const objects = policies.map((spec, index) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: `p${index}`, namespace: "default" },
    spec,
  }));
  const namespaces: Record<string, KubeObject> = {
    default: { apiVersion: "v1", kind: "Namespace", metadata: { name: "default", labels: { team: "a" } } },
    other: { apiVersion: "v1", kind: "Namespace", metadata: { name: "other", labels: { team: "b" } } },
  };
  const lister = {
    get: (_resource: string, _namespace: string, name: string) => namespaces[name],
    list: (_resource: string, query?: { namespace?: string }) => objects.filter(({ metadata }) => metadata.namespace === query?.namespace),
  };
  return { lister } as unknown as NetworkWorld;
}

const fromPod = (client: Pod) => ({ pod: web, port: 80, from: { kind: "pod", pod: client } as Place, source: client.status?.podIP ?? "" });
const fromNode = (name: string) => ({ pod: web, port: 80, from: { kind: "node", name } as Place, source: "192.168.1.101" });

describe("network policies", () => {
  test("without one, everything passes", () => {
    expect(denyingPolicy(world(), fromPod(stranger))).toBeUndefined();
  });

  test("an empty ingress keeps everybody out but the pod's own node", () => {
    const closed = world({ podSelector: {}, policyTypes: ["Ingress"] });
    expect(denyingPolicy(closed, fromPod(friend))).toBe("p0");
    expect(denyingPolicy(closed, fromNode("w2"))).toBe("p0");
    expect(denyingPolicy(closed, fromNode("w1"))).toBeUndefined();
  });

  test("pod selectors mean the policy's own namespace; namespace selectors open others", () => {
    const own = world({
      podSelector: { matchLabels: { app: "web" } },
      ingress: [{ from: [{ podSelector: { matchLabels: { role: "friend" } } }] }],
    });
    expect([denyingPolicy(own, fromPod(friend)), denyingPolicy(own, fromPod(stranger))]).toEqual([undefined, "p0"]);
    const teamB = world({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: "b" } } }] }] });
    expect([denyingPolicy(teamB, fromPod(friend)), denyingPolicy(teamB, fromPod(stranger))]).toEqual(["p0", undefined]);
  });

  test("ports by number, range and name; blocks with exceptions", () => {
    const port = (value: object) => denyingPolicy(world({ podSelector: {}, ingress: [{ ports: [value] }] }), fromPod(friend));
    expect([
      port({ port: 80 }),
      port({ port: 81 }),
      port({ port: 1, endPort: 100 }),
      port({ port: "web" }),
      port({ port: 80, protocol: "UDP" }),
    ]).toEqual([undefined, "p0", undefined, undefined, "p0"]);
    const block = (except: string[]) =>
      denyingPolicy(world({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "172.16.0.0/16", except } }] }] }), fromPod(friend));
    expect([block([]), block(["172.16.1.0/24"])]).toEqual([undefined, "p0"]);
  });

  test("egress of the client counts as well", () => {
    const noEgress = world({ podSelector: { matchLabels: { role: "friend" } }, policyTypes: ["Egress"] });
    expect(denyingPolicy(noEgress, fromPod(friend))).toBe("p0");
    const toWeb = world({
      podSelector: { matchLabels: { role: "friend" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: { matchLabels: { app: "web" } } }] }],
    });
    expect(denyingPolicy(toWeb, fromPod(friend))).toBeUndefined();
  });
});
