import { parseRfc3339 } from "../base/rfc3339.ts";
import type { ConfigMap } from "../kinds/core/configmap/types.ts";
import type { Secret } from "../kinds/core/secret/types.ts";
import type { Service } from "../kinds/core/service/types.ts";
import type { Container, EnvVarSource } from "../kinds/core/pod/container/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { Lister } from "../machinery/component.ts";
import { amountOf } from "./resources.ts";
import { hostnameOf, type ContainerView } from "./view.ts";

/** A container that cannot be configured; the message is the kubelet's: `configmap "x" not found`. */
export class ContainerConfigError extends Error {
  override name = "ContainerConfigError";
}

/**
 * The variables that the manifest gives a container; throws ContainerConfigError for a missing config map, secret or key, unless what is
 * missing is `skipped`.
 * pkg/kubelet/kubelet_pods.go makeEnvironmentVariables, 1.20
 */
function declaredEnvironment(
  pod: Pod,
  container: Container,
  lister: Lister,
  missing: "refused" | "skipped" = "refused",
): Record<string, string> {
  const variables: Record<string, string> = {};
  const read = <T>(source: () => T): T | undefined => {
    try {
      return source();
    } catch (error) {
      if (missing === "refused" || !(error instanceof ContainerConfigError)) throw error;
      return undefined;
    }
  };
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const data = read(() =>
      configMapRef
        ? configData(pod, configMapRef.name ?? "", configMapRef.optional, lister)
        : secretData(pod, secretRef?.name ?? "", secretRef?.optional, lister),
    );
    for (const key in data) variables[prefix + key] = data[key] ?? "";
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const resolved = valueFrom ? read(() => fromSource(pod, container, valueFrom, lister)) : expand(value ?? "", variables);
    if (resolved !== undefined) variables[name] = resolved;
  }
  return variables;
}

function fromSource(pod: Pod, container: Container, source: EnvVarSource, lister: Lister): string | undefined {
  if (source.fieldRef) return fieldValue(pod, source.fieldRef.fieldPath);
  if (source.resourceFieldRef) return amountOf(pod, container, source.resourceFieldRef);
  const namespace = pod.metadata.namespace ?? "";
  const reference = source.configMapKeyRef ?? source.secretKeyRef;
  if (reference === undefined) return undefined;
  const { name = "", key, optional } = reference;
  const kind = source.configMapKeyRef ? "ConfigMap" : "Secret";
  const data = kind === "ConfigMap" ? configData(pod, name, optional, lister) : secretData(pod, name, optional, lister);
  const value = data?.[key];
  if (value === undefined && !optional) throw new ContainerConfigError(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
  return value;
}

/** Data of a config map; undefined when it is missing and may be. */
export function configData(pod: Pod, name: string, optional: boolean | undefined, lister: Lister): Record<string, string> | undefined {
  const config = lister.get("configmaps", pod.metadata.namespace ?? "", name) as ConfigMap | undefined;
  if (config !== undefined) return config.data ?? {};
  if (optional) return undefined;
  throw new ContainerConfigError(`configmap "${name}" not found`);
}

/** Decoded data of a secret; undefined when it is missing and may be. */
export function secretData(pod: Pod, name: string, optional: boolean | undefined, lister: Lister): Record<string, string> | undefined {
  const secret = lister.get("secrets", pod.metadata.namespace ?? "", name) as Secret | undefined;
  if (secret !== undefined) return decodedData(secret);
  if (optional) return undefined;
  throw new ContainerConfigError(`secret "${name}" not found`);
}

/** Stored objects never change, so each is decoded once. */
const decoded = new WeakMap<Secret, Record<string, string>>();

function decodedData(secret: Secret): Record<string, string> {
  let data = decoded.get(secret);
  if (data === undefined) {
    data = Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, decode(value)]));
    decoded.set(secret, data);
  }
  return data;
}

function decode(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}

