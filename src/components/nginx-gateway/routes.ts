import type { Service } from "../../kinds/core/service/types.ts";
import { attach, isGranted } from "../../images/nginx-gateway/attach.ts";
import { type BackendRef, CONTROLLER_NAME, type Gateway, type HttpRoute, type ParentRef } from "../../images/nginx-gateway/types.ts";
import type { Lister } from "../../machinery/component.ts";
import { ROUTE_ACCEPTED, ROUTE_REFUSED, ROUTE_RESOLVED, type Said, stamped } from "./conditions.ts";

/** Whether a route's parent reference means this gateway. */
export function meansGateway({ group, kind, namespace, name }: ParentRef, route: HttpRoute, { metadata }: Gateway): boolean {
  const isGateway = (kind ?? "Gateway") === "Gateway" && (group ?? "gateway.networking.k8s.io") === "gateway.networking.k8s.io";
  return isGateway && name === metadata.name && (namespace ?? route.metadata.namespace) === metadata.namespace;
}

/** A route's status: for each of the gateways that this controller serves whether the route hangs on it, and whether its backends are there. */
export function routeStatus(route: HttpRoute, gateways: readonly Gateway[], lister: Lister, now: number): NonNullable<HttpRoute["status"]> {
  const others = (route.status?.parents ?? []).filter(({ controllerName }) => controllerName !== CONTROLLER_NAME);
  const own = (route.spec.parentRefs ?? []).flatMap((parentRef) => {
    const gateway = gateways.find((one) => meansGateway(parentRef, route, one));
    if (gateway === undefined) return [];
    const attachment = attach(route, parentRef, gateway, lister);
    const accepted = attachment.kind === "attached" ? ROUTE_ACCEPTED : ROUTE_REFUSED[attachment.reason];
    const before = route.status?.parents?.find((one) => sameParent(one.parentRef, parentRef) && one.controllerName === CONTROLLER_NAME);
    const { name, namespace, group = "gateway.networking.k8s.io", kind = "Gateway", sectionName, port } = parentRef;
    const written = {
      group,
      kind,
      name,
      namespace: namespace ?? route.metadata.namespace ?? "",
      ...(sectionName === undefined ? {} : { sectionName }),
      ...(port === undefined ? {} : { port }),
    };
    const conditions = stamped([accepted, resolved(route, lister)], route.metadata.generation ?? 1, now, before?.conditions);
    return [{ conditions, controllerName: CONTROLLER_NAME, parentRef: written }];
  });
  return own.length + others.length === 0 && route.status === undefined ? {} : { parents: [...others, ...own] };
}

function sameParent(a: ParentRef, b: ParentRef): boolean {
  return a.name === b.name && a.sectionName === b.sectionName && a.port === b.port;
}

/** Whether all backends are there; the last that is not counts. internal/controller/state/graph/backend_refs.go, v2.6.1 */
function resolved(route: HttpRoute, lister: Lister): Said {
  const problems = (route.spec.rules ?? []).flatMap(({ backendRefs = [] }, rule) =>
    backendRefs.flatMap((backend, index) => problemOf(backend, route, `spec.rules[${rule}].backendRefs[${index}]`, lister)),
  );
  const last = problems.at(-1);
  return last === undefined ? ROUTE_RESOLVED : ["ResolvedRefs", false, ...last];
}

function problemOf(backend: BackendRef, route: HttpRoute, path: string, lister: Lister): [reason: string, message: string][] {
  const { group, kind = "Service", name, port } = backend;
  const namespace = backend.namespace ?? route.metadata.namespace ?? "";
  if (group) return [["InvalidKind", `${path}.group: Unsupported value: ${JSON.stringify(group)}: supported values: "core", ""`]];
  if (kind !== "Service") return [["InvalidKind", `${path}.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Service"`]];
  if (!isGranted(route, backend, lister)) {
    const why = `Backend ref to Service ${namespace}/${name} not permitted by any ReferenceGrant`;
    return [["RefNotPermitted", `${path}.namespace: Forbidden: ${why}`]];
  }
  if (port === undefined) return [["UnsupportedValue", `${path}.port: Required value: port cannot be nil`]];
  const service = lister.get("services", namespace, name) as Service | undefined;
  if (service === undefined) return [["BackendNotFound", `${path}.name: Not found: ${JSON.stringify(name)}`]];
  if (service.spec.ports?.some((one) => one.port === port)) return [];
  return [["BackendNotFound", `no matching port for Service ${name} and port ${port}`]];
}
