import { createPrograms } from "../../../src/images/programs.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { Service, ServiceSpec } from "../../../src/kinds/core/service/types.ts";
import { runCurl } from "../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../src/network/curl/messages.ts";
import { createNetwork } from "../../../src/network/network.ts";
import type { NetworkWorld, Place } from "../../../src/network/types.ts";
import { createWorld, pod, type WorldOptions } from "../nodes/world.ts";

export const PC: Place = { kind: "pc" };
/** Nodes of the lab by their short names. */
export const ADDRESSES = { m: "192.168.1.10", w1: "192.168.1.101", w2: "192.168.1.102", w3: "192.168.1.103" } as const;
/** The tunnel devices' addresses. facts/calico.md 2.2 */
export const TUNNELS = { m: "172.16.171.64", w1: "172.16.221.128", w2: "172.16.103.128", w3: "172.16.132.0" } as const;

export const node = (name: keyof typeof ADDRESSES): Place => ({ kind: "node", name: `${name}-k8s` });

export interface LabOptions extends WorldOptions {
  /** Pods behind the service: the node of each. */
  readonly pods?: Readonly<Record<string, keyof typeof ADDRESSES>>;
  readonly service?: Partial<ServiceSpec>;
  readonly features?: Partial<NonNullable<NetworkWorld["proxyFeatures"]>>;
  readonly announcer?: NetworkWorld["announcer"];
}

/** Pods that say who they are and whom they see, behind a service `echo` with node port 30000, and pods `tools` on w3 and `host` on w2's own network. */
export function createLab(options: LabOptions = {}) {
  const world = createWorld(options);
  const echo = (name: string, on: keyof typeof ADDRESSES, extra: object = {}): KubeObject => {
    const made = pod(name, { image: "amsy810/echo-nginx:v2.0" }, { nodeName: `${on}-k8s`, ...extra });
    return { ...made, metadata: { name, labels: { app: "echo" } } };
  };
  for (const [name, on] of Object.entries(options.pods ?? { a: "w1", b: "w2" })) world.create(echo(name, on as keyof typeof ADDRESSES));
  world.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "echo" },
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.77",
      selector: { app: "echo" },
      ports: [{ port: 80, nodePort: options.service?.type === "ClusterIP" ? undefined : 30000 }],
      ...options.service,
    },
  });
  const sleeping = { image: "sysnet4admin/net-tools", command: ["sleep", "36000"] };
  world.create(pod("tools", sleeping, { nodeName: "w3-k8s" }));
  world.create(pod("host", sleeping, { nodeName: "w2-k8s", hostNetwork: true }));
  world.run(4);
  const { lister, sim, memory, cluster } = world;
  const networkWorld: NetworkWorld = {
    lister,
    sim,
    memory,
    cluster,
    programs: createPrograms(world.context("kubelet")),
    ...(options.announcer === undefined ? {} : { announcer: options.announcer }),
    proxyFeatures: { terminatingEndpoints: false, internalTrafficPolicy: "ignored", loadBalancerIpMode: false, ...options.features },
  };
  const network = createNetwork(networkWorld);
  const curl = (line: string, from: Place = PC, version = "7.68.0") =>
    runCurl(line.split(" "), { network, from, version: curlVersion(version) });
  return {
    world,
    network,
    networkWorld,
    curl,
    echo,
    pod: (name: string): Place => ({ kind: "pod", pod: world.pod(name) }),
    ip: (name: string) => (world.store.get("pods", "default", name) as Pod | undefined)?.status?.podIP ?? "",
    /** `name seen-as` of the pod that answers, or why nobody does. */
    ask(url: string, from: Place = PC): string {
      const { stdout, exitCode, elapsedMs } = curl(`-s -m 600 ${url}`, from);
      const [, who, seen] = /From=(\S+) +ClientIP=(\S+)/.exec(stdout) ?? [];
      if (who !== undefined) return `${who} ${seen}`;
      return exitCode === 0
        ? stdout
        : exitCode === 28
          ? "timeout"
          : exitCode === 7 && elapsedMs > 1000
            ? "no route"
            : exitCode === 7
              ? "refused"
              : `${exitCode}`;
    },
    change(change: (service: Service) => Service, status?: Service["status"]) {
      const ref = { group: "", version: "v1", resource: "services", namespace: "default" };
      const stored = world.client.update(ref, change(world.lister.get("services", "default", "echo") as Service));
      if (status) world.client.updateStatus(ref, { ...stored, status } as Service);
      world.run(1);
    },
    /** Gives the service a load balancer's address. */
    publish(ip: string) {
      const ref = { group: "", version: "v1", resource: "services", namespace: "default" };
      const stored = world.lister.get("services", "default", "echo") as Service;
      world.client.updateStatus(ref, { ...stored, status: { loadBalancer: { ingress: [{ ip }] } } } as Service);
    },
  };
}
