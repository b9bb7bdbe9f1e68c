import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { SELECTOR } from "../../shared/pod-template.ts";
import type { LoadBalancerStatus, Service, ServicePort } from "./types.ts";

export const serviceColumns: TableColumn[] = [
  NAME,
  column("Type"),
  column("Cluster-IP"),
  column("External-IP"),
  column("Port(s)"),
  AGE,
  SELECTOR,
];

// pkg/printers/internalversion/printers.go printService, 1.20
export function serviceRow(object: KubeObject, context: KindContext): Json[] {
  const { spec } = object as Service;
  return [
    nameOf(object),
    spec.type ?? "",
    spec.clusterIPs?.[0] || spec.clusterIP || "<none>",
    externalCell(object as Service),
    portsCell(spec.ports),
    ageOf(object, context),
    formatLabels(spec.selector),
  ];
}

function externalCell({ spec, status }: Service): string {
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case "ExternalName":
      return spec.externalName ?? "";
    case "LoadBalancer":
      return [...loadBalancerAddresses(status?.loadBalancer), ...external].join(",") || "<pending>";
    case "ClusterIP":
    case "NodePort":
      return external.join(",") || "<none>";
    default:
      return "<unknown>";
  }
}

/** The addresses of a load balancer (a Service's or an Ingress'), sorted, each once. */
// loadBalancerStatusStringer, 1.20; the server always makes the wide form, which is never cut
export function loadBalancerAddresses(status: LoadBalancerStatus | undefined): string[] {
  const addresses = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "").filter((address) => address !== "");
  return [...new Set(addresses)].sort();
}

function portsCell(ports: readonly ServicePort[] = []): string {
  const texts = ports.map(({ port, nodePort, protocol = "" }) => (nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`));
  return texts.join(",") || "<none>";
}
