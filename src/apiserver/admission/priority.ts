import type { RequestContext } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface PriorityClass extends KubeObject {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}
interface Pod extends KubeObject {
  spec: { priorityClassName?: string; priority?: number; preemptionPolicy?: string };
}

const SYSTEM_CLASSES: ReadonlySet<string> = new Set(["system-node-critical", "system-cluster-critical"]);
const CLASSES = "priorityclasses.scheduling.k8s.io";

/** Turns a pod's priority class into its priority. plugin/pkg/admission/priority/admission.go, 1.20 */
export const podPriority: AdmissionPlugin = {
  name: "Priority",
  scope: { resources: ["pods", "priorityclasses.scheduling.k8s.io"] },
  admit(request) {
    if (!request.object || request.subresource !== "" || request.group !== "" || request.resource !== "pods") return;
    const pod = request.object as Pod;
    if (request.operation === "CREATE") return givePriority(request, pod);
    const old = request.old as Pod | undefined;
    if (request.operation !== "UPDATE" || !old) return;
    if (old.spec.priority !== undefined) pod.spec.priority ??= old.spec.priority;
    if (old.spec.preemptionPolicy !== undefined) pod.spec.preemptionPolicy ??= old.spec.preemptionPolicy;
  },
  validate(request) {
    if (request.group !== "scheduling.k8s.io" || request.resource !== "priorityclasses") return;
    // The server says so in the class's own storage. pkg/registry/scheduling/priorityclass/storage/storage.go
    if (request.operation === "DELETE" && SYSTEM_CLASSES.has(request.name))
      throw refusal(request, "this is a system priority class and cannot be deleted");
    if (!request.object) return;
    if (!(request.object as PriorityClass).globalDefault) return;
    const present = defaultClass(request.context);
    if (!present || present.metadata.name === request.object.metadata.name) return;
    throw refusal(request, `PriorityClass ${present.metadata.name ?? ""} is already marked as default. Only one default can exist`);
  },
};

function givePriority(request: AdmissionRequest, pod: Pod): void {
  const { context } = request;
  const name = pod.spec.priorityClassName;
  const chosen = name ? (context.get(CLASSES, "", name) as PriorityClass | undefined) : defaultClass(context);
  if (name && !chosen) throw refusal(request, `no PriorityClass with name ${name} was found`);
  if (!name && chosen?.metadata.name) pod.spec.priorityClassName = chosen.metadata.name;
  const priority = chosen?.value ?? 0;
  const given = pod.spec.priority;
  if (given !== undefined && given !== priority) {
    throw refusal(
      request,
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
    );
  }
  pod.spec.priority = priority;
  if (!context.release.has("preemptionPolicyDefault")) return;
  const policy = chosen?.preemptionPolicy ?? "PreemptLowerPriority";
  const asked = pod.spec.preemptionPolicy;
  if (asked !== undefined && asked !== policy) {
    throw refusal(
      request,
      `the string value of PreemptionPolicy (${asked}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  }
  pod.spec.preemptionPolicy = policy;
}

/** The class that pods without one get: of several marked as default the one with the lowest value. */
function defaultClass(context: RequestContext): PriorityClass | undefined {
  const defaults = (context.list(CLASSES) as readonly PriorityClass[]).filter((one) => one.globalDefault);
  return defaults.reduce<PriorityClass | undefined>(
    (lowest, one) => (lowest && (lowest.value ?? 0) <= (one.value ?? 0) ? lowest : one),
    undefined,
  );
}
