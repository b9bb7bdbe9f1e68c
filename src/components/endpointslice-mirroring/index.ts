import { deepEqual } from "../../base/deep.ts";
import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ResourceRef } from "../../machinery/client.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { type KubeObject, objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { controllerReference } from "../controller/owner.ts";
import { ENDPOINTS, SERVICES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import { portsKey } from "../endpointslice/groups.ts";
import { mirrored, type Mirrored } from "./mirror.ts";

type Slice = KubeObject & Mirrored;

const NAME = "endpointslice-mirroring";
const GROUP = "discovery.k8s.io";
const RESOURCE = "endpointslices";
const SLICES = `${RESOURCE}.${GROUP}`;
const SERVICE_NAME = "kubernetes.io/service-name";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const MANAGER = "endpointslicemirroring-controller.k8s.io";
const SKIP = "endpointslice.kubernetes.io/skip-mirror";
const LEADER = "control-plane.alpha.kubernetes.io/leader";

/** Copies Endpoints that somebody keeps by hand, for a service without a selector, into EndpointSlices. */
// pkg/controller/endpointslicemirroring, 1.20
export function createEndpointSliceMirroringController(release: Release): Component | undefined {
  if (!release.has("endpoints-skip-mirror-label")) return undefined;
  return {
    name: NAME,
    user: controllerUser("endpointslicemirroring-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: ENDPOINTS.key, keys: endpointsKeys },
      { resource: SERVICES.key, keys: serviceKeys },
      { resource: SLICES, keys: sliceKeys },
    ],
    ...retrying(NAME, "endpoint-slice-mirroring-controller", sync, { maxRetries: 15 }),
  };
}

function endpointsKeys({ object, previous }: Change): readonly string[] {
  return isMirrored(object as Endpoints) || (previous !== undefined && isMirrored(previous as Endpoints)) ? [objectKey(object)] : [];
}

function isMirrored({ metadata: { labels, annotations } }: Endpoints): boolean {
  return labels?.[SKIP] !== "true" && annotations?.[LEADER] === undefined;
}

function serviceKeys({ type, object, previous }: Change): readonly string[] {
  const hasSelector = (service: Service): boolean => service.spec.selector !== undefined;
  const now = hasSelector(object as Service);
  const concerns = type === "MODIFIED" && previous !== undefined ? now !== hasSelector(previous as Service) : !now;
  return concerns ? [objectKey(object)] : [];
}

/** A slice that somebody else changed or deleted is put right. */
function sliceKeys({ type, object }: Change): readonly string[] {
  const { [SERVICE_NAME]: service, [MANAGED_BY]: manager } = object.metadata.labels ?? {};
  return type !== "ADDED" && manager === MANAGER && service ? [`${object.metadata.namespace ?? ""}/${service}`] : [];
}

function sync(key: string, context: ComponentContext): undefined {
  const { lister, catalog, release } = context;
  if (!catalog.byResource(GROUP, RESOURCE)) return;
  const { namespace, name } = splitKey(key);
  const endpoints = lister.get(ENDPOINTS.key, namespace, name) as Endpoints | undefined;
  const service = lister.get(SERVICES.key, namespace, name) as Service | undefined;
  if (service?.spec.selector !== undefined) return;
  const ref: ResourceRef = { group: GROUP, version: release.value("endpointSliceVersion"), resource: RESOURCE, namespace };
  const existing = slicesOf(namespace, name, context);
  const hasSlices = endpoints !== undefined && service !== undefined && isMirrored(endpoints);
  try {
    write(hasSlices ? endpoints : undefined, existing, ref, context);
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
}

function slicesOf(namespace: string, name: string, { lister }: ComponentContext): readonly Slice[] {
  const slices = lister.list(SLICES, { namespace, index: `label:${SERVICE_NAME}=${name}` }) as readonly Slice[];
  return slices.filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === MANAGER);
}

function keyOf({ addressType, ports }: Mirrored): string {
  return `${addressType} ${portsKey(ports)}`;
}

/** One slice for each set of ports and each sort of address; slices that are needed no more are used again before new ones are made. */
function write(
  endpoints: Endpoints | undefined,
  existing: readonly Slice[],
  ref: ResourceRef,
  { client, release }: ComponentContext,
): void {
  const wanted = endpoints === undefined ? [] : mirrored(endpoints, release);
  const spare = existing.filter((slice) => !wanted.some((one) => keyOf(one) === keyOf(slice)));
  for (const content of wanted) {
    const same = existing.find((slice) => keyOf(slice) === keyOf(content));
    if (same !== undefined && deepEqual(same.endpoints, content.endpoints)) continue;
    const recycled = spare.findIndex(({ addressType }) => addressType === content.addressType);
    const former = same ?? (recycled < 0 ? undefined : spare.splice(recycled, 1)[0]);
    if (endpoints === undefined) continue;
    const slice = sliceOf(endpoints, content, ref, former);
    if (former !== undefined) client.update(ref, slice);
    else if (!endpoints.metadata.deletionTimestamp) client.create(ref, slice);
  }
  for (const { metadata } of spare) client.delete(ref, metadata.name ?? "");
}

function sliceOf(endpoints: Endpoints, content: Mirrored, ref: ResourceRef, former: Slice | undefined): Slice {
  const { name = "", namespace = "", labels } = endpoints.metadata;
  return {
    apiVersion: `${GROUP}/${ref.version}`,
    kind: "EndpointSlice",
    metadata: {
      ...(former?.metadata.name === undefined ? { generateName: `${name}-` } : { name: former.metadata.name }),
      namespace,
      labels: { ...labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER },
      ownerReferences: [controllerReference(endpoints, ENDPOINTS)],
    },
    ...content,
  };
}
