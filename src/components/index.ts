import type { Component } from "../machinery/component.ts";
import type { Release } from "../release/release.ts";
import { createDeploymentController } from "./deployment/index.ts";
import { createReplicaSetController } from "./replicaset/index.ts";

/** One line each, in the order in which they get a change. A maker returns undefined where its release has no such component. */
const MAKERS: readonly ((release: Release) => Component | undefined)[] = [createDeploymentController, createReplicaSetController];

/**
 * Every component of a cluster of that release. Components hold no state: the engine gives each its own ComponentContext per call.
 */
export function createComponents(release: Release): Component[] {
  return MAKERS.map((create) => create(release)).filter((component) => component !== undefined);
}
