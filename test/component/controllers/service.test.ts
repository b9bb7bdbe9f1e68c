import { expect, test } from "bun:test";
import { createWorld } from "./world.ts";

const SERVICES = { group: "", version: "v1", resource: "services", namespace: "default" };

function changed(version: string, ...specs: object[]): readonly string[] {
  const world = createWorld(version);
  world.client.create(SERVICES, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default" },
    spec: { type: "NodePort", ports: [{ port: 80 }] },
  });
  for (const spec of specs) {
    world.client.patch(SERVICES, "web", "merge", { spec });
    world.advance(0);
  }
  return world.events("Service");
}

test("what changes about a load balancer is told, though there is no cloud to make one", () => {
  const events = changed(
    "v1.20.2",
    { externalIPs: ["1.1.1.1"] },
    { type: "LoadBalancer" },
    { loadBalancerSourceRanges: ["10.0.0.0/8"] },
    { loadBalancerIP: "1.2.3.4" },
    { externalIPs: ["1.1.1.1", "2.2.2.2"] },
    { externalIPs: ["1.1.1.1", "3.3.3.3"] },
    { ports: [{ port: 81 }] },
    { externalTrafficPolicy: "Local" },
    {
      type: "ClusterIP",
      externalTrafficPolicy: null,
      loadBalancerSourceRanges: null,
      healthCheckNodePort: null,
      ports: [{ port: 81, nodePort: null }],
    },
  );
  expect(events).toEqual([
    "Type NodePort -> LoadBalancer",
    "LoadBalancerSourceRanges [] -> [10.0.0.0/8]",
    "LoadbalancerIP  -> 1.2.3.4",
    "ExternalIP Count: 1 -> 2",
    "ExternalIP Added: 3.3.3.3",
    "ExternalTrafficPolicy Cluster -> Local",
    "Type LoadBalancer -> ClusterIP",
  ]);
});

test("a later controller manager says nothing", () => {
  expect(changed("v1.28.15", { type: "LoadBalancer" })).toEqual([]);
});
