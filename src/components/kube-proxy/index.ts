import { recordOnNode } from "../controller/node-events.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { containerIn, containerOf, type ProgramIdentity } from "../in-pod/instances.ts";
import { type ProxyMode, type ProxyState, proxyState, setProxyState, takeSnapshot } from "../../network/kube-proxy/rules.ts";
import { reachesApi } from "../../network/node-faults.ts";

const NAME = "kube-proxy";
const PROGRAM: ProgramIdentity = { name: NAME, images: /(^|\/)kube-proxy(-amd64|$)/, startMs: 0 };

/**
 * What becomes of the nodes' service rules: they follow the API while kube-proxy runs on the node and sees the API server; when it ends,
 * they stay as they were. It says nothing to the API but the event of its start.
 */
// cmd/kube-proxy/app/server.go, pkg/proxy/iptables, 1.20
export function createKubeProxy(): Component {
  return {
    name: NAME,
    user: "system:serviceaccount:kube-system:kube-proxy",
    userAgent: NAME,
    watches: [
      {
        resource: "pods",
        concerns: ({ spec }) => Boolean((spec as PodSpec).nodeName) && containerIn(PROGRAM, spec as PodSpec) !== undefined,
        keys: ({ object }) => [(object as Pod).spec.nodeName ?? ""],
      },
    ],
    reconcile(node, context) {
      follow(node, context);
      return undefined;
    },
  };
}

/** Has the rules of a node looked at again: its network, or the whole machine, is not what it was. */
export function lookAtRules({ sim }: Pick<ComponentContext, "sim">, node: string): void {
  sim.scheduleIfSooner({ at: sim.now(), actor: NAME, name: "reconcile", key: node });
}

function follow(node: string, context: ComponentContext): void {
  const { memory } = context;
  const known = proxyState(memory, node);
  const process = startOf(node, context);
  if (process === undefined || !reachesApi(memory, node)) {
    if (known?.kind === "live") setProxyState(memory, node, { ...known, kind: "frozen", snapshot: takeSnapshot(context) });
    return;
  }
  if (known?.kind === "live" && known.process === process) return;
  const isBack = known?.kind === "frozen" && known.process === process;
  setProxyState(memory, node, { kind: "live", process, ...(isBack ? modeOf(known) : configured(context)) });
  if (known?.kind === "frozen") forgetSnapshot(known.snapshot, context);
  // The first start belongs to the cluster's making, of which the recorded clusters show nothing.
  if (!isBack && known !== undefined) sayStarting(node, context);
}

/** The rules of a time are kept as long as a node has them. */
function forgetSnapshot(snapshot: string, { lister, memory }: ComponentContext): void {
  const isUsed = lister.list("nodes").some(({ metadata }) => {
    const state = proxyState(memory, metadata.name ?? "");
    return state?.kind === "frozen" && state.snapshot === snapshot;
  });
  if (!isUsed) memory.set(snapshot, null);
}

function modeOf({ mode, strictArp }: Extract<ProxyState, { kind: "frozen" }>): { mode: ProxyMode; strictArp: boolean } {
  return { mode, strictArp };
}

/** Speaks of its node before it knows the object: the name stands for the uid. cmd/kube-proxy/app/server.go birthCry, 1.20 */
function sayStarting(name: string, context: ComponentContext): void {
  const node = context.lister.get("nodes", "", name);
  const message = context.release.value("proxyStartingText");
  if (node !== undefined) recordOnNode(node, { component: NAME, type: "Normal", reason: "Starting", message }, context);
}

/** The id of the container of kube-proxy that runs on a node; undefined when none does. */
function startOf(node: string, { lister }: ComponentContext): string | undefined {
  for (const pod of lister.list("pods", { index: `node:${node}` }) as readonly Pod[]) {
    const name = containerOf(PROGRAM, pod)?.name;
    const status = name === undefined ? undefined : pod.status?.containerStatuses?.find((one) => one.name === name);
    if (status?.state?.running !== undefined) return status.containerID ?? "";
  }
  return undefined;
}

/** Its mode, as it reads it from its ConfigMap when it starts. */
function configured({ lister, cluster }: ComponentContext): { mode: ProxyMode; strictArp: boolean } {
  const map = lister.get("configmaps", "kube-system", "kube-proxy") as { data?: Record<string, string> } | undefined;
  const text = map?.data?.["config.conf"] ?? "";
  const mode = /^mode:\s*"?(\w*)"?\s*$/m.exec(text)?.[1];
  return {
    mode: mode === "ipvs" || mode === "iptables" ? mode : mode === "" ? "iptables" : (cluster.proxyMode ?? "iptables"),
    strictArp: /^\s+strictARP:\s*true\s*$/m.test(text),
  };
}
