import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { loadBalancerAddresses } from "../../core/service/columns.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { Ingress, IngressRule } from "./types.ts";

export const ingressColumns: TableColumn[] = [NAME, column("Class"), column("Hosts"), column("Address"), column("Ports"), AGE];

const HOSTS_SHOWN = 3;

// pkg/printers/internalversion/printers.go printIngress, 1.20
export function ingressRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as Ingress;
  return [
    nameOf(object),
    spec.ingressClassName ?? "<none>",
    hostsCell(spec.rules ?? []),
    loadBalancerAddresses(status?.loadBalancer).join(","),
    (spec.tls ?? []).length > 0 ? "80, 443" : "80",
    ageOf(object, context),
  ];
}

/** The first hosts; rules that follow them are counted, with a host or without. formatHosts */
function hostsCell(rules: readonly IngressRule[]): string {
  const hosts: string[] = [];
  for (const { host } of rules) {
    if (hosts.length === HOSTS_SHOWN) return `${hosts.join(",")} + ${rules.length - HOSTS_SHOWN} more...`;
    if (host) hosts.push(host);
  }
  return hosts.length === 0 ? "*" : hosts.join(",");
}
