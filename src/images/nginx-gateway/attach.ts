import { selects } from "../../machinery/labels.ts";
import type { Lister } from "../../machinery/component.ts";
import {
  type BackendRef,
  type Gateway,
  type HttpRoute,
  type Listener,
  type ParentRef,
  REFERENCE_GRANTS,
  type ReferenceGrant,
} from "./types.ts";

/** What becomes of a route's wish to hang on a gateway. */
export type Attachment =
  | { readonly kind: "attached"; readonly listeners: readonly Listener[] }
  | { readonly kind: "refused"; readonly reason: "NoMatchingListenerHostname" | "NoMatchingParent" | "NotAllowedByListeners" };

/** The listeners of a gateway on which a route hangs through one of its parent references. */
export function attach(route: HttpRoute, parent: ParentRef, gateway: Gateway, lister: Lister): Attachment {
  const meant = gateway.spec.listeners.filter(
    ({ name, port, protocol }) =>
      (protocol === "HTTP" || protocol === "HTTPS") &&
      (parent.sectionName === undefined || parent.sectionName === name) &&
      (parent.port === undefined || parent.port === port),
  );
  if (meant.length === 0) return { kind: "refused", reason: "NoMatchingParent" };
  const allowing = meant.filter((listener) => allows(listener, route, gateway, lister));
  if (allowing.length === 0) return { kind: "refused", reason: "NotAllowedByListeners" };
  const listeners = allowing.filter((listener) => effectiveHostnames(listener, route).length > 0);
  return listeners.length === 0 ? { kind: "refused", reason: "NoMatchingListenerHostname" } : { kind: "attached", listeners };
}

function allows({ allowedRoutes }: Listener, { kind, metadata }: HttpRoute, gateway: Gateway, lister: Lister): boolean {
  const { from = "Same", selector } = allowedRoutes?.namespaces ?? {};
  if (allowedRoutes?.kinds && !allowedRoutes.kinds.some((one) => one.kind === kind)) return false;
  if (from === "All") return true;
  if (from === "Same") return metadata.namespace === gateway.metadata.namespace;
  const namespace = lister.get("namespaces", "", metadata.namespace ?? "");
  return selector !== undefined && namespace !== undefined && selects(selector, namespace.metadata.labels);
}

/** The host names for which a route answers on a listener; `""` stands for every name. */
export function effectiveHostnames({ hostname = "" }: Listener, { spec: { hostnames = [] } }: HttpRoute): string[] {
  if (hostnames.length === 0) return [hostname];
  if (hostname === "") return [...hostnames];
  return hostnames.flatMap((name) => (covers(hostname, name) ? [name] : covers(name, hostname) ? [hostname] : []));
}

/** Whether a host name (`*.example.com` or in full) covers another. */
export function covers(pattern: string, name: string): boolean {
  if (pattern === "" || pattern === name) return true;
  return pattern.startsWith("*.") && name.length > pattern.length - 1 && name.endsWith(pattern.slice(1));
}

/** Whether a route may name a service of another namespace: that namespace's own grants decide. */
export function isGranted(route: HttpRoute, { namespace, name }: BackendRef, lister: Lister): boolean {
  if (namespace === undefined || namespace === route.metadata.namespace) return true;
  return (lister.list(REFERENCE_GRANTS, { namespace }) as readonly ReferenceGrant[]).some(
    ({ spec }) =>
      spec.from.some((from) => from.kind === route.kind && from.namespace === route.metadata.namespace) &&
      spec.to.some((to) => to.kind === "Service" && (to.name === undefined || to.name === name)),
  );
}
