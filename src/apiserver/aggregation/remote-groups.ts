import type { ExtensionServer, FindExtensionServer } from "../../machinery/extension-server.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Store } from "../../machinery/store.ts";

/** An APIService that sends its group version to another server. */
interface RemoteService extends KubeObject {
  spec: {
    group?: string;
    version?: string;
    service?: { namespace?: string; name?: string };
    groupPriorityMinimum: number;
    versionPriority: number;
  };
  status?: { conditions?: { type: string; status: string }[] };
}

interface Endpoints extends KubeObject {
  subsets?: { addresses?: { targetRef?: { kind?: string; name?: string } }[] }[] | null;
}

/** One group version of another server. */
export interface RemoteGroupVersion {
  readonly group: string;
  readonly version: string;
  /** Who answers; undefined while it is not available. */
  readonly server: ExtensionServer | undefined;
}

const KEY = "apiservices.apiregistration.k8s.io";

/** The group versions of other servers, by priority; costs nothing where there are none. */
export function remoteGroupVersions(store: Store, find: FindExtensionServer | undefined): RemoteGroupVersion[] {
  const services = store.list(KEY, { index: "remote" }) as readonly RemoteService[];
  return services.toSorted(byPriority).map((service) => describe(service, store, find));
}

/** One of them; undefined for a group version that no other server has. */
export function remoteGroupVersion(
  store: Store,
  find: FindExtensionServer | undefined,
  group: string,
  version: string,
): RemoteGroupVersion | undefined {
  const service = store.get(KEY, "", `${version}.${group}`) as RemoteService | undefined;
  return service?.spec.service ? describe(service, store, find) : undefined;
}

function describe({ spec, status }: RemoteService, store: Store, find: FindExtensionServer | undefined): RemoteGroupVersion {
  const { group = "", version = "", service } = spec;
  const isAvailable = status?.conditions?.some((one) => one.type === "Available" && one.status === "True") ?? false;
  const pod = isAvailable && service ? firstPod(store, service.namespace ?? "", service.name ?? "") : undefined;
  return { group, version, server: pod && find?.(pod) };
}

function firstPod(store: Store, namespace: string, name: string): KubeObject | undefined {
  const { subsets = [] } = (store.get("endpoints", namespace, name) ?? {}) as Endpoints;
  const [address] = (subsets ?? []).flatMap(({ addresses = [] }) => addresses);
  return address?.targetRef?.name === undefined ? undefined : store.get("pods", namespace, address.targetRef.name);
}

function byPriority({ spec: left, metadata: a }: RemoteService, { spec: right, metadata: b }: RemoteService): number {
  return (
    right.groupPriorityMinimum - left.groupPriorityMinimum ||
    right.versionPriority - left.versionPriority ||
    ((a.name ?? "") < (b.name ?? "") ? -1 : 1)
  );
}
