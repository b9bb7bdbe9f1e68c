import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { orNone } from "../../../machinery/describing/text.ts";
import { backendsOf, type BackendsText } from "./backends.ts";
import type { Service, ServicePort } from "./types.ts";

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
    const { namespace = "", name = "" } = service.metadata;
    const backends = await backendsOf(context, namespace, name);
    for (const port of spec.ports ?? []) describePort(port, backends, out);
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
  backends: BackendsText,
  out: DescribeWriter,
): void {
  const title = name || "<unset>";
  out.write(0, `Port:\t${title}\t${port}/${protocol}\n`);
  out.write(0, `TargetPort:\t${targetPort ?? 0}/${protocol}\n`);
  if (nodePort) out.write(0, `NodePort:\t${title}\t${nodePort}/${protocol}\n`);
  out.write(0, `Endpoints:\t${backends(name ?? "")}\n`);
}

function describeTraffic({ spec }: Service, out: DescribeWriter, { release }: DescribeContext): void {
  if (spec.externalTrafficPolicy) out.write(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}\n`);
  if (release.has("describeInternalTrafficPolicy") && spec.internalTrafficPolicy)
    out.write(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}\n`);
  if (spec.healthCheckNodePort) out.write(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}\n`);
  if ((spec.loadBalancerSourceRanges ?? []).length > 0)
    out.write(0, `LoadBalancer Source Ranges:\t${spec.loadBalancerSourceRanges?.join(",")}\n`);
}
