import { kindTerms } from "../../../src/kinds/index-terms.ts";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { parseRfc3339 } from "../../../src/base/rfc3339.ts";
import { createActor } from "../../../src/client/actor.ts";
import { createClient } from "../../../src/client/client.ts";
import { createEventRecorder } from "../../../src/client/event-recorder.ts";
import { createLister } from "../../../src/client/lister.ts";
import { createEngine } from "../../../src/cluster/engine.ts";
import { createComponents } from "../../../src/components/index.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { Client } from "../../../src/machinery/client.ts";
import type { ClusterMemory, Component, ComponentContext } from "../../../src/machinery/component.ts";
import type { ClusterSettings } from "../../../src/machinery/kind.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { createSim, newHeader } from "../../../src/sim/sim.ts";
import { createTape } from "../../../src/sim/tape.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import { settings } from "../apiserver/world.ts";

export interface WorldOptions {
  version?: string;
  runtime?: string;
  settings?: Partial<ClusterSettings>;
  pins?: Record<string, string[]>;
  nodes?: KubeObject[];
  /** Beside those of the release. */
  components?: Component[];
}

/** A master and three workers as in the book's labs, with all components, in memory. */
export function createWorld(options: WorldOptions = {}) {
  const release = parseRelease(options.version ?? "v1.20.2");
  if (release === undefined) throw new Error("no such release");
  const catalog = createCatalog();
  const cluster = { ...settings, ...options.settings };
  const tape = createTape(options.pins ?? {});
  const sim = createSim({ seed: 1, header: newHeader(parseRfc3339("2026-11-20T10:00:00Z") ?? 0), tape });
  const store = createMemoryStore({ indexTerms: kindTerms });
  const api = createApiServer({ store, sim, catalog, release, schema: loadSchema(release.minor), settings: cluster, trusts: () => true });
  const clientOf = (name: string, agent: string): Client => createClient(api, { name, groups: ["system:masters"] }, agent);
  const client = clientOf("kubernetes-admin", "kubectl");
  const lister = createLister(store);
  const memory: ClusterMemory = { get: (key) => store.getMeta(key), set: (key, value) => store.setMeta(key, value) };
  const contextOf = ({ name, user, userAgent }: { name: string; user: string; userAgent: string }): ComponentContext => {
    const own = clientOf(user, userAgent);
    return {
      sim,
      client: own,
      lister,
      events: createEventRecorder({ client: own, lister, sim, source: { component: name } }),
      release,
      cluster,
      catalog,
      memory,
      actAs: (user, userAgent) => createActor({ api, lister, sim }, { name: user, groups: ["system:masters"] }, userAgent),
    };
  };
  const engine = createEngine({
    store,
    sim,
    components: [...(options.components ?? []), ...createComponents(release)],
    contextOf,
    seed: 1,
  });
  for (const namespace of ["default", "kube-system"]) create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  engine.runUntil(sim.now() + 1000);
  const nodes = options.nodes ?? [node("m-k8s", 10, true), node("w1-k8s", 101), node("w2-k8s", 102), node("w3-k8s", 103)];
  for (const one of nodes) create(withRuntime(one, options.runtime ?? "docker://1.13.1"));
  engine.runUntil(sim.now() + 1000);

  function create(object: KubeObject): KubeObject {
    const slash = object.apiVersion.indexOf("/");
    const definition = catalog.byKind(slash < 0 ? "" : object.apiVersion.slice(0, slash), object.kind);
    const ref = {
      group: slash < 0 ? "" : object.apiVersion.slice(0, slash),
      version: object.apiVersion.slice(slash + 1),
      resource: definition?.plural ?? "",
      namespace: definition?.namespaced ? (object.metadata.namespace ?? "default") : "",
    };
    const created = client.create(ref, object);
    return object["status"] && object.kind === "Node" ? client.updateStatus(ref, { ...created, status: object["status"] }) : created;
  }

  return {
    sim,
    store,
    client,
    lister,
    memory,
    release,
    cluster,
    engine,
    create,
    context: (name: string) => contextOf({ name, user: name, userAgent: name }),
    run(seconds: number) {
      engine.runUntil(sim.now() + seconds * 1000);
    },
    pod: (name: string, namespace = "default") => store.get("pods", namespace, name) as Pod,
    pods: () => store.list("pods", { namespace: "default" }) as readonly Pod[],
    deletePod(name: string, gracePeriodSeconds?: number) {
      client.delete(
        { group: "", version: "v1", resource: "pods", namespace: "default" },
        name,
        gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds },
      );
      engine.quiesce();
    },
    /** `Type Reason Message (xCount)` of an object's events, oldest first. */
    events(name: string) {
      return (
        store.list("events", { namespace: "default" }) as readonly (KubeObject & {
          involvedObject: { name: string };
          type: string;
          reason: string;
          message: string;
          count: number;
        })[]
      )
        .filter(({ involvedObject }) => involvedObject.name === name)
        .sort((left, right) => Number(left.metadata.resourceVersion) - Number(right.metadata.resourceVersion))
        .map(({ type, reason, message, count }) => `${type} ${reason} ${message}${count > 1 ? ` (x${count})` : ""}`);
    },
  };
}

export type World = ReturnType<typeof createWorld>;

function withRuntime(object: KubeObject, containerRuntimeVersion: string): KubeObject {
  return {
    ...object,
    status: {
      ...(object["status"] as object),
      nodeInfo: {
        containerRuntimeVersion,
        architecture: "amd64",
        bootID: "b",
        kernelVersion: "k",
        kubeProxyVersion: "v",
        kubeletVersion: "v",
        machineID: "m",
        operatingSystem: "linux",
        osImage: "o",
        systemUUID: "s",
      },
    },
  };
}

/** A node of the labs: 2 CPU, about 2 Gi. */
export function node(name: string, host: number, master = false): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, ...(master ? { "node-role.kubernetes.io/master": "" } : {}) } },
    spec: master ? { taints: [{ key: "node-role.kubernetes.io/master", effect: "NoSchedule" }] } : {},
    status: {
      addresses: [{ type: "InternalIP", address: `192.168.1.${host}` }],
      allocatable: { cpu: "2", memory: "1779612Ki", pods: "110", "ephemeral-storage": "37769071566" },
      capacity: { cpu: "2", memory: "1882012Ki", pods: "110", "ephemeral-storage": "40021Mi" },
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "kubelet is posting ready status",
          lastHeartbeatTime: "2026-11-20T10:00:01Z",
          lastTransitionTime: "2026-11-20T10:00:01Z",
        },
      ],
    },
  };
}

/** A pod with one container `c`. */
export function pod(name: string, container: object, spec: object = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { run: name } },
    spec: { containers: [{ name: "c", image: "nginx:1.19", ...container }], ...spec },
  };
}
