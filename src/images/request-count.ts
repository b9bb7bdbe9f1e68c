import { objectKey } from "../machinery/object.ts";
import type { Sim } from "../sim/types.ts";
import type { ContainerView } from "./view.ts";

/** Whose timer ends containers: the kubelets'. */
const KUBELET = "kubelet";

/** Counts what a program answers that ends after so many requests, and has its kubelet notice the end. */
export function countRequest({ behaviour, pod, container, startedAt, memory }: ContainerView, sim: Pick<Sim, "now" | "schedule">): void {
  const { requestsUntilExit } = behaviour;
  if (requestsUntilExit === undefined) return;
  const key = `requests/${pod.metadata.uid}/${container.name}/${startedAt}`;
  const count = Number(memory.get(key) ?? 0) + 1;
  memory.set(key, count);
  if (count !== requestsUntilExit.count) return;
  const { exitCode } = requestsUntilExit;
  sim.schedule({ at: sim.now() + 1, actor: KUBELET, name: "exit", key: `${objectKey(pod)}/${container.name}`, data: { exitCode } });
}
