import type { ClusterMemory, Lister } from "../machinery/component.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { AppRequest, HttpResponse } from "../network/http.ts";
import type { Sim } from "../sim/types.ts";
import type { PodPrograms } from "../network/types.ts";
import { parseRfc3339 } from "../base/rfc3339.ts";
import type { Container } from "../kinds/core/pod/container/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { appendLog } from "./access-log.ts";
import { imageBehaviour } from "./index.ts";
import { leaveBehind } from "./request-effects.ts";
import { countWork } from "./work.ts";
import { servesItself } from "./program.ts";
import type { ContainerView, Outside } from "./view.ts";

/** What programs in pods know of the cluster. */
export interface ProgramsWorld {
  readonly lister: Lister;
  readonly memory: ClusterMemory;
  readonly cluster: ClusterSettings;
  readonly sim: Pick<Sim, "now" | "schedule">;
  /** The network on which the programs themselves are: asked when one of them is, because either needs the other. */
  readonly outside?: () => Outside;
}

/** The same for somebody who only looks. */
type SeenWorld = Omit<ProgramsWorld, "sim"> & { readonly sim: Pick<Sim, "now"> };

/** Programs in pods as their images say. */
export function createPrograms(world: ProgramsWorld): PodPrograms {
  return {
    listens: (pod, port) => listener(world, pod, port) !== undefined,
    certificate(pod, port, serverName) {
      const view = listener(world, pod, port);
      return view?.behaviour.certificate?.(port, serverName, view);
    },
    http(pod, request) {
      const view = listener(world, pod, request.port);
      return view === undefined ? undefined : answer(view, request, world);
    },
  };
}

function answer(view: ContainerView, request: AppRequest, world: ProgramsWorld): HttpResponse | undefined {
  const { behaviour } = view;
  const response = behaviour.answer?.(request, view);
  if (response === undefined) return undefined;
  const line = behaviour.requestLog?.(request, response, view);
  if (line !== undefined) appendLog(view, line);
  countWork(view, view.now, behaviour.cpuMsOf?.(request) ?? behaviour.cpuMsPerRequest, view.memory);
  leaveBehind(request, view, world.sim);
  return response;
}

/** The container of a pod that listens on a port now; undefined when none does. */
export function listener(world: SeenWorld, pod: Pod, port: number): ContainerView | undefined {
  for (const container of pod.spec.containers) {
    const view = runningView(world, pod, container);
    if (view === undefined || !view.behaviour.ports(view).includes(port)) continue;
    if (view.now >= view.startedAt + view.behaviour.listensAfterMs && servesItself(view)) return view;
  }
  return undefined;
}

/** What a running container sees; undefined while it does not run. */
export function runningView(
  { lister, memory, cluster, sim, outside }: SeenWorld,
  pod: Pod,
  container: Container,
): ContainerView | undefined {
  const startedAt = pod.status?.containerStatuses?.find(({ name }) => name === container.name)?.state?.running?.startedAt;
  if (!startedAt) return undefined;
  return {
    pod,
    container,
    behaviour: imageBehaviour(container.image ?? "", memory),
    startedAt: parseRfc3339(startedAt) ?? 0,
    now: sim.now(),
    lister,
    memory,
    cluster,
    ...(outside ? { outside: outside() } : {}),
  };
}
