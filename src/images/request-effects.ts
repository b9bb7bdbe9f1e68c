import { objectKey } from "../machinery/object.ts";
import type { AppRequest } from "../network/http.ts";
import type { Sim } from "../sim/types.ts";
import { appendLog } from "./access-log.ts";
import { fileSystem } from "./files.ts";
import { holdMemory } from "./held-memory.ts";
import { countRequest } from "./request-count.ts";
import type { ContainerView } from "./view.ts";

/** Whose timer ends containers: the kubelets'. */
const KUBELET = "kubelet";
/** An answer is on its way before its process is gone. */
const END_MS = 1;

/** What an answered request leaves behind beside its log line: files, memory that is held, and perhaps the process's end. */
export function leaveBehind(request: AppRequest, view: ContainerView, sim: Pick<Sim, "now" | "schedule">): void {
  const { behaviour } = view;
  appendToFiles(behaviour.appends?.(request, view), view);
  const later = behaviour.laterLog?.(request, view);
  if (later !== undefined) appendLog(view, later.text, later.afterMs);
  const held = behaviour.holds?.(request, view);
  if (held !== undefined && holdMemory(view, held.bytes, held.forMs)) endProcess(view, { exitCode: 137, reason: "OOMKilled" }, sim);
  const count = countRequest(view);
  if (count > 0 && count === behaviour.requestsUntilExit?.count) {
    endProcess(view, { exitCode: behaviour.requestsUntilExit.exitCode }, sim);
  }
}

function appendToFiles(appends: Readonly<Record<string, string>> | undefined, view: ContainerView): void {
  if (appends === undefined) return;
  const files = fileSystem(view);
  for (const path in appends) files.write(path, (files.read(path) ?? "") + (appends[path] ?? ""));
}

function endProcess(
  { pod, container }: ContainerView,
  data: { exitCode: number; reason?: string },
  sim: Pick<Sim, "now" | "schedule">,
): void {
  sim.schedule({ at: sim.now() + END_MS, actor: KUBELET, name: "exit", key: `${objectKey(pod)}/${container.name}`, data });
}
