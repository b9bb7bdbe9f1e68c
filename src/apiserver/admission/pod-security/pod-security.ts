import { type KubeObject, type OwnerReference, resourceKey, type ResourceKey } from "../../../machinery/object.ts";
import { invalidError } from "../../invalid.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "../plugin.ts";
import { violations, violationText } from "./evaluate.ts";
import { containersOf, type PodLike } from "./pod.ts";
import { isStricter, type LevelVersion, mentionsPodSecurity, policyOf, policyText } from "./policy.ts";

/** Where the kinds that make pods keep the template. */
const TEMPLATES: Readonly<Record<ResourceKey, readonly string[]>> = {
  podtemplates: ["template"],
  replicationcontrollers: ["spec", "template"],
  "replicasets.apps": ["spec", "template"],
  "deployments.apps": ["spec", "template"],
  "statefulsets.apps": ["spec", "template"],
  "daemonsets.apps": ["spec", "template"],
  "jobs.batch": ["spec", "template"],
  "cronjobs.batch": ["spec", "jobTemplate", "spec", "template"],
};
const POD_SUBRESOURCES = new Set(["", "ephemeralcontainers", "resize"]);
/** A namespace with more pods than that is looked at in part. */
const PODS_MAX = 3000;

/** Holds pods to the standards that their namespace's labels name, and warns of templates that would break them. */
// pod-security-admission/admission/admission.go, release branches 1.23 to 1.32
export const podSecurity: AdmissionPlugin = {
  name: "PodSecurity",
  scope: { resources: ["pods", "namespaces", ...Object.keys(TEMPLATES)], subresources: [...POD_SUBRESOURCES] },
  validate(request) {
    const { object, operation, resource, group } = request;
    if (!object || (operation !== "CREATE" && operation !== "UPDATE")) return;
    if (resource === "namespaces" && group === "") return checkNamespace(request, object);
    const isPod = resource === "pods" && group === "";
    const path = isPod ? [] : TEMPLATES[resourceKey(group, resource)];
    if (!path || !(isPod ? POD_SUBRESOURCES.has(request.subresource) : request.subresource === "")) return;
    const { labels } = request.context.get("namespaces", "", request.namespace)?.metadata ?? {};
    if (!mentionsPodSecurity(labels) || !request.context.release.has("podSecurity")) return;
    if (isPod) checkPod(request, object as KubeObject & PodLike, labels);
    else warnOfTemplate(request, templateAt(object, path), labels);
  },
};

type Labels = Readonly<Record<string, string>> | undefined;

function checkPod(request: AdmissionRequest, pod: PodLike, labels: Labels): void {
  if (request.old && !isSignificant(pod, request.old as KubeObject & PodLike)) return;
  const { release } = request.context;
  const { enforce } = policyOf(labels, release).policy;
  const found = violations(pod, enforce, release);
  if (found.length > 0) throw refusal(request, `violates PodSecurity "${policyText(enforce)}": ${violationText(found)}`);
  warnOfTemplate(request, pod, labels);
}

function warnOfTemplate({ context }: AdmissionRequest, template: PodLike | undefined, labels: Labels): void {
  if (!template?.spec) return;
  const { warn } = policyOf(labels, context.release).policy;
  const found = violations(template, warn, context.release);
  if (found.length > 0) context.warn(`would violate PodSecurity "${policyText(warn)}": ${violationText(found)}`);
}

function templateAt(object: KubeObject, path: readonly string[]): PodLike | undefined {
  let value: unknown = object;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value as PodLike | undefined;
}

/** Of what may change in a pod, only images and new ephemeral containers matter. */
function isSignificant(pod: PodLike, old: PodLike): boolean {
  const before = new Map(containersOf(old).map(({ name, image }) => [name, image]));
  return containersOf(pod).some(({ name, image }) => before.get(name) !== image);
}

function checkNamespace(request: AdmissionRequest, namespace: KubeObject): void {
  const { old, context } = request;
  const { labels } = namespace.metadata;
  if (!mentionsPodSecurity(labels) || request.subresource !== "" || !context.release.has("podSecurity")) return;
  const { policy, errors } = policyOf(labels, context.release);
  const before = policyOf(old?.metadata.labels, context.release);
  const isNews = !old || before.errors.length === 0 || JSON.stringify(errors) !== JSON.stringify(before.errors);
  if (errors.length > 0 && isNews) throw invalidError("", "Namespace", request.name, errors);
  if (!old || policyText(policy.enforce) === policyText(before.policy.enforce) || policy.enforce.level === "privileged") return;
  const isRelaxed =
    policy.enforce.version === before.policy.enforce.version && !isStricter(policy.enforce.level, before.policy.enforce.level);
  if (!isRelaxed) for (const warning of podWarnings(request, policy.enforce)) context.warn(warning);
}

/** Pods that are there and break what the namespace now asks for: one warning for all that break the same. */
function podWarnings({ name: namespace, context }: AdmissionRequest, enforce: LevelVersion): string[] {
  const pods = oneOfEachOwnerFirst(context.list("pods", { namespace }));
  const byReasons = new Map<string, string[]>();
  for (const pod of pods.slice(0, PODS_MAX)) {
    const found = violations(pod as KubeObject & PodLike, enforce, context.release);
    if (found.length === 0) continue;
    const reasons = found.map(({ reason }) => reason).join(", ");
    byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), pod.metadata.name ?? ""]);
  }
  const warnings: string[] = [];
  if (pods.length > PODS_MAX)
    warnings.push(`new PodSecurity enforce level only checked against the first ${PODS_MAX} of ${pods.length} existing pods`);
  if (byReasons.size > 0)
    warnings.push(`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${policyText(enforce)}"`);
  return [...warnings, ...[...byReasons].map(([reasons, names]) => `${podsText(names)}: ${reasons}`).toSorted()];
}

function podsText(names: readonly string[]): string {
  const [first = ""] = names.toSorted();
  const more = names.length - 1;
  return more === 0 ? first : `${first} (and ${more} other ${more === 1 ? "pod" : "pods"})`;
}

function oneOfEachOwnerFirst(pods: readonly KubeObject[]): KubeObject[] {
  const seen = new Set<string>();
  const [first, rest]: [KubeObject[], KubeObject[]] = [[], []];
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ controller }: OwnerReference) => controller)?.uid;
    if (owner !== undefined && seen.has(owner)) rest.push(pod);
    else first.push(pod);
    if (owner !== undefined) seen.add(owner);
  }
  return [...first, ...rest];
}
