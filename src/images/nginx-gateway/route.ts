import type { AppRequest, HttpResponse } from "../../network/http.ts";
import type { ContainerView } from "../view.ts";
import { GATEWAY_LABEL, READINESS_PORT } from "./index.ts";
import { choose } from "./match.ts";
import { page, pass } from "./proxy.ts";
import { CONTROLLER_NAME, type Gateway, GATEWAYS, HTTP_ROUTES, type HttpRoute } from "./types.ts";

/** What a data plane's nginx answers. */
export function routed(request: AppRequest, view: ContainerView): HttpResponse {
  const { lister, pod, outside } = view;
  if (request.port === READINESS_PORT) return { ...page(200, view), body: "" };
  const namespace = pod.metadata.namespace ?? "";
  const gateway = lister.get(GATEWAYS, namespace, pod.metadata.labels?.[GATEWAY_LABEL] ?? "") as Gateway | undefined;
  const listeners = gateway?.spec.listeners.filter(({ port }) => port === request.port) ?? [];
  for (const listener of listeners) {
    const chosen = gateway && choose(request, listener, routesOn(gateway, listener.name, view));
    if (chosen && outside) return pass(request, chosen, view, outside);
  }
  return page(404, view);
}

/** Routes that the controller has accepted for a listener. */
function routesOn(gateway: Gateway, listener: string, { lister }: ContainerView): HttpRoute[] {
  const { namespace, name } = gateway.metadata;
  return (lister.list(HTTP_ROUTES) as readonly HttpRoute[]).filter(({ metadata, status }) =>
    status?.parents?.some(
      ({ controllerName, parentRef, conditions }) =>
        controllerName === CONTROLLER_NAME &&
        parentRef.name === name &&
        (parentRef.namespace ?? metadata.namespace) === namespace &&
        (parentRef.sectionName ?? listener) === listener &&
        conditions.some(({ type, status: value }) => type === "Accepted" && value === "True"),
    ),
  );
}
