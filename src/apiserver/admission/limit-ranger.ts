import type { KubeObject } from "../../machinery/object.ts";
import { maxAmounts } from "../../machinery/quota/amounts.ts";
import { type LimitItem, limitRefusals, type Resources, sumOfAll } from "./limit-rules.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface LimitRange extends KubeObject {
  spec: { limits?: LimitItem[] };
}
interface Container {
  name: string;
  resources?: Resources;
}
interface Pod extends KubeObject {
  spec: { containers?: Container[]; initContainers?: Container[] };
}
interface Claim extends KubeObject {
  spec: { resources?: Resources };
}

const ANNOTATION = "kubernetes.io/limit-ranger";

/** Fills in what containers leave unsaid, and refuses pods and claims outside the namespace's limits. */
// plugin/pkg/admission/limitranger/admission.go, 1.20
export const limitRanger: AdmissionPlugin = {
  name: "LimitRanger",
  scope: { resources: ["pods", "persistentvolumeclaims"] },
  admit(request) {
    if (!isCreatedPod(request)) return;
    for (const range of rangesOf(request)) fillPod(request.object as Pod, range);
  },
  validate(request) {
    const { object, old } = request;
    // What is on its way out may always change, or its finalizers could not be taken off.
    if (old?.metadata.deletionTimestamp !== undefined) return;
    const isClaim =
      request.group === "" && request.resource === "persistentvolumeclaims" && request.subresource === "" && request.operation !== "DELETE";
    if (!object || !(isClaim || isCreatedPod(request))) return;
    for (const range of rangesOf(request)) {
      const limits = range.spec.limits ?? [];
      const refusals = isClaim ? claimRefusals(object as Claim, limits) : podRefusals(object as Pod, limits);
      const [first, ...others] = [...new Set(refusals)];
      if (first !== undefined) throw refusal(request, others.length === 0 ? first : `[${[first, ...others].join(", ")}]`);
    }
  },
};

function isCreatedPod(request: AdmissionRequest): boolean {
  return (
    request.object !== undefined &&
    request.operation === "CREATE" &&
    request.group === "" &&
    request.resource === "pods" &&
    request.subresource === ""
  );
}

function rangesOf({ context, namespace }: AdmissionRequest): readonly LimitRange[] {
  return context.list("limitranges", { namespace }) as readonly LimitRange[];
}

function fillPod(pod: Pod, range: LimitRange): void {
  const defaults: Required<Resources> = { requests: {}, limits: {} };
  for (const limit of range.spec.limits ?? []) {
    if (limit.type !== "Container") continue;
    Object.assign(defaults.requests, limit.defaultRequest);
    Object.assign(defaults.limits, limit.default);
  }
  const notes = [
    ...(pod.spec.containers ?? []).flatMap((container) => fillContainer(container, defaults, "container")),
    ...(pod.spec.initContainers ?? []).flatMap((container) => fillContainer(container, defaults, "init container")),
  ];
  if (notes.length > 0)
    pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join("; ")}` };
}

/** Sets what is missing; returns what was set: `cpu, memory request for container nginx`. */
function fillContainer(container: Container, defaults: Required<Resources>, what: string): string[] {
  const notes: string[] = [];
  for (const [part, word] of [
    ["requests", "request"],
    ["limits", "limit"],
  ] as const) {
    const present = container.resources?.[part] ?? {};
    const missing = Object.keys(defaults[part])
      .filter((name) => present[name] === undefined)
      .sort();
    if (missing.length === 0) continue;
    const added = Object.fromEntries(missing.map((name) => [name, defaults[part][name] ?? "0"]));
    container.resources = { ...container.resources, [part]: { ...present, ...added } };
    notes.push(`${missing.join(", ")} ${word} for ${what} ${container.name}`);
  }
  return notes;
}

/** Of a claim only the requests count. */
function claimRefusals(claim: Claim, limits: readonly LimitItem[]): string[] {
  const requests = claim.spec.resources?.requests ?? {};
  return limits.flatMap((limit) =>
    limit.type === "PersistentVolumeClaim" ? limitRefusals(limit, { requests, limits: {} }, "requests") : [],
  );
}

function podRefusals(pod: Pod, limits: readonly LimitItem[]): string[] {
  const { containers = [], initContainers = [] } = pod.spec;
  return limits.flatMap((limit) => {
    if (limit.type === "Container")
      return [...containers, ...initContainers].flatMap(({ resources = {} }) => limitRefusals(limit, resources, "limits"));
    return limit.type === "Pod" ? limitRefusals(limit, podResources(containers, initContainers), "limits") : [];
  });
}

/** What a pod asks for as a whole: the sum of its containers, or its largest init container. */
function podResources(containers: readonly Container[], initContainers: readonly Container[]): Required<Resources> {
  const whole = (part: "limits" | "requests") =>
    initContainers.reduce(
      (most, { resources }) => maxAmounts(most, resources?.[part] ?? {}),
      sumOfAll(containers.map(({ resources }) => resources?.[part] ?? {})),
    );
  return { requests: whole("requests"), limits: whole("limits") };
}
