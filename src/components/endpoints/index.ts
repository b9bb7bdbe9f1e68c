import { deepEqual } from "../../base/deep.ts";
import type { Endpoints, EndpointSubset } from "../../kinds/core/endpoints/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { ObjectMeta } from "../../machinery/object.ts";
import { StatusError, isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { ENDPOINTS, PODS, SERVICES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { selectedPods, selectsPods, serviceKeysOfPod } from "../controller/service-lookup.ts";
import { settleSoon } from "../controller/settle.ts";
import { endpointSubsets } from "./subsets.ts";
import { lastChangeTriggerTime } from "./trigger-time.ts";

const NAME = "endpoints";
const TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";
const HEADLESS_LABEL = "service.kubernetes.io/headless";

/** Keeps each service's Endpoints: the addresses of the pods that it selects. */
// pkg/controller/endpoint, 1.20
export function createEndpointsController(): Component {
  return {
    name: NAME,
    user: controllerUser("endpoint-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: SERVICES.key, keys: (change) => [objectKey(change.object)] },
      { resource: PODS.key, keys: podKeys },
      { resource: ENDPOINTS.key, keys: ({ type, object }) => (type === "DELETED" ? [objectKey(object)] : []) },
    ],
    ...retrying(NAME, "endpoint-controller", sync, { maxRetries: 15 }),
  };
}

function podKeys(change: Change, context: ComponentContext): readonly string[] {
  for (const key of serviceKeysOfPod(change, context)) settleSoon(NAME, key, context);
  return [];
}

// pkg/controller/endpoint/endpoints_controller.go syncService, 1.20
function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const service = context.lister.get(SERVICES.key, namespace, name) as Service | undefined;
  if (!service) {
    deleteEndpoints(namespace, name, context);
    return undefined;
  }
  if (!selectsPods(service, context.release)) return undefined;
  const pods = selectedPods(context.lister, service);
  const subsets = endpointSubsets(service, pods, context.release.has("endpointsTargetResourceVersion"));
  const current = context.lister.get(ENDPOINTS.key, namespace, name) as Endpoints | undefined;
  if (current && isUpToDate(current, service, subsets)) return undefined;
  const trigger = current ? lastChangeTriggerTime(current.subsets ?? [], subsets, pods) : (service.metadata.creationTimestamp ?? undefined);
  write(current, wantedEndpoints(current, service, subsets, trigger), service, context);
  return undefined;
}

function deleteEndpoints(namespace: string, name: string, context: ComponentContext): void {
  if (!context.lister.get(ENDPOINTS.key, namespace, name)) return;
  try {
    context.client.delete(ENDPOINTS.in(namespace), name);
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
}

function isUpToDate(current: Endpoints, service: Service, subsets: readonly EndpointSubset[]): boolean {
  const { [HEADLESS_LABEL]: _headless, ...labels } = current.metadata.labels ?? {};
  return deepEqual(current.subsets ?? [], subsets) && deepEqual(labels, service.metadata.labels ?? {});
}

function wantedEndpoints(
  current: Endpoints | undefined,
  service: Service,
  subsets: EndpointSubset[],
  trigger: string | undefined,
): Endpoints {
  const { subsets: _former, ...rest } = current ?? { apiVersion: "v1", kind: "Endpoints", metadata: {} };
  const { [TRIGGER_TIME]: _trigger, ...annotations } = current?.metadata.annotations ?? {};
  const headless = !service.spec.clusterIP || service.spec.clusterIP === "None";
  const { [HEADLESS_LABEL]: _headless, ...labels } = service.metadata.labels ?? {};
  return {
    ...rest,
    metadata: withoutEmptyMaps({
      ...rest.metadata,
      name: service.metadata.name ?? "",
      namespace: service.metadata.namespace ?? "",
      labels: headless ? { ...labels, [HEADLESS_LABEL]: "" } : labels,
      annotations: trigger === undefined ? annotations : { ...annotations, [TRIGGER_TIME]: trigger },
    }),
    ...(subsets.length > 0 ? { subsets } : {}),
  };
}

function withoutEmptyMaps({ labels, annotations, ...metadata }: ObjectMeta): ObjectMeta {
  return {
    ...metadata,
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

function write(current: Endpoints | undefined, wanted: Endpoints, service: Service, context: ComponentContext): void {
  const ref = ENDPOINTS.in(service.metadata.namespace ?? "");
  try {
    if (current) context.client.update(ref, wanted);
    else context.client.create(ref, wanted);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNamespaceTerminating(error)) return;
    const name = objectKey(service);
    if (current) context.events.record(wanted, "Warning", "FailedToUpdateEndpoint", `Failed to update endpoint ${name}: ${error.message}`);
    else
      context.events.record(wanted, "Warning", "FailedToCreateEndpoint", `Failed to create endpoint for service ${name}: ${error.message}`);
    throw error;
  }
}
