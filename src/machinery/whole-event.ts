import type { KubeObject } from "./object.ts";

/**
 * Events as the recorder of the cluster's own components writes them: said once, at one moment, by nobody changed on the way. Two of one shape
 * have the same members, so that whoever keeps thousands of them need not look at each.
 */
const shapes = new WeakMap<KubeObject, string>();

/** Notes that an event is one of these, and of which shape. */
export function noteShape(event: KubeObject, shape: string): void {
  shapes.set(event, shape);
}

/** The shape of such an event; undefined of any other object. */
export function notedShape(event: KubeObject): string | undefined {
  return shapes.get(event);
}
