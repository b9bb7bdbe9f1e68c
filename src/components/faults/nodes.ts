import type { ComponentContext } from "../../machinery/component.ts";
import { addFault, faultsOfKind, removeFaults } from "../../machinery/faults.ts";
import { faultOf, isOn } from "../../network/node-faults.ts";
import { forgetConnections } from "../../network/kube-proxy/choose.ts";
import { setProxyState } from "../../network/kube-proxy/rules.ts";
import { restartPods } from "../kubelet/boot.ts";
import { lookAtRules } from "../kube-proxy/index.ts";
import { breakNode } from "../node-lifecycle/health.ts";
import { ACTOR, type NodeAction } from "./action.ts";
import { returnToApi, silence, tellStart } from "./kubelets.ts";

/** From the power button, or the word reboot, until the kubelet has started. */
const BOOT_MS = 20_000;
const REBOOT_MS = 30_000;
const MODULE = "br_netfilter";

/** Does something to a machine. What does not change anything does nothing. */
export function changeNode(name: string, action: NodeAction, context: ComponentContext): void {
  const { memory, sim } = context;
  const fault = faultOf(memory, name);
  const away = (kind: "kubelet-stopped" | "network-cut" | "off"): void => {
    silence(name, context);
    breakNode(context, name, kind);
    lookAtRules(context, name);
  };
  const bootAfter = (ms: number, isClean: boolean): void => {
    if (sim.pending(ACTOR, "boot", name) === undefined)
      sim.schedule({ at: sim.now() + ms, actor: ACTOR, name: "boot", key: name, data: isClean });
  };
  switch (action) {
    case "down":
      sim.cancel(ACTOR, "boot", name);
      return away("off");
    case "up":
      return isOn(memory, name) ? undefined : bootAfter(BOOT_MS, false);
    case "reboot": {
      const isClean = isOn(memory, name);
      away("off");
      return bootAfter(REBOOT_MS, isClean);
    }
    case "stop-kubelet":
      return fault === undefined ? away("kubelet-stopped") : undefined;
    case "start-kubelet":
      if (fault?.kind !== "kubelet-stopped") return;
      tellStart(name, undefined, context);
      return returnToApi(name, context);
    case "cut-network":
      return isOn(memory, name) ? away("network-cut") : undefined;
    case "restore-network":
      return fault?.kind === "network-cut" ? returnToApi(name, context) : undefined;
    case "unload-module":
      if (!faultsOfKind(memory, "no-forwarding").some(({ node }) => node === name))
        addFault(memory, { kind: "no-forwarding", node: name, module: MODULE }, sim.now());
      return;
    case "load-module":
      removeFaults(memory, (standing) => standing.kind === "no-forwarding" && standing.node === name);
  }
}

/**
 * The machine has booted: modules are loaded, rules and connections are gone, and the kubelet finds none of its containers. `isClean`: they
 * were stopped, not torn away.
 */
export function bootNode(name: string, isClean: boolean, context: ComponentContext): void {
  const { memory } = context;
  removeFaults(memory, (standing) => standing.kind === "no-forwarding" && standing.node === name);
  setProxyState(memory, name, { kind: "none" });
  forgetConnections(context, name);
  const bootId = uuid(context, name);
  tellStart(name, bootId, context);
  restartPods(name, isClean, context);
  returnToApi(name, context, bootId);
}

function uuid({ sim }: ComponentContext, name: string): string {
  const stream = sim.stream(`boot-id/${name}`);
  const hex = Array.from({ length: 32 }, () => stream.int(16).toString(16)).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${"89ab"[stream.int(4)]}${hex.slice(17, 20)}`, hex.slice(20)].join(
    "-",
  );
}
