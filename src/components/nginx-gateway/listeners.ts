import { attach } from "../../images/nginx-gateway/attach.ts";
import { type Gateway, GROUP, type HttpRoute, HTTP_ROUTES, type Listener, type ListenerStatus } from "../../images/nginx-gateway/types.ts";
import type { Lister } from "../../machinery/component.ts";
import { LISTENER_READY, type Said, stamped } from "./conditions.ts";
import { meansGateway } from "./routes.ts";

/** What is wrong with a listener; nothing when it can be served. internal/controller/state/graph/gateway_listener.go, v2.6.1 */
export function listenerProblems(listener: Listener, gateway: Gateway, lister: Lister): readonly Said[] {
  const { protocol, tls, port } = listener;
  if (!["HTTP", "HTTPS", "TLS", "TCP", "UDP"].includes(protocol)) {
    const message = `protocol: Unsupported value: ${JSON.stringify(protocol)}: supported values: "HTTP", "HTTPS", "TLS", "TCP", "UDP"`;
    return [
      ["Accepted", false, "UnsupportedProtocol", message],
      ["Programmed", false, "Invalid", message],
    ];
  }
  const others = gateway.spec.listeners.filter((other) => other !== listener && other.port === port);
  if (others.some((other) => other.protocol !== protocol)) {
    const message = `Multiple listeners for the same port ${port} specify incompatible protocols; ensure only one protocol per port`;
    return [
      ["Accepted", false, "ProtocolConflict", message],
      ["Conflicted", true, "ProtocolConflict", message],
      ["Programmed", false, "ProtocolConflict", message],
    ];
  }
  if (protocol !== "HTTPS") return [];
  const reference = tls?.certificateRefs?.[0];
  const secret = reference && lister.get("secrets", reference.namespace ?? gateway.metadata.namespace ?? "", reference.name);
  if (secret !== undefined) return [];
  const message = `tls.certificateRefs[0]: Invalid value: ${JSON.stringify(`${gateway.metadata.namespace}/${reference?.name ?? ""}`)}: secret does not exist`;
  return [
    ["Accepted", false, "InvalidCertificateRef", message],
    ["ResolvedRefs", false, "InvalidCertificateRef", message],
    ["Programmed", false, "Invalid", message],
  ];
}

/** What the gateway's status says of one of its listeners. */
export function listenerStatus(listener: Listener, gateway: Gateway, lister: Lister, now: number): ListenerStatus {
  const problems = listenerProblems(listener, gateway, lister);
  const before = gateway.status?.listeners?.find(({ name }) => name === listener.name);
  const kinds = listener.allowedRoutes?.kinds ?? [{ kind: "HTTPRoute" }, { kind: "GRPCRoute" }];
  return {
    name: listener.name,
    supportedKinds: kinds.map(({ kind }) => ({ group: GROUP, kind })),
    attachedRoutes: problems.length > 0 ? 0 : routesOn(listener, gateway, lister),
    conditions: stamped(problems.length > 0 ? problems : LISTENER_READY, gateway.metadata.generation ?? 1, now, before?.conditions),
  };
}

function routesOn(listener: Listener, gateway: Gateway, lister: Lister): number {
  return (lister.list(HTTP_ROUTES) as readonly HttpRoute[]).filter((route) =>
    (route.spec.parentRefs ?? []).some((parent) => {
      if (!meansGateway(parent, route, gateway)) return false;
      const attachment = attach(route, parent, gateway, lister);
      return attachment.kind === "attached" && attachment.listeners.includes(listener);
    }),
  ).length;
}
