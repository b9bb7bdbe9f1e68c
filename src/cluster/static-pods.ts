import { formatYaml } from "../base/yaml-out.ts";
import { comesBackSince, noteManifest, startedAnew, takenMirrors } from "../components/faults/control-plane.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { CONTROL_PLANE, type ControlPlaneProgram, faultsOfKind } from "../machinery/faults.ts";
import { isControlPlane } from "../machinery/object.ts";
import { faultOf } from "../network/node-faults.ts";
import type { Cluster } from "./cluster.ts";
import { act } from "./faults.ts";
import { memoryOf } from "./memory.ts";
import { createSession } from "./session.ts";

/** A static pod of a control plane node, and since when (virtual ms) it is stopped. */
export interface StaticPod {
  readonly program: ControlPlaneProgram;
  readonly pod: Pod;
  readonly stoppedAt?: number;
  /** Its manifest is there again, and it starts: the status of its new containers. */
  readonly starting?: NonNullable<Pod["status"]>;
}

/** The static pods of the control plane's programs on a node, the stopped ones included. */
export function staticPodsOn(node: string, { store }: Pick<Cluster, "store">): readonly StaticPod[] {
  const memory = memoryOf(store);
  const stopped = new Map(faultsOfKind(memory, "control-plane").map(({ program, since }) => [program, since]));
  const taken = takenMirrors(memory);
  return CONTROL_PLANE.flatMap((program) => {
    const name = `${program}-${node}`;
    const mirror = store.get("pods", "kube-system", name) as Pod | undefined;
    const pod = mirror ?? taken.find(({ metadata }) => metadata.name === name);
    const stoppedAt = stopped.get(program);
    if (pod === undefined) return [];
    const back = stoppedAt === undefined ? undefined : comesBackSince(program, memory);
    const starting = back === undefined ? {} : { starting: startedAnew(pod.status ?? {}, back) };
    return [{ program, pod, ...(stoppedAt === undefined ? {} : { stoppedAt }), ...starting }];
  });
}

const KUBELETS_OWN = /^kubernetes\.io\/config\./;
/** What kubelet and API server add to a manifest. */
const DEFAULTED = new Set([
  "dnsPolicy",
  "enableServiceLinks",
  "nodeName",
  "preemptionPolicy",
  "priority",
  "restartPolicy",
  "schedulerName",
  "securityContext",
  "terminationGracePeriodSeconds",
  "terminationMessagePath",
  "terminationMessagePolicy",
  "tolerations",
]);

/** The manifest that a static pod is made of. cmd/kubeadm/app/util/staticpod/utils.go */
export function manifestOf({ program, pod: { metadata, spec } }: StaticPod): string {
  const annotations = Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !KUBELETS_OWN.test(name)));
  const without = (value: object): object => Object.fromEntries(Object.entries(value).filter(([name]) => !DEFAULTED.has(name)));
  return formatYaml({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      creationTimestamp: null,
      labels: metadata.labels ?? {},
      name: program,
      namespace: metadata.namespace,
    },
    spec: { ...without(spec), containers: spec.containers.map(without) },
    status: {},
  });
}

/** A program that was started answers so much later: its image is there, but etcd is to be asked and caches are to be filled. */
const STARTUP_MS = 20_000;

/** A program's manifest is gone, or back: its kubelet, which watches the directory, stops or starts the program. pkg/kubelet/config/file_linux.go */
export async function followManifest(cluster: Cluster, program: ControlPlaneProgram, isThere: boolean): Promise<void> {
  const session = createSession(cluster);
  const ids = faultsOfKind(memoryOf(cluster.store), "control-plane").flatMap((fault) => (fault.program === program ? [fault.id] : []));
  await session.write(() => noteManifest(program, isThere ? session.now() : null, memoryOf(cluster.store)));
  if (isThere) await act(session, { do: "clear", ids }, STARTUP_MS);
  else await act(session, { do: "stand", fault: { kind: "control-plane", program } }, 0);
  await session.end();
}

/** Whether the kubelet of a node looks after its manifests: workers' have none. */
export function followsManifests(node: string, { store }: Pick<Cluster, "store">): boolean {
  const found = store.get("nodes", "", node);
  return found !== undefined && isControlPlane(found) && faultOf(memoryOf(store), node)?.kind !== "kubelet-stopped";
}
