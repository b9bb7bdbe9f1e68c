import { deepClone } from "../../base/deep.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import { countsGenerations } from "./versions.ts";

/**
 * A stored object as `export=true` asks for it: without what belongs to this cluster alone. Throws StatusError for kinds that cannot be
 * exported.
 */
// apiserver/pkg/registry/generic/registry/store.go Export, 1.20; gone in 1.21
export function exported(call: Call, object: KubeObject): KubeObject {
  const { served, context, engine } = call;
  const { behaviour } = served;
  if (behaviour.virtual) throw badRequest(`export of ${JSON.stringify(served.resource)} is not supported`);
  const draft: Draft = deepClone(object);
  const { metadata } = draft;
  for (const field of ["uid", "namespace", "deletionTimestamp", "resourceVersion"] as const) delete metadata[field];
  Object.assign(metadata, { creationTimestamp: null });
  if (metadata.generateName) delete metadata.name;
  if (behaviour.prepareForExport) {
    const errors = behaviour.prepareForExport(draft, context);
    if (errors.length > 0) throw invalidError(served.group, served.kind, metadata.name ?? "", errors);
  } else {
    if (countsGenerations(served, context.release)) metadata.generation = 1;
    behaviour.prepareForCreate?.(draft, context);
  }
  if (!served.definition) return draft;
  // What was cleared shows as Go prints it empty.
  return { ...(engine.decoder.decode(served.definition, draft) as unknown as Draft), metadata };
}
