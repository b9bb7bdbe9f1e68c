import type { Pod } from "../kinds/core/pod/types.ts";
import type { ExtensionServer } from "../machinery/extension-server.ts";
import type { LabelRequirements } from "../machinery/labels.ts";
import { isReachable } from "../network/node-faults.ts";
import { metricsApi } from "./metrics-server/api.ts";
import { metricsServer } from "./metrics-server/index.ts";
import { type ProgramsWorld, runningView } from "./programs.ts";

/** What an API server in a pod is told of the cluster. */
export interface ExtensionWorld extends Pick<ProgramsWorld, "cluster" | "lister" | "memory"> {
  readonly sim: { now(): number };
  parseLabels(text: string): LabelRequirements;
}

/** The API server that a pod runs and that answers now; undefined for a pod that runs something else, or nothing yet. */
export function extensionServerOf(pod: Pod, world: ExtensionWorld): ExtensionServer | undefined {
  for (const container of pod.spec.containers) {
    const view = runningView(world, pod, container);
    if (view === undefined || view.behaviour !== metricsServer) continue;
    const listens = view.now >= view.startedAt + view.behaviour.listensAfterMs;
    if (!listens || !isReachable(world.memory, pod.spec.nodeName ?? "")) return undefined;
    return metricsApi(view, { viewOf: (one, inside) => runningView(world, one, inside), parseLabels: world.parseLabels });
  }
  return undefined;
}
