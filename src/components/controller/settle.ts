import type { ComponentContext } from "../../machinery/component.ts";

/** Grid in ms on which controllers look at pods that only became ready or unready. */
const GRID_MS = 50;

/**
 * Has a controller look at a key at the next point of a 50 ms grid. A thousand pods that become ready one millisecond after the
 * other are then one pass over the thousand and not a thousand passes; real controllers lag behind pods by as much.
 */
export function settleSoon(actor: string, key: string, context: ComponentContext): void {
  const at = Math.ceil(context.sim.now() / GRID_MS) * GRID_MS;
  context.sim.scheduleIfSooner({ at, actor, name: "reconcile", key });
}
