import type { Component } from "../machinery/component.ts";
import type { Release } from "../release/release.ts";

/**
 * Every component of a cluster of that release, in the order in which they get a change. Components hold no state:
 * the engine gives each its own ComponentContext per call.
 */
export function createComponents(release: Release): Component[] {
  const components: readonly ((release: Release) => Component | undefined)[] = [];
  return components.map((create) => create(release)).filter((component) => component !== undefined);
}
