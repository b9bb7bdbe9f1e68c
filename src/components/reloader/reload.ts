import { sha1Hex } from "../../base/sha1.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { PodSpec } from "../../kinds/core/pod/types.ts";
import type { KubeObject, ObjectMeta } from "../../machinery/object.ts";

/** A ConfigMap or Secret as Reloader sees it. */
export interface Source {
  readonly type: "CONFIGMAP" | "SECRET";
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of all that it holds. */
  readonly sha: string;
}

/** What Reloader rolls out anew. */
export interface Workload extends KubeObject {
  readonly spec: { readonly template: { readonly metadata?: ObjectMeta; readonly spec: PodSpec } };
}

/** In the order in which it looks at them. */
export const WORKLOADS = [
  { kind: "Deployment", plural: "deployments" },
  { kind: "DaemonSet", plural: "daemonsets" },
  { kind: "StatefulSet", plural: "statefulsets" },
] as const;

const PREFIX = "reloader.stakater.com";

/** internal/pkg/util/util.go GetSHAfromConfigmap, GetSHAfromSecret, v1.0.41 */
export function sourceOf(type: Source["type"], object: KubeObject): Source {
  const { data = {}, binaryData = {} } = object as unknown as Record<"binaryData" | "data", Record<string, string> | undefined>;
  const values = Object.entries(data).map(([key, value]) => `${key}=${type === "SECRET" ? textOf(value) : value}`);
  const all = [...values, ...Object.entries(binaryData).map(([key, value]) => `${key}=${value}`)].sort();
  const { name = "", namespace = "", annotations = {} } = object.metadata;
  return { type, name, namespace, annotations, sha: sha1Hex(all.join(";")) };
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0));
}

/** The workload with the sum of what it uses in its environment; undefined when it does not ask for that, or has it already. */
// internal/pkg/handler/upgrade.go, v1.0.41
export function reloaded(workload: Workload, source: Source): Workload | undefined {
  const own = workload.metadata.annotations ?? {};
  const named = `${source.type.toLowerCase()}.${PREFIX}/reload`;
  const isAnnotated = [named, `${PREFIX}/search`, `${PREFIX}/auto`].some((key) => key in own);
  const annotations = isAnnotated ? own : (workload.spec.template.metadata?.annotations ?? {});
  const isAuto = /^(1|t|T|TRUE|true|True)$/.test(annotations[`${PREFIX}/auto`] ?? "");
  const isSearched = annotations[`${PREFIX}/search`] === "true" && source.annotations[`${PREFIX}/match`] === "true";
  const isNamed = (annotations[named] ?? "").split(",").some((value) => value.trim() !== "" && fits(value.trim(), source.name));
  const { spec } = workload.spec.template;
  const user = isAuto || isSearched ? userOf(spec, source) : undefined;
  const container = user ?? (isNamed ? (userOf(spec, source) ?? spec.containers[0]) : undefined);
  return container === undefined ? undefined : withSum(workload, container, source);
}

/** Names are regular expressions. */
function fits(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^${pattern}$`).test(name);
  } catch {
    return pattern === name;
  }
}

/** The container that uses a source; for one that only an init container uses, the pod's first. getContainerUsingResource */
function userOf({ containers, initContainers = [], volumes = [] }: PodSpec, { type, name }: Source): Container | undefined {
  const isConfigMap = type === "CONFIGMAP";
  const volume = volumes.find(
    ({ configMap, secret, projected }) =>
      (isConfigMap ? configMap?.name : secret?.secretName) === name ||
      projected?.sources?.some((one) => (isConfigMap ? one.configMap?.name : one.secret?.name) === name),
  )?.name;
  const mounts = ({ volumeMounts = [] }: Container): boolean => volume !== undefined && volumeMounts.some((mount) => mount.name === volume);
  const refers = ({ env = [], envFrom = [] }: Container): boolean =>
    env.some(({ valueFrom }) => (isConfigMap ? valueFrom?.configMapKeyRef?.name : valueFrom?.secretKeyRef?.name) === name) ||
    envFrom.some(({ configMapRef, secretRef }) => (isConfigMap ? configMapRef?.name : secretRef?.name) === name);
  for (const uses of [mounts, refers]) {
    const found = containers.find(uses);
    if (found !== undefined) return found;
    if (initContainers.some(uses)) return containers[0];
  }
  return undefined;
}

/** updateContainerEnvVars */
function withSum(workload: Workload, container: Container, { type, name, sha }: Source): Workload | undefined {
  const variable = `STAKATER_${variableName(name)}_${type}`;
  const { template } = workload.spec;
  const known = template.spec.containers.flatMap(({ env = [] }) => env).find((one) => one.name === variable);
  if (known?.value === sha) return undefined;
  const containers = template.spec.containers.map((one) => {
    if (known !== undefined)
      return { ...one, ...(one.env ? { env: one.env.map((each) => (each === known ? { ...each, value: sha } : each)) } : {}) };
    return one === container ? { ...one, env: [...(one.env ?? []), { name: variable, value: sha }] } : one;
  });
  return { ...workload, spec: { ...workload.spec, template: { ...template, spec: { ...template.spec, containers } } } };
}

/** `sleepy-config` -> `SLEEPY_CONFIG`. ConvertToEnvVarName */
function variableName(text: string): string {
  return text
    .toUpperCase()
    .replace(/^[^A-Z0-9]+/, "")
    .replace(/[^A-Z0-9]+/g, "_");
}
