import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { Client } from "../../machinery/client.ts";
import type { Component, ComponentContext, ComponentWatch, EventRecorder, EventSource } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { SimEvent } from "../../sim/types.ts";
import { type Requeue, retryDelayMs } from "../controller/retry.ts";
import {
  containerIn,
  containerOf,
  type Instance,
  instancesOf,
  isKnown,
  noteCarrier,
  type ProgramIdentity,
  runningSince,
} from "./instances.ts";

/** A process of a program, with what its service account lets it do. */
export interface ActingInstance extends Instance {
  readonly client: Client;
  recorder(source: EventSource): EventRecorder;
}

/** What a program in pods is given: the component's world, but to write it takes one of its own processes. */
export interface ProgramContext extends Omit<ComponentContext, "client" | "events"> {
  /** Those that act now, first started first; the first leads where one has to. Never empty while a program reconciles. */
  readonly instances: readonly ActingInstance[];
}

/** A controller that runs as pods: it acts while one of them runs, with the permissions of that pod's service account. */
export interface PodProgram extends ProgramIdentity {
  readonly userAgent: string;
  readonly watches: readonly ComponentWatch[];
  /** What a process looks at when it begins, when another of its kind begins or ends, and when its node has a network again. */
  all(context: ComponentContext): readonly string[];
  /** Brings one key's world to its desired state. A refused call is tried again as a work queue would. */
  reconcile(key: string, context: ProgramContext): Requeue;
  /** Its own timers. */
  handle?(event: SimEvent, context: ProgramContext): void;
  /** What has to be done once the last process has ended; most programs leave everything as it is. */
  orphaned?(context: ComponentContext): void;
}

/** Keys of the wrapper's own: a pod that may carry the program, and a look at everything. */
const POD_KEY = "@pod/";
const EVERYTHING = "@all";

/** Makes the component of a program that runs in pods. */
export function inPods(program: PodProgram): Component {
  const { name } = program;

  function processes(context: ComponentContext): ProgramContext {
    const instances = instancesOf(program, context).map((instance): ActingInstance => {
      const { namespace = "" } = instance.pod.metadata;
      const account = instance.pod.spec.serviceAccountName || "default";
      return { ...instance, ...context.actAs(`system:serviceaccount:${namespace}:${account}`, program.userAgent) };
    });
    return { ...context, instances };
  }

  /** A pod of the program has changed: who acts may have changed with it. */
  function lookAtPod(key: string, context: ComponentContext): Requeue {
    const { namespace, name: podName } = splitKey(key);
    const pod = context.lister.get("pods", namespace, podName) as Pod | undefined;
    noteCarrier(program, key, pod !== undefined, context.memory);
    const container = pod && containerOf(program, pod);
    const since = pod && container && runningSince(pod, container);
    const acting = instancesOf(program, context).map(({ pod: one, startedAt }) => `${objectKey(one)}@${startedAt}`);
    const known = `programs/${name}/acting`;
    const before = JSON.stringify(context.memory.get(known) ?? []);
    if (JSON.stringify(acting) !== before) {
      context.memory.set(known, acting);
      if (acting.length === 0) program.orphaned?.(context);
      else lookAtAll(context);
    }
    const waitMs = since === undefined ? 0 : since + program.startMs - context.sim.now();
    return waitMs > 0 ? { requeueAfterMs: waitMs } : undefined;
  }

  function lookAtAll(context: ComponentContext): void {
    for (const key of program.all(context)) context.sim.scheduleIfSooner({ at: context.sim.now(), actor: name, name: "reconcile", key });
  }

  function attempt(key: string, failuresBefore: number, context: ComponentContext): Requeue {
    const given = processes(context);
    if (given.instances.length === 0) return undefined;
    try {
      const requeue = program.reconcile(key, given);
      context.sim.cancel(name, "retry", key);
      return requeue;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const failures = failuresBefore + 1;
      const at = context.sim.now() + (retryDelayMs(failures) ?? 0);
      context.sim.schedule({ at, actor: name, name: "retry", key, data: failures });
      return undefined;
    }
  }

  const carriers: ComponentWatch = {
    resource: "pods",
    concerns: ({ spec }) => containerIn(program, spec as PodSpec) !== undefined,
    keys: ({ object }) => [`${POD_KEY}${objectKey(object)}`],
  };
  const returningNodes: ComponentWatch = {
    resource: "nodes",
    keys: ({ type, object }, context) => {
      const isHost = type === "MODIFIED" && instancesOf(program, context).some(({ pod }) => pod.spec.nodeName === object.metadata.name);
      return isHost ? [EVERYTHING] : [];
    },
  };
  return {
    name,
    user: `system:serviceaccount:kube-system:${name}`,
    userAgent: program.userAgent,
    watches: [carriers, returningNodes, ...program.watches.map((watch) => whileRunning(program, watch))],
    reconcile(key, context) {
      if (key.startsWith(POD_KEY)) return lookAtPod(key.slice(POD_KEY.length), context);
      if (key === EVERYTHING) {
        lookAtAll(context);
        return undefined;
      }
      return attempt(key, 0, context);
    },
    handle(event, context) {
      if (event.name !== "retry") {
        const given = processes(context);
        if (given.instances.length > 0) program.handle?.(event, given);
        return;
      }
      const requeue = attempt(event.key, typeof event.data === "number" ? event.data : 0, context);
      if (requeue)
        context.sim.scheduleIfSooner({ at: context.sim.now() + requeue.requeueAfterMs, actor: name, name: "reconcile", key: event.key });
    },
  };
}

/** A change wakes a program only where one of its processes sees it. */
function whileRunning(program: ProgramIdentity, watch: ComponentWatch): ComponentWatch {
  return {
    ...watch,
    keys: (change, context) => (isKnown(program, context.memory) ? watch.keys(change, context) : []),
  };
}
