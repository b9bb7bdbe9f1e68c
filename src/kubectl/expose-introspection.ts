import type { KubeObject } from "../machinery/object.ts";

/** The parts of an exposable object that a Service is derived from. */
interface Exposable extends KubeObject {
  spec?: {
    selector?: Record<string, string> | { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };
    ports?: { port: number; protocol?: string }[];
    template?: { spec?: PodSpecPorts };
  } & PodSpecPorts;
}

interface PodSpecPorts {
  containers?: { ports?: { containerPort: number; protocol?: string }[] }[];
}

/** Kinds that kubectl expose takes, as `Kind.group`. */
const EXPOSABLE: ReadonlySet<string> = new Set([
  "ReplicationController",
  "Service",
  "Pod",
  "Deployment.apps",
  "ReplicaSet.apps",
  "Deployment.extensions",
  "ReplicaSet.extensions",
]);

/** Whether a Service can be made for objects of a kind; `kind` is `Deployment.apps`. polymorphichelpers/canbeexposed.go */
export function canBeExposed(kind: string): boolean {
  return EXPOSABLE.has(kind);
}

/** The labels of the pods behind an object. Throws Error with the reason why there are none. */
// polymorphichelpers/mapbasedselectorforobject.go
export function podSelectorOf(object: KubeObject): Record<string, string> {
  const { kind, metadata, spec } = object as Exposable;
  if (kind === "Pod") {
    if (Object.keys(metadata.labels ?? {}).length === 0) throw new Error("the pod has no labels and cannot be exposed");
    return { ...metadata.labels };
  }
  if (kind === "ReplicationController") return { ...(spec?.selector as Record<string, string> | undefined) };
  if (kind === "Service") {
    if (spec?.selector === undefined) throw new Error("the service has no pod selector set");
    return { ...(spec.selector as Record<string, string>) };
  }
  const selector = spec?.selector as { matchLabels?: Record<string, string>; matchExpressions?: unknown[] } | undefined;
  if (Object.keys(selector?.matchLabels ?? {}).length === 0) {
    throw new Error(`invalid ${kind.toLowerCase()}: no selectors, therefore cannot be exposed`);
  }
  if ((selector?.matchExpressions ?? []).length > 0) {
    throw new Error(`couldn't convert expressions - "${expressionsText(selector?.matchExpressions ?? [])}" to map-based selector format`);
  }
  return { ...selector?.matchLabels };
}

/** Go's `%+v` of selector expressions. */
function expressionsText(expressions: readonly unknown[]): string {
  const texts = (expressions as { key: string; operator: string; values?: string[] }[]).map(
    ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(" ")}]}`,
  );
  return `[${texts.join(" ")}]`;
}

/** The ports of an object in order, with their protocols. polymorphichelpers/portsforobject.go, protocolsforobject.go */
export function portsOf(object: KubeObject): { ports: string[]; protocols: Map<string, string> } {
  const { kind, spec } = object as Exposable;
  const found =
    kind === "Service"
      ? (spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol }))
      : ((kind === "Pod" ? spec : spec?.template?.spec)?.containers ?? []).flatMap(({ ports = [] }) =>
          ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol })),
        );
  return {
    ports: found.map(({ port }) => String(port)),
    protocols: new Map(found.map(({ port, protocol }) => [String(port), protocol || "TCP"])),
  };
}
