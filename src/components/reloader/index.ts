import type { Component, ComponentContext } from "../../machinery/component.ts";
import { splitKey, objectKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { appendLog } from "../../images/access-log.ts";
import { runningView } from "../../images/programs.ts";
import { logLine } from "../../images/reloader/log.ts";
import { type ActingInstance, inPods, type PodProgram, type ProgramContext } from "../in-pod/program.ts";
import { reloaded, type Source, sourceOf, type Workload, WORKLOADS } from "./reload.ts";

/** Stakater's Reloader: workloads that ask for it by annotation roll out anew when a ConfigMap or Secret that they use has changed. */
const program: PodProgram = {
  name: "reloader",
  images: /(^|\/)stakater\/reloader$/,
  startMs: 500,
  userAgent: "manager/v0.0.0 (linux/amd64) kubernetes/$Format",
  watches: [
    { resource: "configmaps", keys: (change) => keysOf("CONFIGMAP", change) },
    { resource: "secrets", keys: (change) => keysOf("SECRET", change) },
  ],
  // What has changed while nobody watched is not found out.
  all: () => [],
  reconcile(key, context) {
    const [type = "", rest = ""] = key.split("|");
    const [leader] = context.instances;
    const { namespace, name } = splitKey(rest);
    const object = context.lister.get(type === "SECRET" ? "secrets" : "configmaps", namespace, name);
    if (leader !== undefined && object !== undefined)
      rollOut(sourceOf(type === "SECRET" ? "SECRET" : "CONFIGMAP", object), leader, context);
    return undefined;
  },
};

/** Makes the component of Reloader's pods. */
export function createReloader(): Component {
  return inPods(program);
}

function keysOf(type: Source["type"], { type: what, object, previous }: Change): string[] {
  if (what !== "MODIFIED" || previous === undefined) return [];
  return sourceOf(type, object).sha === sourceOf(type, previous).sha ? [] : [`${type}|${objectKey(object)}`];
}

// internal/pkg/handler/upgrade.go PerformRollingUpgrade, v1.0.41
function rollOut(source: Source, leader: ActingInstance, context: ProgramContext): void {
  for (const { kind, plural } of WORKLOADS) {
    const ref = { group: "apps", version: "v1", resource: plural, namespace: source.namespace };
    for (const item of leader.client.list(ref).items as unknown as readonly Workload[]) {
      const changed = reloaded(item, source);
      if (changed === undefined) continue;
      leader.client.update(ref, changed);
      const what = `Changes detected in '${source.name}' of type '${source.type}' in namespace '${source.namespace}'`;
      const message = `${what}, Updated '${item.metadata.name}' of type '${kind}' in namespace '${source.namespace}'`;
      say(message, leader, context);
      const component = `reloader-${source.type === "SECRET" ? "secrets" : "configMaps"}`;
      leader.recorder({ component }).record(item, "Normal", "Reloaded", message);
    }
  }
}

function say(
  message: string,
  { pod, container }: ActingInstance,
  context: Pick<ComponentContext, "cluster" | "lister" | "memory" | "sim">,
): void {
  const view = runningView(context, pod, container);
  if (view !== undefined) appendLog(view, logLine(context.sim.now(), "info", message));
}
