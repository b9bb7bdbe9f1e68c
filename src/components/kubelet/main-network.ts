import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { NetworkAccess } from "../../images/network-calls.ts";
import { fateOf, runSoFar } from "../../images/program.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { runCurl } from "../../network/curl/curl.ts";
import { curlVersion } from "../../network/curl/messages.ts";
import { createNetwork } from "../../network/network.ts";
import { networkWorld } from "../kube-proxy/network-world.ts";
import { containerStatus } from "./status.ts";
import { containerKey, later, viewOf } from "./work.ts";

/** The network as programs in a pod use it. */
export function networkAccess(pod: Pod, context: ComponentContext): NetworkAccess {
  const network = createNetwork(networkWorld(context));
  const from = { kind: "pod", pod } as const;
  return {
    fetch: (argv) => runCurl(argv, { network, from, version: curlVersion("7.79.1") }),
    lookup: (name, type) => network.lookup(from, name, type),
    ping: (address) => network.ping(from, address),
  };
}

/** A main process asks the network something: it is answered by what there is now, and goes on from there. */
export function networkDue(pod: Pod, container: Container, context: ComponentContext): void {
  if (containerStatus(pod, container.name)?.state?.running === undefined) return;
  const view = viewOf(pod, container, context);
  runSoFar(view, networkAccess(pod, context));
  const fate = fateOf(view);
  if (fate.kind !== "runs") return;
  const key = containerKey(pod, container.name);
  const passedMs = view.now - view.startedAt;
  if (fate.endsAfterMs !== undefined) later(context, fate.endsAfterMs - passedMs, "exit", key, { exitCode: fate.exitCode });
  else if (fate.asksAfterMs !== undefined) later(context, fate.asksAfterMs - passedMs, "network", key);
}
