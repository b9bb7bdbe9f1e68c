import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import { isReason } from "../../../machinery/status.ts";
import type { Endpoints } from "../endpoints/types.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { orNone } from "../../../machinery/describing/text.ts";
import type { Service, ServicePort } from "./types.ts";

/** Addresses of one port that are written out; the rest is counted. */
const ADDRESSES_SHOWN = 3;

/** `kubectl describe service`. kubectl/pkg/describe/describe.go describeService */
export const serviceDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const service = object as Service;
    const { spec, status } = service;
    describeMeta(object, out, context);
    out.write(0, `Selector:\t${formatLabels(spec.selector)}\n`);
    out.write(0, `Type:\t${spec.type ?? ""}\n`);
    describeAddresses(service, out, context);
    if (spec.externalName) out.write(0, `External Name:\t${spec.externalName}\n`);
    const ingress = status?.loadBalancer?.ingress ?? [];
    if (ingress.length > 0) out.write(0, `LoadBalancer Ingress:\t${ingress.map(({ ip, hostname }) => ip ?? hostname ?? "").join(", ")}\n`);
    const endpoints = await endpointsOf(service, context);
    for (const port of spec.ports ?? []) describePort(port, endpoints, out);
    out.write(0, `Session Affinity:\t${spec.sessionAffinity ?? ""}\n`);
    describeTraffic(service, out, context);
    await describeEvents(object, out, context);
  },
};

function describeAddresses({ spec }: Service, out: DescribeWriter, { release }: DescribeContext): void {
  if (release.has("describeServiceIps")) {
    if (spec.ipFamilyPolicy) out.write(0, `IP Family Policy:\t${spec.ipFamilyPolicy}\n`);
    out.write(0, `IP Families:\t${orNone((spec.ipFamilies ?? []).join(","))}\n`);
  }
  out.write(0, `IP:\t${spec.clusterIP ?? ""}\n`);
  if (release.has("describeServiceIps")) out.write(0, `IPs:\t${orNone((spec.clusterIPs ?? []).join(","))}\n`);
  if ((spec.externalIPs ?? []).length > 0) out.write(0, `External IPs:\t${spec.externalIPs?.join(",")}\n`);
  if (spec.loadBalancerIP)
    out.write(0, `${release.has("describeInternalTrafficPolicy") ? "Desired LoadBalancer IP" : "IP"}:\t${spec.loadBalancerIP}\n`);
}

function describePort(
  { name, port, protocol = "TCP", targetPort, nodePort }: ServicePort,
  endpoints: Endpoints | undefined,
  out: DescribeWriter,
): void {
  const title = name || "<unset>";
  out.write(0, `Port:\t${title}\t${port}/${protocol}\n`);
  out.write(0, `TargetPort:\t${targetPort ?? 0}/${protocol}\n`);
  if (nodePort) out.write(0, `NodePort:\t${title}\t${nodePort}/${protocol}\n`);
  out.write(0, `Endpoints:\t${endpointsText(endpoints, name ?? "")}\n`);
}

function describeTraffic({ spec }: Service, out: DescribeWriter, { release }: DescribeContext): void {
  if (spec.externalTrafficPolicy) out.write(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}\n`);
  if (release.has("describeInternalTrafficPolicy") && spec.internalTrafficPolicy)
    out.write(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}\n`);
  if (spec.healthCheckNodePort) out.write(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}\n`);
  if ((spec.loadBalancerSourceRanges ?? []).length > 0)
    out.write(0, `LoadBalancer Source Ranges:\t${spec.loadBalancerSourceRanges?.join(",")}\n`);
}

async function endpointsOf({ metadata }: Service, { client }: DescribeContext): Promise<Endpoints | undefined> {
  try {
    return await client.get({ group: "", version: "v1", resource: "endpoints", namespace: metadata.namespace ?? "" }, metadata.name ?? "");
  } catch (error) {
    if (isReason(error, "NotFound")) return undefined;
    throw error;
  }
}

/** `172.16.1.2:80,172.16.1.3:80 + 1 more...` of the port with that name; addresses alone where a subset has no ports. formatEndpoints */
export function endpointsText(endpoints: Endpoints | undefined, portName: string): string {
  const subsets = endpoints?.subsets ?? [];
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.filter(({ name = "" }) => name === portName).flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  const shown = all.slice(0, ADDRESSES_SHOWN).join(",");
  return all.length > ADDRESSES_SHOWN ? `${shown} + ${all.length - ADDRESSES_SHOWN} more...` : shown;
}
