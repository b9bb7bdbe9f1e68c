import { kindTerms } from "../../../src/kinds/index-terms.ts";
import { formatRfc3339, parseRfc3339 } from "../../../src/base/rfc3339.ts";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createActor } from "../../../src/client/actor.ts";
import { createClient } from "../../../src/client/client.ts";
import { createEventRecorder } from "../../../src/client/event-recorder.ts";
import { createLister } from "../../../src/client/lister.ts";
import { createEngine } from "../../../src/cluster/engine.ts";
import { createApiServiceController } from "../../../src/components/api-service/index.ts";
import { createBootstrapSigner, createTokenCleaner } from "../../../src/components/bootstrap-token/index.ts";
import { createCertificateController } from "../../../src/components/certificates/index.ts";
import { createDaemonSetController } from "../../../src/components/daemonset/index.ts";
import { createDeploymentController } from "../../../src/components/deployment/index.ts";
import { createEndpointsController } from "../../../src/components/endpoints/index.ts";
import { createEndpointSliceController } from "../../../src/components/endpointslice/index.ts";
import { createEndpointSliceMirroringController } from "../../../src/components/endpointslice-mirroring/index.ts";
import { createEventTtl } from "../../../src/components/event-ttl/index.ts";
import { createGarbageCollector } from "../../../src/components/garbage-collector/index.ts";
import { createNamespaceController } from "../../../src/components/namespace/index.ts";
import { createNodeLifecycleController } from "../../../src/components/node-lifecycle/index.ts";
import { createPodGarbageCollector } from "../../../src/components/pod-gc/index.ts";
import { createReplicaSetController } from "../../../src/components/replicaset/index.ts";
import { createRootCaPublisher } from "../../../src/components/root-ca/index.ts";
import { createServiceController } from "../../../src/components/service/index.ts";
import { createServiceAccountController } from "../../../src/components/serviceaccount/index.ts";
import { createTokenController } from "../../../src/components/token/index.ts";
import { createClusterRoleAggregationController } from "../../../src/components/clusterrole-aggregation/index.ts";
import { createCronJobController } from "../../../src/components/cronjob/index.ts";
import { createCustomResourceController } from "../../../src/components/crd/index.ts";
import { createDisruptionController } from "../../../src/components/disruption/index.ts";
import type { MetricsClient } from "../../../src/components/hpa/metrics.ts";
import { createHorizontalPodAutoscalerController } from "../../../src/components/hpa/index.ts";
import { createJobController } from "../../../src/components/job/index.ts";
import { createPersistentVolumeController } from "../../../src/components/persistent-volume/index.ts";
import { createReplicationController } from "../../../src/components/replication/index.ts";
import { createResourceQuotaController } from "../../../src/components/resourcequota/index.ts";
import { createStatefulSetController } from "../../../src/components/statefulset/index.ts";
import { createTtlAfterFinishedController } from "../../../src/components/ttl-after-finished/index.ts";
import { createClaimProtectionController, createVolumeProtectionController } from "../../../src/components/volume-protection/index.ts";
import { targetNodeName } from "../../../src/components/daemonset/pod-template.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { Node } from "../../../src/kinds/core/node/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { ApiHandler } from "../../../src/machinery/api.ts";
import type { Client, ResourceRef } from "../../../src/machinery/client.ts";
import type { Component, ComponentContext } from "../../../src/machinery/component.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { objectKey, splitKey } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Store } from "../../../src/machinery/store.ts";
import { parseRelease } from "../../../src/release/release.ts";
import type { DrivenSim } from "../../../src/sim/sim.ts";
import { createSim, newHeader } from "../../../src/sim/sim.ts";
import { settings } from "../apiserver/world.ts";

export const START = parseRfc3339("2026-11-20T10:00:00Z") ?? 0;
const PODS: ResourceRef = { group: "", version: "v1", resource: "pods", namespace: "default" };

/** A cluster of controllers on a real API server; the scheduler and the kubelets are one small stand-in. */
export interface World {
  readonly api: ApiHandler;
  readonly client: Client;
  readonly store: Store;
  readonly sim: DrivenSim;
  readonly memory: ComponentContext["memory"];
  /** Lets that much virtual time pass. */
  advance(ms: number): void;
  get<T extends KubeObject>(resource: string, name: string, namespace?: string): T;
  find(resource: string, name: string, namespace?: string): KubeObject | undefined;
  list<T extends KubeObject>(resource: string): readonly T[];
  /** `REASON MESSAGE` of the events about objects of a kind, first to last. */
  events(kind: string): string[];
}

/** Milliseconds from a pod's creation to its readiness; undefined for a pod that never gets ready. */
export type ReadyAfter = (pod: Pod) => number | undefined;

