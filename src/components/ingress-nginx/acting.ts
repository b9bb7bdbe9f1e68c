import { controllerFlags, type ControllerFlags } from "../../images/ingress-nginx/arguments.ts";
import { controllerRelease, type ControllerRelease } from "../../images/ingress-nginx/release.ts";
import { runningView } from "../../images/programs.ts";
import type { ContainerView } from "../../images/view.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";

/** A controller's process that acts now, with what it was started with. */
export interface ActingController {
  readonly instance: ActingInstance;
  readonly view: ContainerView;
  readonly release: ControllerRelease;
  readonly flags: ControllerFlags;
}

/** The event source of all controllers. */
export const SOURCE = { component: "nginx-ingress-controller" } as const;

/** Controllers that act and are not shutting down, first started first. */
export function actingControllers(context: ProgramContext): ActingController[] {
  return allControllers(context).filter(({ view }) => view.pod.metadata.deletionTimestamp === undefined);
}

/** Those that are shutting down included. */
export function allControllers(context: ProgramContext): ActingController[] {
  return context.instances.flatMap((instance) => {
    const { pod, container } = instance;
    const view = runningView(context, pod, container);
    // One that gives up at once does nothing else.
    if (view?.behaviour.entrypoint(view).kind !== "serves") return [];
    const release = controllerRelease(container);
    return [{ instance, view, release, flags: controllerFlags(pod, container, release) }];
  });
}

/** The controller of a pod's uid. */
export function controllerOf(uid: string, controllers: readonly ActingController[]): ActingController | undefined {
  return controllers.find(({ view }) => view.pod.metadata.uid === uid);
}
