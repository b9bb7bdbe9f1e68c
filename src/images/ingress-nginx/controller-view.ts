import type { ContainerView } from "../view.ts";
import { type ControllerFlags, controllerFlags } from "./arguments.ts";
import type { RunningConfiguration } from "./model.ts";
import { type ControllerRelease, controllerRelease } from "./release.ts";

/** A controller's container with what it runs with. */
export interface ControllerView {
  readonly view: ContainerView;
  readonly release: ControllerRelease;
  readonly flags: ControllerFlags;
  readonly configuration: RunningConfiguration;
}

/** Where a process's memory is kept: its configuration, and what its balancers remember. */
export function processKey({ pod, startedAt }: Pick<ContainerView, "pod" | "startedAt">): string {
  return `ingress-nginx/${pod.metadata.uid}/${startedAt}`;
}

/** Undefined until the controller has made its first configuration, and once it is shutting down. */
export function controllerView(view: ContainerView): ControllerView | undefined {
  if (view.pod.metadata.deletionTimestamp !== undefined) return undefined;
  const configuration = view.memory.get(`${processKey(view)}/configuration`) as unknown as RunningConfiguration | null | undefined;
  if (!configuration) return undefined;
  const release = controllerRelease(view.container);
  return { view, release, flags: controllerFlags(view.pod, view.container, release), configuration };
}
