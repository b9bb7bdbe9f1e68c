import type { APIService } from "../../kinds/apiregistration/apiservice/types.ts";
import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { goQuote } from "../../base/go-format.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { ENDPOINTS, PODS, SERVICES } from "../controller/resources.ts";

/** What the condition Available says. */
export interface Availability {
  readonly isAvailable: boolean;
  readonly reason: string;
  readonly message: string;
}

const HTTPS = 443;

/** Looks for a service, its port, endpoints and at last an API server behind them. available_controller.go sync, 1.20 */
export function availabilityOf({ spec }: APIService, context: ComponentContext): Availability {
  const { namespace = "", name = "", port = HTTPS } = spec.service ?? {};
  const what = `service/${name} in ${goQuote(namespace)}`;
  const service = context.lister.get(SERVICES.key, namespace, name) as Service | undefined;
  if (!service) return no("ServiceNotFound", `${what} is not present`);
  const endpoints = context.lister.get(ENDPOINTS.key, namespace, name) as Endpoints | undefined;
  if ((service.spec.type ?? "ClusterIP") === "ClusterIP") {
    const served = service.spec.ports?.find((one) => one.port === port);
    if (!served) return no("ServicePortError", `${what} is not listening on port ${port}`);
    if (!endpoints) return no("EndpointsNotFound", `cannot find endpoints for ${what}`);
    const portName = served.name ?? "";
    const isActive = (endpoints.subsets ?? []).some(
      ({ addresses = [], ports = [] }) => addresses.length > 0 && ports.some((one) => (one.name ?? "") === portName),
    );
    if (!isActive) return no("MissingEndpoints", `endpoints for ${what} have no addresses with port name ${goQuote(portName)}`);
  }
  const { group = "", version = "" } = spec;
  const at = `${service.spec.clusterIP ?? ""}:${port}`;
  const url = `https://${at}/apis/${group}/${version}`;
  if (isServed(endpoints, namespace, group, version, context)) return { isAvailable: true, reason: "Passed", message: "all checks passed" };
  const asked = context.release.has("webhookUrlQuoted") ? goQuote(url) : url;
  return no("FailedDiscoveryCheck", `failing or missing response from ${url}: Get ${asked}: dial tcp ${at}: connect: connection refused`);
}

function no(reason: string, message: string): Availability {
  return { isAvailable: false, reason, message };
}

/** Whether the first pod behind the service answers for the group version. */
function isServed(endpoints: Endpoints | undefined, namespace: string, group: string, version: string, context: ComponentContext): boolean {
  const [address] = (endpoints?.subsets ?? []).flatMap(({ addresses = [] }) => addresses);
  const pod = address?.targetRef?.name === undefined ? undefined : context.lister.get(PODS.key, namespace, address.targetRef.name);
  return (pod && context.extensionServer?.(pod)?.resources(group, version)) !== undefined;
}
