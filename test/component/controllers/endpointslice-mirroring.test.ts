import { expect, test } from "bun:test";
import type { EndpointSlice } from "../../../src/components/endpointslice/shapes.ts";
import type { Service } from "../../../src/kinds/core/service/types.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

const SERVICES = { group: "", version: "v1", resource: "services", namespace: "default" };
const ENDPOINTS = { group: "", version: "v1", resource: "endpoints", namespace: "default" };
const SLICES = "endpointslices.discovery.k8s.io";

function byHand(addresses: readonly string[], labels: Record<string, string> = {}): Parameters<World["client"]["create"]>[1] {
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name: "ext", namespace: "default", labels },
    subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ port: 8080, protocol: "TCP" }] }],
  };
}

function createService(world: World, spec: Partial<Service["spec"]> = {}): void {
  world.client.create(SERVICES, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "ext", namespace: "default" },
    spec: { ports: [{ port: 80, protocol: "TCP" }], ...spec },
  });
}

const slices = (world: World): EndpointSlice[] =>
  world.list<EndpointSlice>(SLICES).filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "ext");

test("Endpoints kept by hand are mirrored, followed, and let go with their service", () => {
  const world = createWorld();
  createService(world);
  world.client.create(ENDPOINTS, byHand(["10.0.0.1", "10.0.0.2"], { team: "a" }));
  world.advance(100);
  const [slice, ...more] = slices(world);
  expect(more).toEqual([]);
  expect(slice).toMatchObject({
    addressType: "IPv4",
    endpoints: [
      { addresses: ["10.0.0.1"], conditions: { ready: true } },
      { addresses: ["10.0.0.2"], conditions: { ready: true } },
    ],
    ports: [{ name: "", port: 8080, protocol: "TCP" }],
  });
  expect(slice?.metadata).toMatchObject({
    generateName: "ext-",
    labels: {
      team: "a",
      "kubernetes.io/service-name": "ext",
      "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
    },
    ownerReferences: [{ apiVersion: "v1", kind: "Endpoints", name: "ext", controller: true, blockOwnerDeletion: true }],
  });
  world.client.update(ENDPOINTS, { ...world.get("endpoints", "ext"), subsets: byHand(["10.0.0.3", "fd00::1"])["subsets"] });
  world.advance(1100);
  expect(slices(world).map(({ addressType, endpoints }) => [addressType, endpoints.map(({ addresses }) => addresses[0])])).toContainEqual([
    "IPv4",
    ["10.0.0.3"],
  ]);
  expect(slices(world).map(({ addressType }) => addressType)).toContain("IPv6");
  expect(slices(world).map(({ metadata }) => metadata.name)).toContain(slice?.metadata.name);
  world.client.delete(SERVICES, "ext");
  world.advance(1100);
  expect(slices(world)).toEqual([]);
});

test("not those that say so, nor those of a service with a selector, nor before 1.19", () => {
  const skipped = createWorld();
  createService(skipped);
  skipped.client.create(ENDPOINTS, byHand(["10.0.0.1"], { "endpointslice.kubernetes.io/skip-mirror": "true" }));
  skipped.advance(100);
  expect(slices(skipped)).toEqual([]);
  const selecting = createWorld();
  createService(selecting, { selector: { app: "x" } });
  selecting.advance(100);
  expect(slices(selecting).map(({ metadata }) => metadata.labels?.["endpointslice.kubernetes.io/managed-by"])).toEqual([
    "endpointslice-controller.k8s.io",
  ]);
  const early = createWorld("v1.18.4");
  createService(early);
  early.client.create(ENDPOINTS, byHand(["10.0.0.1"]));
  early.advance(100);
  expect(slices(early)).toEqual([]);
});

test("an ExternalName service with a selector has endpoints and slices of both sorts, up to 1.26", () => {
  const of = (version: string): [boolean, string[]] => {
    const world = createWorld(version);
    createService(world, { type: "ExternalName", externalName: "example.com", selector: { app: "ext" } });
    world.advance(100);
    return [
      world.find("endpoints", "ext") !== undefined,
      slices(world)
        .map(({ addressType }) => addressType)
        .toSorted(),
    ];
  };
  expect(of("v1.20.2")).toEqual([true, ["IPv4", "IPv6"]]);
  expect(of("v1.27.4")).toEqual([false, []]);
});
