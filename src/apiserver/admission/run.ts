import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Call } from "../engine.ts";
import type { AdmissionRequest } from "./plugin.ts";

/** Runs the mutating phase of all plug-ins over a call. */
export function runAdmit(call: Call, operation: AdmissionRequest["operation"], object: Draft | undefined, old?: KubeObject): void {
  const request = admissionRequest(call, operation, object, old);
  for (const plugin of call.engine.admission) plugin.admit?.(request);
}

/** Runs the validating phase. */
export function runValidate(call: Call, operation: AdmissionRequest["operation"], object: Draft | undefined, old?: KubeObject): void {
  const request = admissionRequest(call, operation, object, old);
  for (const plugin of call.engine.admission) plugin.validate?.(request);
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
