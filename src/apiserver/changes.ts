import type { ApiResponse } from "../machinery/api.ts";
import { failure } from "../machinery/status.ts";
import { BUILT_IN_PLUGINS } from "./admission/built-in.ts";
import { orderPlugins } from "./admission/plugin.ts";
import { resourceQuota } from "./admission/resource-quota.ts";
import type { Serves } from "./admission/webhook-rules.ts";
import { type FindResource, validatingPolicyPlugin } from "./admission/validating-policy.ts";
import { webhookPlugins } from "./admission/webhooks.ts";
import { decoderOf } from "../machinery/decode/decoder.ts";
import type { Call, ChangeParts } from "./engine.ts";
import type { ApiServerOptions } from "./options.ts";
import { bindPod } from "./registry/binding.ts";
import { podAttach, podExec, podLog } from "./registry/connect.ts";
import { createObject } from "./registry/create.ts";
import { deleteCollection, deleteObject } from "./registry/delete.ts";
import { evictPod } from "./registry/eviction.ts";
import { fieldTrackerOf } from "./registry/field-tracker.ts";
import { patchObject } from "./registry/patch.ts";
import { podPortForward } from "./registry/port-forward.ts";
import { nodeProxy, podProxy, serviceProxy } from "./registry/proxy.ts";
import { scaleObject } from "./registry/scale.ts";
import { createTwins } from "./registry/twins.ts";
import { requestToken } from "./registry/token-request.ts";
import { updateObject } from "./registry/update.ts";
import type { ResourceIndex } from "./resources.ts";

// What a server needs beyond answering reads. handle.ts loads it with the first request that asks for more.

export { answerReview, isReview } from "./auth/reviews.ts";
export { createWholeEvent } from "./registry/new-event.ts";

type Way = (call: Call) => ApiResponse;

/** Subresources with a way of their own, by name and resource; `*` stands for any resource. */
const SUBRESOURCES: Readonly<Record<string, Readonly<Record<string, Way>>>> = {
  binding: { pods: bindPod },
  eviction: { pods: evictPod },
  log: { pods: podLog },
  exec: { pods: podExec },
  attach: { pods: podAttach },
  proxy: { pods: podProxy, services: serviceProxy, nodes: nodeProxy },
  portforward: { pods: podPortForward },
  token: { serviceaccounts: requestToken },
  scale: { "*": scaleObject },
};

/** How a subresource is answered that has a way of its own; undefined for one that goes as its object does. */
export function ownWayOf(resource: string, subresource: string): Way | undefined {
  const ways = SUBRESOURCES[subresource];
  return ways?.[resource] ?? ways?.["*"];
}

/** Does what the verb of a call says to an object, or to a collection. */
export function answerChange(call: Call): ApiResponse {
  switch (call.request.verb) {
    case "create":
      return createObject(call);
    case "update":
      return updateObject(call);
    case "patch":
      return patchObject(call);
    case "delete":
      return deleteObject(call);
    case "deletecollection":
      return deleteCollection(call);
    default:
      throw failure(400, "BadRequest", "a watch is opened by watch()", {});
  }
}

/** The parts of a server that changes go through. */
export function createChangeParts(options: ApiServerOptions, resources: ResourceIndex): ChangeParts {
  const serves: Serves = (group, version, resource) => resources.find(group, version, resource) !== undefined;
  const findResource: FindResource = (group, version, kind) => resources.rows(group, version).find((row) => row.kind === kind);
  const policies = validatingPolicyPlugin(serves, findResource);
  const webhooks = webhookPlugins(serves, options.nodeRuntime);
  const fields = fieldTrackerOf(options.schema, options.release);
  const quota = resourceQuota(options.store, (live, draft, now) => {
    const served = resources.find("", "v1", "resourcequotas");
    // The server charges through its own API, under its own name. admission/plugin/resourcequota/resource_access.go UpdateQuotaStatus
    if (served) fields.update(served, live, draft, { manager: "kube-apiserver", subresource: "status", now });
  });
  return {
    decoder: decoderOf(options.schema),
    admission: orderPlugins([...BUILT_IN_PLUGINS, ...webhooks, policies, quota, ...(options.admission ?? [])]),
    fields,
    twins: createTwins(),
  };
}