/** A field of the downward API: `metadata.name`, `status.podIP`, `metadata.labels['x']`. */
export function fieldValue(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (keyed) return pod.metadata[keyed[1] as "annotations" | "labels"]?.[keyed[2] ?? ""] ?? "";
  const fields: Record<string, string | undefined> = {
    "metadata.name": pod.metadata.name,
    "metadata.namespace": pod.metadata.namespace,
    "metadata.uid": pod.metadata.uid,
    "metadata.labels": quoted(pod.metadata.labels),
    "metadata.annotations": quoted(pod.metadata.annotations),
    "spec.nodeName": pod.spec.nodeName,
    "spec.serviceAccountName": pod.spec.serviceAccountName,
    "status.hostIP": pod.status?.hostIP,
    "status.podIP": pod.status?.podIP,
    "status.podIPs": pod.status?.podIPs?.map(({ ip }) => ip).join(","),
  };
  return fields[path] ?? "";
}

function quoted(map: Record<string, string> | undefined): string {
  return Object.keys(map ?? {})
    .sort()
    .map((key) => `${key}=${JSON.stringify(map?.[key])}`)
    .join("\n");
}

/** `$(NAME)` of variables known so far; `$$(NAME)` stays literal. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, what: string, name: string) => (what === "$" ? "$" : (variables[name] ?? whole)));
}

/**
 * Keeps the variables of a container that is about to start, where config maps and secrets give some of them: what becomes of those later does
 * not reach it. Throws ContainerConfigError.
 */
export function settleEnvironment({
  pod,
  container,
  lister,
  memory,
}: Pick<ContainerView, "container" | "lister" | "memory" | "pod">): void {
  const variables = declaredEnvironment(pod, container, lister);
  if (readsConfiguration(container)) memory.set(environmentKey(pod, container), variables);
}

function readsConfiguration({ env = [], envFrom = [] }: Container): boolean {
  return envFrom.length > 0 || env.some(({ valueFrom }) => valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef);
}

function environmentKey({ metadata }: Pod, { name }: Container): string {
  return `environment/${metadata.uid}/${name}`;
}

/** What the manifest gives a container: as it was at its start, if it has started. What is missing is left out. */
function environmentNow({ pod, container, lister, memory }: ContainerView): Record<string, string> {
  const settled = readsConfiguration(container) ? memory.get(environmentKey(pod, container)) : undefined;
  return (settled as Record<string, string> | undefined) ?? declaredEnvironment(pod, container, lister, "skipped");
}

/** All variables of a container's process: image, services, manifest. */
export function fullEnvironment(view: ContainerView): Record<string, string> {
  const { pod, lister, startedAt } = view;
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOSTNAME: hostnameOf(pod),
    ...serviceVariables(pod, lister, startedAt),
    ...environmentNow(view),
    HOME: "/root",
  };
}

/** Variables of the services that existed when the container started. pkg/kubelet/envvars, 1.20 */
function serviceVariables(pod: Pod, lister: Lister, startedAt: number): Record<string, string> {
  const variables: Record<string, string> = {};
  const add = (service: Service): void => {
    const { clusterIP, ports = [] } = service.spec;
    const first = ports[0];
    if (!clusterIP || clusterIP === "None" || first === undefined) return;
    const name = (service.metadata.name ?? "").toUpperCase().replaceAll("-", "_");
    variables[`${name}_SERVICE_HOST`] = clusterIP;
    variables[`${name}_SERVICE_PORT`] = String(first.port);
    for (const port of ports)
      if (port.name) variables[`${name}_SERVICE_PORT_${port.name.toUpperCase().replaceAll("-", "_")}`] = String(port.port);
    for (const port of ports) {
      const protocol = port.protocol ?? "TCP";
      const url = `${protocol.toLowerCase()}://${clusterIP}:${port.port}`;
      const prefix = `${name}_PORT_${port.port}_${protocol}`;
      if (port === first) variables[`${name}_PORT`] = url;
      Object.assign(variables, {
        [prefix]: url,
        [`${prefix}_PROTO`]: protocol.toLowerCase(),
        [`${prefix}_PORT`]: String(port.port),
        [`${prefix}_ADDR`]: clusterIP,
      });
    }
  };
  const kubernetes = lister.get("services", "default", "kubernetes") as Service | undefined;
  if (kubernetes) add(kubernetes);
  if (pod.spec.enableServiceLinks === false) return variables;
  for (const service of lister.list("services", { namespace: pod.metadata.namespace ?? "" })) {
    if ((parseRfc3339(service.metadata.creationTimestamp ?? "") ?? 0) <= startedAt) add(service as Service);
  }
  return variables;
}
