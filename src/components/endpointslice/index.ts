import { deepEqual } from "../../base/deep.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ResourceRef } from "../../machinery/client.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { ObjectMeta } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { controllerReference } from "../controller/owner.ts";
import { readyCondition } from "../controller/pod-state.ts";
import { NODES, PODS, SERVICES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import { selectedPods, selectsPods, serviceKeysOfPod } from "../controller/service-lookup.ts";
import { settleSoon } from "../controller/settle.ts";
import { planSlices } from "./fill.ts";
import type { Content } from "./fill.ts";
import { endpointGroups, portsKey } from "./groups.ts";
import type { EndpointSlice, SliceStyle } from "./shapes.ts";

const NAME = "endpointslice";
const GROUP = "discovery.k8s.io";
const RESOURCE = "endpointslices";
const SLICES = `${RESOURCE}.${GROUP}`;
const SERVICE_NAME = "kubernetes.io/service-name";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const MANAGER = "endpointslice-controller.k8s.io";
const HEADLESS_LABEL = "service.kubernetes.io/headless";
const TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";

/** Keeps each service's EndpointSlices, in clusters that serve them. */
// pkg/controller/endpointslice, 1.20
export function createEndpointSliceController(): Component {
  return {
    name: NAME,
    user: controllerUser("endpointslice-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: SERVICES.key, keys: ({ type, object }) => (type === "DELETED" ? [] : [objectKey(object)]) },
      { resource: PODS.key, keys: podKeys },
      { resource: SLICES, keys: sliceKeys },
    ],
    ...retrying(NAME, "endpoint-slice-controller", sync, { maxRetries: 15 }),
  };
}

function podKeys(change: Change, context: ComponentContext): readonly string[] {
  for (const key of serviceKeysOfPod(change, context)) settleSoon(NAME, key, context);
  return [];
}

/** A slice that somebody else changed or deleted is put right. */
function sliceKeys({ type, object }: Change): readonly string[] {
  const service = object.metadata.labels?.[SERVICE_NAME];
  const own = object.metadata.labels?.[MANAGED_BY] === MANAGER;
  return type !== "ADDED" && own && service ? [`${object.metadata.namespace ?? ""}/${service}`] : [];
}

function sync(key: string, context: ComponentContext): undefined {
  const { namespace, name } = splitKey(key);
  const service = context.lister.get(SERVICES.key, namespace, name) as Service | undefined;
  if (!service || !selectsPods(service, context.release) || !context.catalog.byResource(GROUP, RESOURCE)) return;
  const existing = slicesOf(service, context);
  const pods = selectedPods(context.lister, service);
  const groups = endpointGroups(service, pods, (node) => context.lister.get(NODES.key, "", node) as Node | undefined, styleOf(context));
  const trigger = existing.length === 0 ? (service.metadata.creationTimestamp ?? undefined) : triggerTime(existing, pods);
  try {
    for (const addressType of addressTypesOf(service, context)) {
      const own = existing.filter((slice) => slice.addressType === addressType);
      // Pods have IPv4 addresses alone.
      const changes = planSlices(own.map(standing), addressType === "IPv4" ? groups : new Map());
      write(service, addressType, own, changes, trigger, context);
    }
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
}

function standing({ metadata, ports, endpoints }: EndpointSlice): Parameters<typeof planSlices>[0][number] {
  return { name: metadata.name ?? "", key: portsKey(ports ?? []), endpoints: endpoints ?? [] };
}

/** A service that has neither families nor an address may be of either: it gets slices of both. */
// pkg/controller/endpointslice/utils.go getAddressTypesForService, 1.20
function addressTypesOf({ spec }: Service, { release }: ComponentContext): string[] {
  const isOpen = !spec.ipFamilies?.length && (!spec.clusterIP || spec.clusterIP === "None");
  return isOpen && release.has("clusterIps") ? ["IPv4", "IPv6"] : ["IPv4"];
}

function slicesOf(service: Service, { lister }: ComponentContext): EndpointSlice[] {
  const query = { namespace: service.metadata.namespace ?? "", index: `label:${SERVICE_NAME}=${service.metadata.name ?? ""}` };
  const slices = lister.list(SLICES, query) as readonly EndpointSlice[];
  return slices.filter((slice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER);
}

function styleOf({ release }: ComponentContext): SliceStyle {
  return {
    nodeNames: release.value("endpointSliceVersion") === "v1",
    terminating: release.has("endpointSliceTerminating"),
    resourceVersions: release.has("endpointsTargetResourceVersion"),
  };
}

/** The earliest Ready transition among pods that no slice lists as they are now. */
function triggerTime(existing: readonly EndpointSlice[], pods: readonly Pod[]): string | undefined {
  const before = new Map(
    existing.flatMap((slice) => slice.endpoints ?? []).map(({ targetRef, conditions }) => [targetRef.uid, conditions.ready]),
  );
  let earliest: string | undefined;
  for (const pod of pods) {
    const ready = readyCondition(pod);
    if (!pod.status?.podIP || before.get(pod.metadata.uid ?? "") === (ready?.status === "True")) continue;
    const time = ready?.lastTransitionTime;
    if (time && (earliest === undefined || time < earliest)) earliest = time;
  }
  return earliest;
}

function write(
  service: Service,
  addressType: string,
  existing: readonly EndpointSlice[],
  { create, update, remove }: ReturnType<typeof planSlices>,
  trigger: string | undefined,
  context: ComponentContext,
): void {
  const version = context.release.value("endpointSliceVersion");
  const ref: ResourceRef = { group: GROUP, version, resource: RESOURCE, namespace: service.metadata.namespace ?? "" };
  const byName = new Map(existing.map((slice) => [slice.metadata.name ?? "", slice]));
  const apiVersion = `${GROUP}/${version}`;
  for (const content of create)
    if (!service.metadata.deletionTimestamp)
      context.client.create(ref, newSlice(service, { addressType, ...content }, trigger, apiVersion));
  for (const { name, content } of update) {
    const former = byName.get(name);
    if (former) context.client.update(ref, { ...former, ...content, metadata: metadataOf(service, former.metadata, trigger) });
  }
  for (const name of remove) context.client.delete(ref, name);
  const touched = new Set([...update.map(({ name }) => name), ...remove]);
  for (const [name, slice] of byName) {
    if (touched.has(name) || deepEqual(slice.metadata.labels, labelsOf(service))) continue;
    context.client.update(ref, { ...slice, metadata: metadataOf(service, slice.metadata, trigger) });
  }
}

function newSlice(
  service: Service,
  content: Content & { addressType: string },
  trigger: string | undefined,
  apiVersion: string,
): EndpointSlice {
  const metadata = {
    generateName: `${service.metadata.name ?? ""}-`,
    namespace: service.metadata.namespace ?? "",
    ownerReferences: [controllerReference(service, SERVICES)],
  };
  return { apiVersion, kind: "EndpointSlice", metadata: metadataOf(service, metadata, trigger), ...content };
}

function metadataOf(service: Service, former: ObjectMeta, trigger: string | undefined): ObjectMeta {
  const { annotations: { [TRIGGER_TIME]: _former, ...others } = {}, ...rest } = former;
  const annotations = trigger === undefined ? others : { ...others, [TRIGGER_TIME]: trigger };
  return { ...rest, labels: labelsOf(service), ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
}

function labelsOf(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _headless, ...labels } = service.metadata.labels ?? {};
  const headless = !service.spec.clusterIP || service.spec.clusterIP === "None";
  return { ...labels, ...(headless ? { [HEADLESS_LABEL]: "" } : {}), [SERVICE_NAME]: service.metadata.name ?? "", [MANAGED_BY]: MANAGER };
}
