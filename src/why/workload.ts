import { parseRfc3339 } from "../base/rfc3339.ts";
import type { JsonObject } from "../base/json.ts";
import { isPodReady } from "../components/controller/pod-state.ts";
import { tolerationOf } from "../components/controller/tolerations.ts";
import { placementOn } from "../components/daemonset/placement.ts";
import { daemonTolerations } from "../components/daemonset/pod-template.ts";
import type { DaemonSet } from "../kinds/apps/daemonset/types.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { HorizontalPodAutoscaler } from "../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { KindNames } from "../machinery/kind.ts";
import { resourceKey, splitApiVersion, type KubeObject } from "../machinery/object.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { podTroubles } from "./pod.ts";
import { kubectl, lastEvent, moment, type WhyWorld } from "./world.ts";

/** Pods whose reasons are told; more would say the same again. */
const TOLD_PODS = 5;

interface Workload extends KubeObject {
  spec: { replicas?: number; paused?: boolean; podManagementPolicy?: string };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    desiredNumberScheduled?: number;
    numberReady?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/** Why a Deployment, ReplicaSet, StatefulSet, DaemonSet or ReplicationController has the pods it has, and what keeps them from being ready. */
export function explainWorkload(world: WhyWorld, object: KubeObject, kind: KindNames): Finding {
  const workload = object as Workload;
  const { spec, status = {} } = workload;
  const wanted = status.desiredNumberScheduled ?? spec.replicas ?? 1;
  const ready = status.numberReady ?? status.readyReplicas ?? 0;
  const pods = podsOf(world, object);
  const leaving = object.metadata.deletionTimestamp !== undefined;
  const causes = [
    ...(leaving ? deletionCauses(world, object, resourceKey(kind.group, kind.plural)) : []),
    ...(spec.replicas === undefined ? [] : [sizeCause(world, workload, kind)]),
    ...autoscalerCauses(world, object),
    ...conditionCauses(workload, kind),
    ...refusalCauses(world, object),
    ...revisionCauses(world, workload),
    ...orderCauses(workload, pods),
    ...(kind.plural === "daemonsets" ? nodeCauses(world, object as DaemonSet) : []),
    ...podCauses(world, pods),
  ];
  return { state: leaving ? "Terminating" : `at ${ready} of ${wanted} ready`, causes };
}

/** The pods of a workload, of its replica sets where it has such. */
export function podsOf({ context }: WhyWorld, object: KubeObject): Pod[] {
  const owned = (resource: string, uid: string | undefined) => context.lister.list(resource, { index: `owner:${uid ?? ""}` });
  const sets = object.kind === "Deployment" ? owned("replicasets.apps", object.metadata.uid) : [object];
  return sets.flatMap(({ metadata }) => owned("pods", metadata.uid) as readonly Pod[]);
}

function sizeCause({ store }: WhyWorld, { metadata, spec, kind }: Workload, { group, plural }: KindNames): Cause {
  const { namespace = "", name = "" } = metadata;
  const changed = store.history(resourceKey(group, plural), namespace, name).findLast(({ object, previous }) => {
    const before = (previous as Workload | undefined)?.spec.replicas;
    return object.metadata.uid === metadata.uid && (object as Workload).spec.replicas !== before;
  });
  const writer = changed === undefined ? undefined : writerOf(changed.object);
  const since = writer === undefined ? "" : `, set by ${writer.manager} at ${writer.time}`;
  const see = `${kubectl("get", kind.toLowerCase(), namespace, name)} -o yaml`;
  return {
    reason: "Replicas",
    message: `spec.replicas is ${spec.replicas}${since}`,
    see,
    data: { replicas: spec.replicas ?? 1, ...writer },
  };
}

/** Who wrote spec.replicas last, by the newest managedFields entry that holds it. */
function writerOf({ metadata }: KubeObject): { manager: string; time: string } | undefined {
  const entries = (metadata.managedFields ?? []).filter(({ fieldsV1 }) => {
    const spec = fieldsV1?.["f:spec"] as JsonObject | undefined;
    return spec?.["f:replicas"] !== undefined;
  });
  const newest = entries.sort((left, right) => (parseRfc3339(right.time ?? "") ?? 0) - (parseRfc3339(left.time ?? "") ?? 0))[0];
  return newest && { manager: newest.manager ?? "", time: newest.time ?? "" };
}

function autoscalerCauses({ context }: WhyWorld, { kind, metadata }: KubeObject): Cause[] {
  const { namespace = "", name = "" } = metadata;
  const all = context.lister.list("horizontalpodautoscalers.autoscaling", { namespace }) as readonly HorizontalPodAutoscaler[];
  return all
    .filter(({ spec }) => spec.scaleTargetRef.kind === kind && spec.scaleTargetRef.name === name)
    .map(({ metadata: own, spec, status }) => ({
      reason: "Autoscaled",
      message: `HorizontalPodAutoscaler ${own.name} keeps it between ${spec.minReplicas ?? 1} and ${spec.maxReplicas}, and wants ${status?.desiredReplicas ?? 0} now`,
      see: kubectl("describe", "hpa", namespace, own.name),
    }));
}

function conditionCauses({ metadata, spec, status, kind }: Workload, { plural }: KindNames): Cause[] {
  const see = kubectl("describe", kind.toLowerCase(), metadata.namespace ?? "", metadata.name);
  const paused = spec.paused
    ? [
        {
          reason: "Paused",
          message: "its rollout is paused",
          see: kubectl("rollout", `resume ${kind.toLowerCase()}`, metadata.namespace ?? "", metadata.name),
        },
      ]
    : [];
  const wrong = (status?.conditions ?? []).filter(({ type, status: value }) =>
    type === "ReplicaFailure" ? value === "True" : value === "False",
  );
  return [
    ...paused,
    ...wrong.map(({ type, reason = type, message = "" }) => ({ reason, message: `${type}: ${message}`, see, data: { plural } })),
  ];
}

/** What the API server refused: a quota, a limit range, a missing service account. */
function refusalCauses(world: WhyWorld, object: KubeObject): Cause[] {
  const { namespace = "" } = object.metadata;
  const sets =
    object.kind === "Deployment"
      ? world.context.lister.list("replicasets.apps", { index: `owner:${object.metadata.uid ?? ""}` })
      : [object];
  return sets.flatMap((set) => {
    const { spec, status } = set as Workload;
    const short = (spec.replicas ?? status?.desiredNumberScheduled ?? 1) > podsOf(world, set).length;
    const event = short ? lastEvent(world, set, ["FailedCreate"]) : undefined;
    return event === undefined
      ? []
      : [
          {
            reason: "FailedCreate",
            message: event.message,
            see: kubectl("describe", set.kind.toLowerCase(), namespace, set.metadata.name),
          },
        ];
  });
}

/** A rollout that is not done: pods of old and of new templates. */
function revisionCauses(world: WhyWorld, { kind, metadata, spec, status }: Workload): Cause[] {
  if (kind !== "Deployment" || (status?.updatedReplicas ?? 0) >= (status?.replicas ?? 0)) return [];
  const sets = world.context.lister.list("replicasets.apps", { index: `owner:${metadata.uid ?? ""}` }) as readonly Workload[];
  const sizes = sets
    .filter((set) => (set.spec.replicas ?? 0) > 0)
    .map((set) => `${set.metadata.name} ${set.status?.readyReplicas ?? 0}/${set.spec.replicas}`);
  const message = `a rollout is under way: ${status?.updatedReplicas ?? 0} of ${spec.replicas ?? 1} pods have the new template (${sizes.join(", ")})`;
  return [{ reason: "RollingOut", message, see: kubectl("rollout", "status deployment", metadata.namespace ?? "", metadata.name) }];
}

/** A stateful set makes its pods one after the other, each when those before it are ready. */
function orderCauses({ kind, metadata, spec }: Workload, pods: readonly Pod[]): Cause[] {
  const missing = (spec.replicas ?? 1) - pods.length;
  const first = pods.find((pod) => !isPodReady(pod));
  if (kind !== "StatefulSet" || spec.podManagementPolicy === "Parallel" || missing <= 0 || first === undefined) return [];
  const message = `${missing} more pods wait until ${first.metadata.name} is ready (podManagementPolicy OrderedReady)`;
  return [{ reason: "OrderedReady", message, see: kubectl("describe", "statefulset", metadata.namespace ?? "", metadata.name) }];
}

/** Nodes on which a daemon set does not run, and what keeps it away. */
function nodeCauses({ context }: WhyWorld, set: DaemonSet): Cause[] {
  const { spec } = set.spec.template;
  return (context.lister.list("nodes") as readonly Node[])
    .filter((node) => !placementOn(node, set).shouldRun)
    .map((node) => {
      const name = node.metadata.name ?? "";
      const taint = (node.spec.taints ?? []).find(
        (one) => one.effect !== "PreferNoSchedule" && !tolerationOf(one, daemonTolerations(spec)),
      );
      const chosen = placementOn({ ...node, spec: { ...node.spec, taints: [] } }, set).shouldRun;
      const why = chosen
        ? `taint ${taint?.key ?? ""}:${taint?.effect ?? ""} is not tolerated`
        : "its template's nodeSelector or affinity does not match";
      return {
        reason: chosen ? "Taint" : "NodeAffinity",
        message: `not on ${name}: ${why}`,
        see: kubectl("describe", "node", "", name),
        data: { node: name },
      };
    });
}

/** For each pod that is not ready, what is first among its causes. */
function podCauses(world: WhyWorld, pods: readonly Pod[]): Cause[] {
  const unready = pods.filter((pod) => !isPodReady(pod));
  const told = unready.slice(0, TOLD_PODS).flatMap((pod) => {
    const { state, causes } = podTroubles(world, pod);
    const [cause] = causes;
    const { namespace = "", name = "" } = pod.metadata;
    const see = cause?.see ?? kubectl("describe", "pod", namespace, name);
    return [
      {
        reason: cause?.reason ?? state,
        message: `pod ${name} is ${state}${cause === undefined ? "" : `: ${cause.message}`}`,
        see,
        data: { pod: name },
      },
    ];
  });
  const more = unready.length - TOLD_PODS;
  return more > 0 ? [...told, { reason: "MorePods", message: `${more} more pods are not ready` }] : told;
}

/** Why an autoscaler has chosen its size: its conditions and what it last said. */
export function explainAutoscaler(world: WhyWorld, object: KubeObject): Finding {
  const { metadata, spec, status } = object as HorizontalPodAutoscaler;
  const { namespace = "", name = "" } = metadata;
  const see = kubectl("describe", "hpa", namespace, name);
  const conditions = (status?.conditions ?? []).map(({ type, status: value, reason = type, message = "" }) => ({
    reason,
    message: `${type} is ${value}: ${message}`,
    see,
  }));
  const scaled = lastEvent(world, object, ["SuccessfulRescale"]);
  const { group } = splitApiVersion(spec.scaleTargetRef.apiVersion ?? "v1");
  const target = `${spec.scaleTargetRef.kind.toLowerCase()}${group && spec.scaleTargetRef.kind !== "Deployment" ? `.${group}` : ""}`;
  const causes: Cause[] = [
    ...conditions,
    ...(scaled === undefined ? [] : [{ reason: "SuccessfulRescale", message: `it last said: ${scaled.message}`, see }]),
    ...(status?.conditions?.length
      ? []
      : [{ reason: "NotLookedAt", message: "the controller has not looked at it yet: it does every 15 s", see }]),
    {
      reason: "Target",
      message: `it scales ${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name}`,
      see: kubectl("get", target, namespace, spec.scaleTargetRef.name),
    },
  ];
  const last = status?.lastScaleTime === undefined ? "" : `, last scaled at ${moment(parseRfc3339(status.lastScaleTime) ?? 0)}`;
  return { state: `at ${status?.currentReplicas ?? 0} current, ${status?.desiredReplicas ?? 0} desired${last}`, causes };
}
