import { deepFreeze, isLasting } from "../../base/deep.ts";
import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, conflict, failure, notFound } from "../../machinery/status.ts";
import { aggregateText, fieldErrorBody, notSupported, required } from "../../machinery/validation/field-error.ts";
import type { Call } from "../engine.ts";

interface Condition {
  type: string;
  status: string;
  [field: string]: unknown;
}

type Spec = Readonly<Record<string, unknown>>;
type Status = Readonly<Record<string, unknown>>;

/** What became of frozen specs, by node: the pods of one template that go to one node share theirs afterwards as before. */
const boundSpecs = new WeakMap<Spec, Map<string, Spec>>();

function boundSpec(spec: Spec, nodeName: string): Spec {
  if (!isLasting(spec)) return { ...spec, nodeName };
  let byNode = boundSpecs.get(spec);
  if (byNode === undefined) boundSpecs.set(spec, (byNode = new Map()));
  let bound = byNode.get(nodeName);
  if (bound === undefined) byNode.set(nodeName, (bound = deepFreeze({ ...spec, nodeName })));
  return bound;
}

/** `pods/binding` (and the old `bindings`): gives a pod its node. It leaves no trace in managedFields. */
// pkg/registry/core/pod/storage/storage.go BindingREST, 1.20
export function bindPod(call: Call): ApiResponse {
  const { request, engine, context } = call;
  const { body } = request;
  const metadata = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata : {};
  const target = isJsonObject(body) && isJsonObject(body.target) ? body.target : {};
  const name = request.name ?? String(metadata.name ?? "");
  if (metadata.name !== name) throw badRequest("name in URL does not match name in Binding object");
  checkTarget(target);
  const { store } = engine.options;
  const pod = store.get("pods", request.namespace, name);
  if (!pod) throw notFound("", "pods", name);
  const spec = pod.spec as Spec;
  const refuse = (why: string): Error => conflict("", "pods/binding", name, why);
  if (pod.metadata.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  const bound: KubeObject = {
    ...pod,
    metadata: withAnnotations(pod, isJsonObject(metadata.annotations) ? (metadata.annotations as Record<string, string>) : {}),
    spec: boundSpec(spec, String(target.name ?? "")),
    status: scheduledStatus((pod.status ?? {}) as Status, formatRfc3339(context.now())),
  };
  if (!context.dryRun) store.put("pods", bound);
  return { code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, warnings: call.warnings };
}

// pkg/apis/core/validation/validation.go ValidatePodBinding; its errors reach the client as they are
function checkTarget({ kind = "", name = "" }: JsonObject): void {
  if (kind === "Node" && name !== "") return;
  const errors = [
    ...(kind === "" || kind === "Node" ? [] : [notSupported("target.kind", kind, ["Node", "<empty>"])]),
    ...(name === "" ? [required("target.name")] : []),
  ];
  if (errors.length > 0) throw failure(500, "", aggregateText(errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`)));
}

function withAnnotations(pod: KubeObject, annotations: Record<string, string>): KubeObject["metadata"] {
  return Object.keys(annotations).length === 0
    ? pod.metadata
    : { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } };
}

/** What became of frozen statuses at one time: pods that were made alike and are bound together stay alike. */
const scheduledStatuses = new WeakMap<Status, { readonly now: string; readonly scheduled: Status }>();

function scheduledStatus(status: Status, now: string): Status {
  if (!isLasting(status)) return schedule(status, now);
  let known = scheduledStatuses.get(status);
  if (known?.now !== now) scheduledStatuses.set(status, (known = { now, scheduled: deepFreeze(schedule(status, now)) }));
  return known.scheduled;
}

function schedule(status: Status, now: string): Status {
  const conditions = (status.conditions ?? []) as Condition[];
  const before = conditions.find((condition) => condition.type === "PodScheduled");
  const lastTransitionTime = before?.status === "True" ? before.lastTransitionTime : now;
  const scheduled: Condition = { type: "PodScheduled", status: "True", lastProbeTime: null, lastTransitionTime };
  const rest = before ? conditions.map((condition) => (condition === before ? scheduled : condition)) : [...conditions, scheduled];
  return { ...status, conditions: rest };
}
