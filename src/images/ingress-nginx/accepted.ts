import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import { objectKey } from "../../machinery/object.ts";
import type { ContainerView } from "../view.ts";
import { processKey } from "./controller-view.ts";

/**
 * What a controller's process knows of an ingress. It judges an ingress when that comes or changes, and not again when classes come or go.
 */
export interface SeenIngress {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly valid: boolean;
}

type Viewer = Pick<ContainerView, "memory" | "pod" | "startedAt">;

/** What the process has seen of an ingress; undefined before, and once it is gone. */
export function seenIngress(viewer: Viewer, key: string): SeenIngress | undefined {
  return (viewer.memory.get(`${processKey(viewer)}/seen/${key}`) ?? undefined) as unknown as SeenIngress | undefined;
}

/** Remembers what the process has seen; undefined forgets it. */
export function noteSeen(viewer: Viewer, key: string, seen: SeenIngress | undefined): void {
  viewer.memory.set(`${processKey(viewer)}/seen/${key}`, seen === undefined ? null : { ...seen });
}

/** Whether the process takes care of an ingress. */
export function isAccepted(viewer: Viewer, ingress: Ingress): boolean {
  const seen = seenIngress(viewer, objectKey(ingress));
  return seen?.valid === true && seen.uid === ingress.metadata.uid;
}
