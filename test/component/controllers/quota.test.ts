import { describe, expect, test } from "bun:test";
import type { LimitRange } from "../../../src/kinds/core/limitrange/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { ResourceQuota } from "../../../src/kinds/core/resourcequota/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld, deployment, DEPLOYMENTS } from "./world.ts";
import type { World } from "./world.ts";

const core = (resource: string) => ({ group: "", version: "v1", resource, namespace: "default" });

function quota(world: World, hard: Record<string, string>, spec: Record<string, unknown> = {}): void {
  world.client.create(core("resourcequotas"), {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "q", namespace: "default" },
    spec: { hard, ...spec },
  });
  world.advance(0);
}

function pod(name: string, resources: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { containers: [{ name: "c", image: "nginx", resources }] },
  };
}

const used = (world: World) => world.get<ResourceQuota>("resourcequotas", "q").status?.used;

describe("resource quota", () => {
  test("what nobody serves is not counted, not even as 0", () => {
    const world = createWorld();
    quota(world, { pods: "2", "count/widgets.example.com": "1", "count/jobs.batch": "1" });
    expect(used(world)).toEqual({ "count/jobs.batch": "0", pods: "0" });
  });

  test("charges what is created, refuses what exceeds, gives back what goes", () => {
    const world = createWorld();
    quota(world, { pods: "2", configmaps: "5" });
    expect(used(world)).toEqual({ configmaps: "1", pods: "0" });
    world.client.create(core("pods"), pod("a"));
    world.client.create(core("pods"), pod("b"));
    expect(used(world)?.["pods"]).toBe("2");
    expect(() => world.client.create(core("pods"), pod("c"))).toThrow(
      'pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
    );
    world.client.delete(core("pods"), "a", { gracePeriodSeconds: 0 });
    world.advance(100);
    expect(used(world)?.["pods"]).toBe("1");
  });

  test("what is charged belongs to the API server, the rest to the controller", () => {
    const world = createWorld();
    quota(world, { pods: "2", configmaps: "5" });
    world.client.create(core("pods"), pod("a"));
    const owners = world.get<ResourceQuota>("resourcequotas", "q").metadata.managedFields ?? [];
    const usedBy = Object.fromEntries(owners.map(({ manager, fieldsV1 }) => [manager, JSON.stringify(fieldsV1?.["f:status"] ?? {})]));
    expect(usedBy["kube-apiserver"]).toBe('{"f:used":{"f:pods":{}}}');
    expect(usedBy["kube-controller-manager"]).toContain('"f:used":{".":{},"f:configmaps":{}}');
  });

  test("a dry run is checked and not charged", () => {
    const world = createWorld();
    quota(world, { pods: "1" });
    world.client.create(core("pods"), pod("a"), { dryRun: true });
    expect(used(world)).toEqual({ pods: "0" });
  });

  test.each([
    ["v1.20.2", "failed quota: q: must specify limits.memory,requests.cpu"],
    ["v1.28.0", "failed quota: q: must specify limits.memory for: c; requests.cpu for: c"],
  ])("containers have to say what they need (%s)", (version, text) => {
    const world = createWorld(version);
    quota(world, { "requests.cpu": "1", "limits.memory": "1Gi" });
    expect(() => world.client.create(core("pods"), pod("a"))).toThrow(text);
  });

  test("a deployment gets as many pods as fit, the next one when there is room", () => {
    const world = createWorld();
    quota(world, { pods: "2" });
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(3000);
    expect(world.list("pods")).toHaveLength(2);
    world.client.patch(core("resourcequotas"), "q", "merge", { spec: { hard: { pods: "3" } } });
    world.advance(1_100_000);
    expect(world.list("pods")).toHaveLength(3);
  });

  test("scopes, node ports and ended pods", () => {
    const world = createWorld();
    quota(world, { pods: "5" }, { scopes: ["BestEffort"] });
    world.client.create(core("pods"), pod("a", { requests: { cpu: "1m" } }));
    const best = world.client.create(core("pods"), pod("b"));
    expect(used(world)).toEqual({ pods: "1" });
    world.client.updateStatus(core("pods"), { ...best, status: { phase: "Succeeded" } });
    world.advance(10);
    expect(used(world)).toEqual({ pods: "0" });
  });
});

describe("limit range", () => {
  function limit(world: World, ...limits: NonNullable<LimitRange["spec"]["limits"]>): void {
    world.client.create(core("limitranges"), {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "lim", namespace: "default" },
      spec: { limits },
    });
  }

  test("fills in what is unsaid and notes it", () => {
    const world = createWorld();
    limit(world, { type: "Container", default: { cpu: "200m" }, defaultRequest: { cpu: "100m" } });
    const made = world.client.create(core("pods"), pod("a")) as Pod;
    expect(made.spec.containers[0]?.resources).toEqual({ limits: { cpu: "200m" }, requests: { cpu: "100m" } });
    expect(made.metadata.annotations).toEqual({
      "kubernetes.io/limit-ranger": "LimitRanger plugin set: cpu request for container c; cpu limit for container c",
    });
  });

  test("several refusals stand in brackets", () => {
    const world = createWorld();
    limit(world, { type: "Pod", max: { cpu: "1", memory: "1Gi" } });
    expect(() => world.client.create(core("pods"), pod("a"))).toThrow(
      'pods "a" is forbidden: [maximum cpu usage per Pod is 1.  No limit is specified, maximum memory usage per Pod is 1Gi.  No limit is specified]',
    );
  });
});
