import type { Draft } from "../../machinery/kind.ts";
import { type KubeObject, resourceKey, type ResourceKey } from "../../machinery/object.ts";
import type { Call } from "../engine.ts";
import type { ServedResource } from "../resources.ts";
import type { AdmissionPlugin, AdmissionRequest, AdmissionScope } from "./plugin.ts";

/** Runs the mutating phase of all plug-ins over a call. */
export function runAdmit(call: Call, operation: AdmissionRequest["operation"], object: Draft | undefined, old?: KubeObject): void {
  const request = admissionRequest(call, operation, object, old);
  for (const plugin of concerned(call).admitting) plugin.admit?.(request);
}

/** Runs the validating phase. */
export function runValidate(call: Call, operation: AdmissionRequest["operation"], object: Draft | undefined, old?: KubeObject): void {
  const request = admissionRequest(call, operation, object, old);
  for (const plugin of concerned(call).validating) plugin.validate?.(request);
}

/** The plug-ins that a resource and subresource concern, by phase. */
interface Concerned {
  readonly among: readonly AdmissionPlugin[];
  readonly admitting: readonly AdmissionPlugin[];
  readonly validating: readonly AdmissionPlugin[];
}

const known = new WeakMap<ServedResource, Map<string, Concerned>>();

/** Chosen once for each resource and subresource: asking twenty plug-ins costs more than a small write. */
function concerned({ served, request, engine: { admission } }: Call): Concerned {
  let bySubresource = known.get(served);
  if (!bySubresource) known.set(served, (bySubresource = new Map()));
  const { subresource = "" } = request;
  let found = bySubresource.get(subresource);
  if (found?.among !== admission) {
    const some = admission.filter(({ scope }) => isInScope(scope, resourceKey(served.group, served.resource), subresource));
    const [admitting, validating] = [some.filter(({ admit }) => admit), some.filter(({ validate }) => validate)];
    bySubresource.set(subresource, (found = { among: admission, admitting, validating }));
  }
  return found;
}

function isInScope(scope: AdmissionScope | undefined, resource: ResourceKey, subresource: string): boolean {
  if (!scope) return true;
  const { resources, subresources = [""] } = scope;
  return (!resources || resources.includes(resource)) && subresources.includes(subresource);
}

function admissionRequest(call: Call, operation: AdmissionRequest["operation"], object?: Draft, old?: KubeObject): AdmissionRequest {
  const { served, request, context } = call;
  // No spreads: they would cost more than most plug-ins do.
  const subject: { -readonly [K in keyof AdmissionRequest]: AdmissionRequest[K] } = {
    operation,
    group: served.group,
    version: served.version,
    resource: served.resource,
    kind: served.kind,
    subresource: request.subresource ?? "",
    namespace: served.resource === "namespaces" ? (request.name ?? "") : request.namespace,
    name: request.name || object?.metadata.name || object?.metadata.generateName || "Unknown",
    user: request.user,
    context,
    authorizer: call.engine.authorizer,
  };
  if (object) subject.object = object;
  if (old) subject.old = old;
  return subject;
}
