import { deepEqual } from "../../base/deep.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ComponentContext, Lister } from "../../machinery/component.ts";
import { mapSelects } from "../../machinery/labels.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { isPodReady } from "./pod-state.ts";
import { PODS, SERVICES } from "./resources.ts";

/** Keys of the services whose endpoints a pod's change may alter. */
// pkg/controller/util/endpoint/controller_utils.go GetServicesToUpdateOnPodChange, 1.20
export function serviceKeysOfPod(change: Change, context: ComponentContext): readonly string[] {
  // Endpoints and their slices ask one after the other.
  if (last?.change !== change) last = { change, keys: findServiceKeys(change, context) };
  return last.keys;
}

let last: { readonly change: Change; readonly keys: readonly string[] } | undefined;

function findServiceKeys(change: Change, context: ComponentContext): readonly string[] {
  const pod = change.object as Pod;
  const previous = change.previous as Pod | undefined;
  if (change.type === "MODIFIED" && previous && !endpointChanged(previous, pod)) return [];
  const keys = selectingServices(context, pod);
  if (!previous || deepEqual(previous.metadata.labels, pod.metadata.labels)) return keys;
  return [...new Set([...keys, ...selectingServices(context, previous)])];
}

function endpointChanged(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isPodReady(before) !== isPodReady(after) ||
    before.status?.podIP !== after.status?.podIP ||
    before.spec.nodeName !== after.spec.nodeName ||
    before.spec.hostname !== after.spec.hostname ||
    !deepEqual(before.metadata.labels, after.metadata.labels)
  );
}

/** Which of a list of services select the pods with these labels, which those of one template share. */
const selecting = new WeakMap<object, { readonly services: readonly Service[]; readonly keys: readonly string[] }>();

function selectingServices({ lister, release }: ComponentContext, { metadata: { namespace = "", labels } }: Pod): readonly string[] {
  const services = lister.list(SERVICES.key, { namespace }) as readonly Service[];
  const known = labels && selecting.get(labels);
  if (known?.services === services) return known.keys;
  const keys = services
    .filter((service) => selectsPods(service, release) && mapSelects(service.spec.selector ?? {}, labels))
    .map(objectKey);
  if (labels) selecting.set(labels, { services, keys });
  return keys;
}

/** Whether a service's endpoints are made from pods; without a selector they are somebody else's. */
export function selectsPods({ spec: { selector = {}, type } }: Service, release: Release): boolean {
  return Object.keys(selector).length > 0 && (type !== "ExternalName" || release.has("externalNameEndpoints"));
}

/** The pods that a service selects, by name; reads the smallest index bucket that holds them. */
export function selectedPods(lister: Lister, service: Service): Pod[] {
  const namespace = service.metadata.namespace ?? "";
  const queries = Object.entries(service.spec.selector ?? {}).map(([key, value]) => ({ namespace, index: `label:${key}=${value}` }));
  const counts = queries.map((query) => lister.count(PODS.key, query));
  const smallest = queries[counts.indexOf(Math.min(...counts))] ?? { namespace };
  const pods = lister.list(PODS.key, smallest) as readonly Pod[];
  return pods.filter((pod) => mapSelects(service.spec.selector ?? {}, pod.metadata.labels));
}
