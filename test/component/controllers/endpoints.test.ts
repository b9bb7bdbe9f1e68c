import { describe, expect, test } from "bun:test";
import type { Endpoints } from "../../../src/kinds/core/endpoints/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import { DEPLOYMENTS, createWorld, deployment } from "./world.ts";
import type { World } from "./world.ts";

const SERVICES = { group: "", version: "v1", resource: "services", namespace: "default" };
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };
const TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time";

function service(name: string, spec: Record<string, unknown> = {}): Parameters<World["client"]["create"]>[1] {
  const labels = { app: name };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default", labels },
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

const addresses = (world: World, name: string) =>
  (world.get<Endpoints>("endpoints", name).subsets ?? []).flatMap((subset) => subset.addresses ?? []);

describe("endpoints", () => {
  test("exist from the start and follow readiness", () => {
    const world = createWorld();
    world.client.create(SERVICES, service("web"));
    world.advance(100);
    const empty = world.get<Endpoints>("endpoints", "web");
    expect(empty.subsets).toBeUndefined();
    expect(empty.metadata).toMatchObject({ labels: { app: "web" }, annotations: { [TRIGGER]: "2026-11-20T10:00:00Z" } });
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(3000);
    expect(addresses(world, "web")).toHaveLength(3);
    const filled = world.get<Endpoints>("endpoints", "web");
    expect(filled.subsets?.[0]?.ports).toEqual([{ port: 8080, protocol: "TCP" }]);
    expect(filled.metadata.annotations?.[TRIGGER]).toBe("2026-11-20T10:00:01Z");
    world.client.delete(PODS, world.list<Pod>("pods")[0]?.metadata.name ?? "");
    world.advance(100);
    expect(addresses(world, "web")).toHaveLength(2);
    expect(world.get("endpoints", "web").metadata.annotations?.[TRIGGER]).toBeUndefined();
    world.advance(3000);
    expect(addresses(world, "web")).toHaveLength(3);
  });

  test("who deletes those of a service with pods gets them again", () => {
    const world = createWorld();
    world.client.create(SERVICES, service("web"));
    world.advance(100);
    world.client.delete({ group: "", version: "v1", resource: "endpoints", namespace: "default" }, "web");
    world.advance(100);
    expect(world.get<Endpoints>("endpoints", "web").metadata.labels).toEqual({ app: "web" });
  });

  test("headless ones are marked; those without a selector are left alone; both go with their service", () => {
    const world = createWorld();
    world.client.create(SERVICES, service("head", { clusterIP: "None" }));
    const { selector: _selector, ...spec } = service("own")["spec"] as Record<string, unknown>;
    world.client.create(SERVICES, { ...service("own"), spec });
    world.advance(100);
    expect(world.get("endpoints", "head").metadata.labels).toEqual({ app: "head", "service.kubernetes.io/headless": "" });
    expect(world.find("endpoints", "own")).toBeUndefined();
    world.client.delete(SERVICES, "head");
    world.advance(100);
    expect(world.find("endpoints", "head")).toBeUndefined();
  });

  test("a thousand pods that get ready one after the other are few writes", () => {
    let made = 0;
    const world = createWorld("v1.20.2", () => 1000 + (made++ % 500));
    world.client.create(SERVICES, service("web"));
    world.client.create(DEPLOYMENTS, deployment("web", 1000));
    world.advance(100);
    const before = world.store.revision();
    world.advance(3000);
    expect(addresses(world, "web").length).toBeGreaterThan(200);
    expect((world.store.changesSince(before, "endpoints") ?? []).length).toBeLessThan(15);
  });
});