/** Binds every pod to a node, makes it run and get ready after a while, and ends it at once when it is deleted. */
function createStandIn(readyAfter: ReadyAfter): Component {
  const nodeOf = (pod: Pod, { lister }: ComponentContext) => {
    const free = (lister.list("nodes") as readonly Node[]).filter((node) => (node.spec.taints ?? []).length === 0);
    const names = free.map((node) => node.metadata.name ?? "");
    const bound = lister.list("pods").filter((other) => (other as Pod).spec.nodeName).length;
    return targetNodeName(pod) ?? names[bound % Math.max(1, names.length)] ?? "w1-k8s";
  };
  return {
    name: "stand-in",
    user: "system:kube-scheduler",
    userAgent: "stand-in",
    watches: [{ resource: "pods", keys: ({ type, object }) => (type === "DELETED" ? [] : [objectKey(object)]) }],
    reconcile(key, context) {
      const { namespace, name } = splitKey(key);
      const pod = context.lister.get("pods", namespace, name) as Pod | undefined;
      if (!pod) return undefined;
      const ref = { ...PODS, namespace };
      if (pod.metadata.deletionTimestamp) {
        context.client.delete(ref, name, { gracePeriodSeconds: 0 });
        return undefined;
      }
      if (!pod.spec.nodeName) {
        const target = { kind: "Node", name: nodeOf(pod, context) };
        context.client.create(
          ref,
          { apiVersion: "v1", kind: "Binding", metadata: { name, namespace }, target },
          { subresource: "binding" },
        );
        const delay = readyAfter(pod);
        if (delay !== undefined) context.sim.schedule({ at: context.sim.now() + delay, actor: "stand-in", name: "ready", key });
      }
      return undefined;
    },
    handle(event, context) {
      const { namespace, name } = splitKey(event.key);
      const pod = context.lister.get("pods", namespace, name) as Pod | undefined;
      if (!pod || pod.metadata.deletionTimestamp) return;
      const time = formatRfc3339(context.sim.now());
      const conditions = [{ type: "Ready", status: "True", lastTransitionTime: time }];
      const status = { ...pod.status, phase: "Running", startTime: time, podIP: `10.0.0.${(event.seq % 250) + 1}`, conditions };
      context.client.updateStatus({ ...PODS, namespace }, { ...pod, status });
    },
  };
}

export function createWorld(
  version = "v1.20.2",
  readyAfter: ReadyAfter = () => 1000,
  nodeNames: readonly string[] = ["w1-k8s", "w2-k8s", "w3-k8s"],
  metrics?: MetricsClient,
): World {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const catalog = createCatalog();
  const store = createMemoryStore({ indexTerms: kindTerms });
  const sim = createSim({ seed: 1, header: newHeader(START) });
  const api = createApiServer({ store, sim, catalog, release, schema: loadSchema(release.minor), settings, trusts: () => true });
  const lister = createLister(store);
  const memory = {
    get: (key: string) => store.getMeta(key),
    set: (key: string, value: Parameters<Store["setMeta"]>[1]) => store.setMeta(key, value),
  };
  const contextOf = (component: Component): ComponentContext => {
    const client = createClient(api, { name: component.user, groups: ["system:masters"] }, component.userAgent);
    const events = createEventRecorder({ client, lister, sim, source: { component: component.name } });
    const actAs: ComponentContext["actAs"] = (user, userAgent) =>
      createActor({ api, lister, sim }, { name: user, groups: ["system:masters"] }, userAgent);
    return { sim, client, lister, events, release, cluster: settings, catalog, memory, actAs };
  };
  const controllers = [
    createCustomResourceController(release),
    createServiceController(release),
    createServiceAccountController(),
    createTokenController(release),
    createRootCaPublisher(release),
    createCertificateController(release),
    createBootstrapSigner(),
    createTokenCleaner(),
    createApiServiceController(release),
    createNamespaceController(),
    createDeploymentController(),
    createReplicaSetController(),
    createDaemonSetController(),
    createReplicationController(),
    createStatefulSetController(),
    createJobController(),
    createCronJobController(release),
    createTtlAfterFinishedController(release),
    createHorizontalPodAutoscalerController(metrics),
    createDisruptionController(release),
    createPersistentVolumeController(),
    createVolumeProtectionController(),
    createClaimProtectionController(),
    createResourceQuotaController(),
    createClusterRoleAggregationController(),
    createEndpointsController(),
    createEndpointSliceController(),
    createEndpointSliceMirroringController(release),
    createGarbageCollector(),
    createEventTtl(),
    createNodeLifecycleController(),
    createPodGarbageCollector(),
    createStandIn(readyAfter),
  ].filter((component) => component !== undefined);
  const engine = createEngine({ store, sim, components: controllers, contextOf, seed: 1 });
  const client = createClient(api, { name: "kubernetes-admin", groups: ["system:masters"] }, "kubectl/v1.20.2");
  const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  for (const name of ["default", "kube-system"])
    client.create({ group: "", version: "v1", resource: "namespaces", namespace: "" }, namespace(name));
  for (const name of nodeNames) {
    const conditions = [{ type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: formatRfc3339(START) }];
    const node = {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "kubernetes.io/hostname": name } },
      spec: {},
      status: { conditions },
    };
    const nodes = { group: "", version: "v1", resource: "nodes", namespace: "" };
    const created = client.create(nodes, node);
    client.updateStatus(nodes, { ...created, status: { conditions } });
  }
  engine.quiesce();
  const find = (resource: string, name: string, inNamespace = "default") => store.get(resource, inNamespace, name);
  return {
    api,
    client,
    store,
    sim,
    memory,
    advance: (ms) => void engine.runUntil(sim.now() + ms),
    find,
    get<T extends KubeObject>(resource: string, name: string, inNamespace?: string): T {
      const object = find(resource, name, inNamespace);
      if (!object) throw new Error(`${resource} ${name} is not there`);
      return object as T;
    },
    list: <T extends KubeObject>(resource: string) => store.list(resource) as readonly T[],
    events(kind) {
      const events = store.list("events").filter((event) => (event["involvedObject"] as { kind: string }).kind === kind);
      const at = (event: KubeObject) => Number(event.metadata.resourceVersion);
      return [...events].sort((a, b) => at(a) - at(b)).map((event) => `${String(event["reason"])} ${String(event["message"])}`);
    },
  };
}

export const DEPLOYMENTS: ResourceRef = { group: "apps", version: "v1", resource: "deployments", namespace: "default" };

/** A deployment of nginx. */
export function deployment(name: string, replicas: number, spec: Record<string, unknown> = {}): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "nginx", image: "nginx" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default", labels },
    spec: { replicas, selector: { matchLabels: labels }, template, ...spec },
  };
}
