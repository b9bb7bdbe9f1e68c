import type { Cluster } from "../../src/cluster/cluster.ts";
import type { Endpoints } from "../../src/kinds/core/endpoints/types.ts";
import type { Pod } from "../../src/kinds/core/pod/types.ts";
import type { ResourceQuota } from "../../src/kinds/core/resourcequota/types.ts";
import type { Service } from "../../src/kinds/core/service/types.ts";
import type { PodDisruptionBudget } from "../../src/kinds/policy/poddisruptionbudget/types.ts";
import { asDeletionRecord, deletionRecordKey } from "../../src/machinery/deletion-record.ts";
import { selects as matches } from "../../src/machinery/labels.ts";
import { resourceKey, type KubeObject } from "../../src/machinery/object.ts";
import type { Change } from "../../src/machinery/store.ts";

/** Everything that a cluster holds. */
export function allObjects({ store, catalog }: Cluster): KubeObject[] {
  return catalog.all().flatMap((kind) => [...store.list(resourceKey(kind.group, kind.plural))]);
}

function list<T extends KubeObject>({ store }: Cluster, resource: string): readonly T[] {
  return store.list(resource) as readonly T[];
}

function title({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}

/** A pod that is ready and not on its way out. */
export function isReady({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true
  );
}

function selects(selector: Readonly<Record<string, string>>, { metadata }: KubeObject): boolean {
  return Object.entries(selector).every(([name, value]) => metadata.labels?.[name] === value);
}

/** Services whose endpoints are not exactly the addresses of the ready pods of their selector. */
export function wrongEndpoints(cluster: Cluster): string[] {
  const pods = list<Pod>(cluster, "pods");
  const endpoints = new Map(
    list<Endpoints>(cluster, "endpoints").map((each) => [`${each.metadata.namespace}/${each.metadata.name}`, each]),
  );
  return list<Service>(cluster, "services").flatMap((service) => {
    const { selector } = service.spec;
    if (!selector || Object.keys(selector).length === 0) return [];
    const { namespace, name } = service.metadata;
    const wanted = pods
      .filter((pod) => pod.metadata.namespace === namespace && selects(selector, pod) && isReady(pod))
      .map((pod) => pod.status?.podIP ?? "");
    const shown = (endpoints.get(`${namespace}/${name}`)?.subsets ?? []).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
    const [a, b] = [wanted, shown].map((addresses) => [...new Set(addresses)].sort().join(" "));
    return a === b ? [] : [`endpoints of ${namespace}/${name}: ${b}, ready pods: ${a}`];
  });
}

/** Objects whose owner is gone. */
export function orphans(cluster: Cluster): string[] {
  const objects = allObjects(cluster);
  const uids = new Set(objects.map(({ metadata }) => metadata.uid));
  return objects.flatMap((object) =>
    (object.metadata.ownerReferences ?? [])
      .filter(({ uid }) => !uids.has(uid))
      .map(({ kind, name }) => `${title(object)} has lost its ${kind} ${name}`),
  );
}

/** Values that more than one object has: pod and cluster addresses, node ports, uids, names. */
export function sharedValues(cluster: Cluster): string[] {
  const owners = new Map<string, string>();
  const claims = [
    ...list<Pod>(cluster, "pods")
      .filter(({ spec, status }) => !spec.hostNetwork && status?.podIP && status.phase !== "Succeeded" && status.phase !== "Failed")
      .map((pod) => [`address ${pod.status?.podIP}`, title(pod)]),
    ...list<Service>(cluster, "services").flatMap((service) => [
      ...(service.spec.clusterIP && service.spec.clusterIP !== "None" ? [[`address ${service.spec.clusterIP}`, title(service)]] : []),
      ...(service.spec.ports ?? []).flatMap(({ nodePort, protocol }) =>
        nodePort ? [[`node port ${nodePort}/${protocol}`, title(service)]] : [],
      ),
    ]),
    ...allObjects(cluster).flatMap((object) => [
      [`uid ${object.metadata.uid}`, title(object)],
      [`name ${object.apiVersion} ${title(object)}`, title(object)],
    ]),
  ];
  return claims.flatMap(([value = "", owner = ""]) => {
    const other = owners.get(value);
    owners.set(value, owner);
    return other === undefined ? [] : [`${value} belongs to ${other} and to ${owner}`];
  });
}

/** Quotas of which more is used, or more is there, than they allow. Pods that were there before their quota do not count. */
export function exceededQuotas(cluster: Cluster): string[] {
  return list<ResourceQuota>(cluster, "resourcequotas").flatMap((quota) => {
    const most = Number(quota.spec.hard?.["pods"] ?? Number.POSITIVE_INFINITY);
    const { namespace = "", creationTimestamp } = quota.metadata;
    const pods = list<Pod>(cluster, "pods").filter(
      ({ metadata, status }) => metadata.namespace === namespace && status?.phase !== "Succeeded" && status?.phase !== "Failed",
    );
    const before = pods.filter(({ metadata }) => (metadata.creationTimestamp ?? "") <= (creationTimestamp ?? "")).length;
    return pods.length > Math.max(most, before) ? [`quota ${title(quota)} allows ${most} pods, there are ${pods.length}`] : [];
  });
}

/** Watches evictions from now on: each must leave its budget as many healthy pods as it wants. */
export function watchBudgets(cluster: Cluster): { readonly problems: string[]; end(): void } {
  const problems: string[] = [];
  const end = cluster.store.onChange(({ resource, object, previous }) => {
    if (resource !== "pods" || !object.metadata.deletionTimestamp || previous?.metadata.deletionTimestamp) return;
    const pod = previous as Pod;
    const key = deletionRecordKey(resource, pod.metadata.namespace ?? "", pod.metadata.name ?? "");
    // A controller may delete what it likes: budgets bind those who evict.
    const isEvicted = asDeletionRecord(cluster.store.getMeta(key))?.user === "kubernetes-admin";
    if (!isEvicted || !isReady(pod)) return;
    for (const budget of list<PodDisruptionBudget>(cluster, "poddisruptionbudgets.policy")) {
      const { namespace } = budget.metadata;
      if (namespace !== pod.metadata.namespace || !matches(budget.spec?.selector, pod.metadata.labels)) continue;
      const healthy = list<Pod>(cluster, "pods").filter(
        (other) => other.metadata.namespace === namespace && matches(budget.spec?.selector, other.metadata.labels) && isReady(other),
      ).length;
      const wanted = budget.status?.desiredHealthy ?? 0;
      if (healthy < wanted) problems.push(`evicting ${title(pod)} leaves ${title(budget)} ${healthy} of ${wanted} healthy pods`);
    }
  });
  return { problems, end };
}

/** Pods on nodes that are not there, and nodes with more pods than they take. */
export function misplacedPods(cluster: Cluster): string[] {
  const room = new Map(
    list(cluster, "nodes").map((node) => [
      node.metadata.name ?? "",
      Number((node["status"] as { allocatable: { pods: string } }).allocatable.pods),
    ]),
  );
  return list<Pod>(cluster, "pods").flatMap((pod) => {
    const { nodeName } = pod.spec;
    if (!nodeName) return [];
    const left = (room.get(nodeName) ?? 0) - 1;
    room.set(nodeName, left);
    return left < 0 ? [`${title(pod)} has no room on node ${nodeName}`] : [];
  });
}

/** Watches every change of a cluster from now on; `problems` fills as it goes. */
export function watchChanges(cluster: Cluster): { readonly problems: string[]; end(): void } {
  const problems: string[] = [];
  const known = new Set(allObjects(cluster).map(({ metadata }) => metadata.uid));
  const nodes = new Set(list(cluster, "nodes").map(({ metadata }) => metadata.name));
  let revision = cluster.store.revision();

  function isKnown({ kind, name, uid }: { kind: string; name: string; uid?: string }): boolean {
    // a kubelet names its node by name where others give the uid
    return uid === undefined || known.has(uid) || (kind === "Node" && nodes.has(name));
  }

  function see(change: Change): void {
    const { object, type } = change;
    if (change.revision <= revision) problems.push(`revision ${change.revision} of ${title(object)} came after ${revision}`);
    if (object.metadata.resourceVersion !== String(change.revision))
      problems.push(`${title(object)} has version ${object.metadata.resourceVersion} at ${change.revision}`);
    revision = change.revision;
    if (type === "ADDED") known.add(object.metadata.uid);
    if (type === "MODIFIED" && change.previous?.metadata.uid !== object.metadata.uid) problems.push(`${title(object)} changed its uid`);
    if (change.resource !== "events") return;
    const involved = object["involvedObject"] as { kind: string; name: string; uid?: string };
    if (!isKnown(involved)) problems.push(`event ${object.metadata.name} speaks of ${involved.kind} ${involved.name}, which never was`);
  }

  const end = cluster.store.onChange(see);
  return { problems, end };
}
