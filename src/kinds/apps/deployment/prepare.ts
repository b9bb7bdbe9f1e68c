import { deepEqual } from "../../../base/deep.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";

export function prepareDeploymentForCreate(object: Draft): void {
  object.status = {};
}

/** A deployment's generation also rises with its annotations; that of a changed spec is the API server's matter. */
// pkg/registry/apps/deployment/strategy.go PrepareForUpdate, 1.20
export function prepareDeploymentForUpdate(object: Draft, old: KubeObject, context: RequestContext): void {
  if (context.subresource === "status" || deepEqual(object.metadata.annotations ?? {}, old.metadata.annotations ?? {})) return;
  object.metadata.generation = (old.metadata.generation ?? 0) + 1;
}
