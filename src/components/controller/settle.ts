import type { ComponentContext } from "../../machinery/component.ts";

/** Grid in ms on which controllers look at pods that only became ready or unready. */
const GRID_MS = 50;
/** Time in ms that a controller takes to see that a pod it has asked for is there. */
const CREATION_LAG_MS = 20;

/**
 * Has a controller look at a key at the next point of a 50 ms grid. A thousand pods that become ready one millisecond after the
 * other are then one pass over the thousand and not a thousand passes; real controllers lag behind pods by as much.
 */
export function settleSoon(actor: string, key: string, context: ComponentContext): void {
  const at = Math.ceil(context.sim.now() / GRID_MS) * GRID_MS;
  context.sim.scheduleIfSooner({ at, actor, name: "reconcile", key });
}

/**
 * Has a controller look at a key once it has seen the pods that it has just made. Deletions are seen at once: so a deployment's
 * old replica set reports less before its new one reports more, as in the real rollout's messages.
 */
export function afterCreation(actor: string, key: string, { sim }: ComponentContext): void {
  sim.scheduleIfSooner({ at: sim.now() + CREATION_LAG_MS, actor, name: "reconcile", key });
}
