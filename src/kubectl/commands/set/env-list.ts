import type { Container, EnvVarSource } from "../../../kinds/core/pod/container/types.ts";
import { milliValue, parseQuantity, wholeValue } from "../../../machinery/quantity.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";

/** Prints the variables of containers; references as comments, or with --resolve their values. kubectl/pkg/cmd/set/set_env.go */
export async function listEnvironment(invocation: Invocation, object: KubeObject, containers: readonly Container[]): Promise<void> {
  const { env, flags } = invocation;
  for (const container of containers) {
    env.stdout(`# ${object.kind} ${object.metadata.name ?? ""}, container ${container.name}\n`);
    const failed = new Map<string, string[]>();
    for (const { name, value = "", valueFrom } of container.env ?? []) {
      if (valueFrom === undefined) {
        env.stdout(`${name}=${value}\n`);
        continue;
      }
      const resolved = flags.bool("resolve") ? await resolve(invocation, object, container, valueFrom) : undefined;
      env.stdout(typeof resolved === "string" ? `${name}=${resolved}\n` : `# ${name} from ${describeSource(valueFrom)}\n`);
      if (resolved instanceof Error) failed.set(resolved.message, [...(failed.get(resolved.message) ?? []), name]);
    }
    const lines = [...failed].map(([why, names]) => `error retrieving reference for ${names.sort().join(", ")}: ${why}\n`);
    env.stderr(lines.sort().join(""));
  }
}

/** kubectl/pkg/cmd/set/env/env_resolve.go GetEnvVarRefString */
function describeSource({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: EnvVarSource): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name ?? ""}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ""}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef === undefined) return "invalid valueFrom";
  const { containerName = "", resource } = resourceFieldRef;
  return `resource field ${containerName === "" ? "" : `${containerName}/`}${resource}`;
}

async function resolve(invocation: Invocation, object: KubeObject, container: Container, source: EnvVarSource): Promise<string | Error> {
  try {
    const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source;
    if (secretKeyRef !== undefined) return atob(await dataOf(invocation, "secrets", "secret", secretKeyRef));
    if (configMapKeyRef !== undefined) return await dataOf(invocation, "configmaps", "config map", configMapKeyRef);
    if (fieldRef !== undefined) return fieldOf(object, fieldRef.fieldPath);
    return resourceFieldRef === undefined
      ? new CommandError("invalid valueFrom")
      : amountOf(container, resourceFieldRef.resource, resourceFieldRef.divisor);
  } catch (error) {
    return error as Error;
  }
}

async function dataOf(
  { factory }: Invocation,
  resource: string,
  what: string,
  { name = "", key }: { name?: string; key: string },
): Promise<string> {
  const { namespace } = await factory.namespace();
  const object = await (await factory.client()).get({ group: "", version: "v1", resource, namespace }, name);
  const value = ((object["data"] ?? {}) as Record<string, string>)[key];
  if (value === undefined) throw new CommandError(`key ${key} not found in ${what} ${name}`);
  return value;
}

function fieldOf({ metadata }: KubeObject, path: string): string {
  const [, map = "", key = ""] = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path) ?? [];
  if (map === "labels" || map === "annotations") return metadata[map]?.[key] ?? "";
  const lines = (values: Record<string, string> = {}) =>
    Object.keys(values)
      .sort()
      .map((each) => `${each}=${JSON.stringify(values[each])}`)
      .join("\n");
  switch (path) {
    case "metadata.annotations":
      return lines(metadata.annotations);
    case "metadata.labels":
      return lines(metadata.labels);
    case "metadata.name":
      return metadata.name ?? "";
    case "metadata.namespace":
      return metadata.namespace ?? "";
    case "metadata.uid":
      return metadata.uid ?? "";
  }
  throw new CommandError(`unsupported fieldPath: ${path}`);
}

/** A container's request or limit, counted in divisors and rounded up. */
function amountOf(container: Container, resource: string, divisor = "1"): string {
  const [, list = "", name = ""] = /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  if (list !== "limits" && list !== "requests") throw new CommandError(`Unsupported container resource : ${resource}`);
  const amount = parseQuantity(container.resources?.[list]?.[name] ?? "0");
  const unit = parseQuantity(divisor === "0" ? "1" : divisor);
  const count = name === "cpu" ? milliValue(amount) / milliValue(unit) : wholeValue(amount) / wholeValue(unit);
  return String(Math.ceil(count));
}
