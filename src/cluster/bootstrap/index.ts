import { assert } from "../../base/assert.ts";
import type { Addon } from "./addons.ts";
import { bootstrapTokenSecret, kubeadmConfigMaps } from "./kubeadm-config.ts";
import { traceKubelet } from "./kubelet-traces.ts";
import { joinNode } from "./nodes.ts";
import { createStaticPods } from "./static-pods.ts";
import { kubeadmRbacObjects } from "./rbac/kubeadm.ts";
import { createSystemObjects } from "./system-objects.ts";
import { createObject, type BootstrapWorld } from "./world.ts";

/**
 * Sets a cluster up as its installer does, over virtual time: control plane first, add-ons, then the workers join one by one. That is
 * why coredns sits on the control plane node of a kubeadm cluster: it was alone when they were scheduled. Ends `profile.ready` seconds
 * after the start.
 */
export function bootstrap(world: BootstrapWorld, addons: readonly Addon[]): void {
  const { profile, sim } = world;
  const start = sim.now();
  createSystemObjects(world);
  // a kubespray cluster gets its add-ons when all of its nodes are there
  const addonsAt = profile.installer === "kubespray" ? Math.max(...profile.nodes.map((node) => node.joined)) + 12 : 12;
  const joins = profile.nodes.map((node, index) => ({ at: node.joined, run: () => join(world, index) }));
  const steps = [...joins, { at: addonsAt, run: () => installAddons(world, addons) }].toSorted((a, b) => a.at - b.at);
  for (const step of steps) {
    world.runUntil(start + step.at * 1000);
    step.run();
  }
  world.runUntil(start + profile.ready * 1000);
}

function join(world: BootstrapWorld, index: number): void {
  const node = world.profile.nodes[index];
  assert(node, "a profile's node exists");
  joinNode(world, node, index);
  const registered = world
    .client("kubernetes-admin", "kubeadm")
    .get({ group: "", version: "v1", resource: "nodes", namespace: "" }, node.name);
  traceKubelet(world, registered);
  createStaticPods(world, node, registered.metadata.uid ?? "");
}

function installAddons(world: BootstrapWorld, addons: readonly Addon[]): void {
  const installer = world.client(
    "kubernetes-admin",
    `${world.profile.installer === "kubeadm" ? "kubeadm" : "kubectl"}/${world.release.text}`,
  );
  const objects = world.profile.installer === "kubeadm" ? [...bootstrapTokenSecret(world), ...kubeadmConfigMaps(world)] : [];
  objects.push(...kubeadmRbacObjects(world.release));
  for (const make of addons) objects.push(...make(world));
  for (const [resource, object] of objects) createObject(installer, resource, object);
}
