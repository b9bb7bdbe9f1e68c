import { compareBytewise } from "../../../base/bytewise.ts";
import type { DescribeWriter } from "../../../machinery/describe.ts";
import { canonicalQuantity, formatQuantity, newQuantity, parseQuantity, scaledValue } from "../../../machinery/quantity.ts";
import type { Container, EnvFromSource, EnvVar, EphemeralContainer, ResourceFieldSelector } from "../../core/pod/container/types.ts";
import type { Pod } from "../../core/pod/types.ts";

/** `Environment Variables from:`, a line each. describeContainerEnvFrom */
export function describeEnvironmentFrom(out: DescribeWriter, sources: readonly EnvFromSource[]): void {
  out.write(2, "Environment Variables from:\n");
  for (const { configMapRef, secretRef, prefix } of sources) {
    const reference = configMapRef ?? secretRef;
    const from = configMapRef ? "ConfigMap" : secretRef ? "Secret" : "";
    out.write(
      3,
      `${reference?.name ?? ""}\t${from}${prefix ? ` with prefix '${prefix}'` : ""}\tOptional: ${reference?.optional === true}\n`,
    );
  }
}

/** `Environment:` with values and where they come from. The pod resolves fields of itself. describeContainerEnvVars */
export function describeEnvironment(out: DescribeWriter, container: Container | EphemeralContainer, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  out.write(2, `Environment:${variables.length === 0 ? "\t<none>" : ""}\n`);
  for (const variable of variables) {
    if (variable.valueFrom) out.write(3, fromText(variable, container, pod));
    else
      for (const [index, line] of (variable.value ?? "").split("\n").entries())
        out.write(3, `${index === 0 ? `${variable.name}:` : ""}\t${line}\n`);
  }
}

function fromText({ name, valueFrom }: EnvVar, container: Container | EphemeralContainer, pod: Pod | undefined): string {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom ?? {};
  if (fieldRef) return `${name}:\t${pod ? podField(pod, fieldRef.fieldPath) : ""} (${fieldRef.apiVersion ?? "v1"}:${fieldRef.fieldPath})\n`;
  if (resourceFieldRef) return `${name}:\t${resourceField(resourceFieldRef, container)} (${resourceFieldRef.resource})\n`;
  if (secretKeyRef)
    return `${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ""}'>\tOptional: ${secretKeyRef.optional === true}\n`;
  if (configMapKeyRef)
    return `${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ""}'>\tOptional: ${configMapKeyRef.optional === true}\n`;
  return "";
}

/** Value of a downward API field that kubectl can tell: metadata alone, since it reads the object and not the node. fieldpath.go */
function podField({ metadata }: Pod, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript) return (subscript[1] === "labels" ? metadata.labels : metadata.annotations)?.[subscript[2] ?? ""] ?? "";
  const pairs = (map: Record<string, string> | undefined) =>
    Object.entries(map ?? {})
      .toSorted(([a], [b]) => compareBytewise(a, b))
      .map(([key, value]) => `${key}="${value}"`)
      .join("\n");
  const values: Record<string, string | undefined> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace,
    "metadata.uid": metadata.uid,
    "metadata.labels": pairs(metadata.labels),
    "metadata.annotations": pairs(metadata.annotations),
  };
  return values[path] ?? "";
}

/** `limits.cpu` of the container in units of the divisor, rounded up. pkg/api/v1/resource ExtractContainerResourceValue */
function resourceField({ resource, divisor }: ResourceFieldSelector, { resources }: Container | EphemeralContainer): string {
  const [list = "", name = ""] = resource.split(/\.(.*)/);
  const text = (list === "limits" ? resources?.limits : resources?.requests)?.[name];
  const unit = divisor === undefined || canonicalQuantity(divisor) === "0" ? "1" : divisor;
  const value =
    text === undefined ? 0 : Math.ceil(Number(scaledValue(parseQuantity(text), -3)) / Number(scaledValue(parseQuantity(unit), -3)));
  const nodeDecides = value === 0 && (resource === "limits.cpu" || resource === "limits.memory");
  return nodeDecides ? "node allocatable" : formatQuantity(newQuantity(value, "DecimalSI"));
}
