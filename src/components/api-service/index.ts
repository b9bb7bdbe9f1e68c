import type { APIService, APIServiceCondition } from "../../kinds/apiregistration/apiservice/types.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { findCondition } from "../controller/conditions.ts";
import { API_SERVICES, ENDPOINTS, SERVICES } from "../controller/resources.ts";
import { type Requeue, retrying } from "../controller/retry.ts";
import { type Availability, availabilityOf } from "./availability.ts";

const NAME = "api-service";
const SHORTEST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 30_000;

/** The API server's own controller that finds out whether other servers answer for their API groups. */
// kube-aggregator/pkg/controllers/status/available_controller.go, 1.20
export function createApiServiceController(release: Release): Component {
  return {
    name: NAME,
    user: "system:apiserver",
    userAgent: `kube-apiserver/${release.text}`,
    watches: [
      {
        resource: API_SERVICES.key,
        keys: ({ type, object }) => (type === "DELETED" || !isRemote(object as APIService) ? [] : [objectKey(object)]),
      },
      { resource: SERVICES.key, keys: behindService },
      { resource: ENDPOINTS.key, keys: behindService },
    ],
    ...retrying(NAME, "kube-apiserver", (key, context) => sync(splitKey(key).name, context)),
  };
}

function isRemote({ spec }: APIService): boolean {
  return spec.service !== undefined;
}

/** The API services that lead to a service; endpoints have its name. */
function behindService({ object }: Change, { lister }: ComponentContext): readonly string[] {
  const { namespace = "", name = "" } = object.metadata;
  return lister.list(API_SERVICES.key, { index: `service:${namespace}/${name}` }).map(objectKey);
}

function sync(name: string, context: ComponentContext): Requeue {
  const apiService = context.lister.get(API_SERVICES.key, "", name) as APIService | undefined;
  if (!apiService || !isRemote(apiService)) return undefined;
  const found = availabilityOf(apiService, context);
  noteAvailability(apiService, found, context);
  return lookAgain(name, found, context);
}

/** A server that did not answer is asked again: after 5 s, then each time after twice as long, 30 s at most. */
function lookAgain(name: string, { reason }: Availability, { memory }: ComponentContext): Requeue {
  const key = `api-service/failures/${name}`;
  const failures = Number(memory.get(key) ?? 0);
  if (reason !== "FailedDiscoveryCheck") {
    if (failures > 0) memory.set(key, 0);
    return undefined;
  }
  memory.set(key, failures + 1);
  return { requeueAfterMs: Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** failures) };
}

function noteAvailability(apiService: APIService, { isAvailable, reason, message }: Availability, context: ComponentContext): void {
  const before = findCondition(apiService.status?.conditions, "Available");
  const status = isAvailable ? "True" : "False";
  if (before?.status === status && before.reason === reason && before.message === message) return;
  const lastTransitionTime =
    before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : formatRfc3339(context.sim.now());
  const condition: APIServiceCondition = { lastTransitionTime, message, reason, status, type: "Available" };
  const others = (apiService.status?.conditions ?? []).filter(({ type }) => type !== "Available");
  context.client.updateStatus(API_SERVICES.in(""), { ...apiService, status: { conditions: [...others, condition] } });
}
