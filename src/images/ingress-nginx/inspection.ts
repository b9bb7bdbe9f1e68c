import type { Ingress } from "../../kinds/networking/ingress/types.ts";

/** What would break out of nginx's configuration. internal/ingress/inspector/rules.go, 1.3 */
const FORBIDDEN: readonly RegExp[] = [
  /\s*alias\s*.*;/s,
  /\s*root\s*.*;/s,
  /\/etc\/(passwd|shadow|group|nginx|ingress-controller)/,
  /\/var\/run\/secrets/,
  /_by_lua/,
];

/** The first forbidden word in an ingress's hosts, paths and secrets; undefined when there is none. inspector/ingress.go */
export function inspect({ metadata, spec }: Ingress): string | undefined {
  const where = `in ingress ${metadata.namespace}/${metadata.name}`;
  for (const { host = "", http } of spec.rules ?? []) {
    if (isForbidden(host)) return `invalid host ${where}: ${found(host)}`;
    const path = http?.paths.find((one) => isForbidden(one.path ?? ""))?.path;
    if (path !== undefined) return `invalid rule ${where}: invalid http path: ${found(path)}`;
  }
  for (const { secretName = "", hosts = [] } of spec.tls ?? []) {
    if (isForbidden(secretName)) return `invalid secret ${where}: ${found(secretName)}`;
    const host = hosts.find(isForbidden);
    if (host !== undefined) return `invalid host in ingress tls config ${metadata.namespace}/${metadata.name}: ${found(host)}`;
  }
  return undefined;
}

function isForbidden(value: string): boolean {
  return FORBIDDEN.some((pattern) => pattern.test(value));
}

function found(value: string): string {
  return `invalid value found: ${value}`;
}
