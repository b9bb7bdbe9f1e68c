import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { Endpoints, EndpointSubset } from "./types.ts";

const SHOWN_MAX = 3;

export const endpointsColumns: TableColumn[] = [NAME, column("Endpoints"), AGE];

// pkg/printers/internalversion/printers.go printEndpoints, 1.20
export function endpointsRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), endpointsCell((object as Endpoints).subsets), ageOf(object, context)];
}

/** The first three addresses, `10.0.0.1:80,10.0.0.2:80 + 4 more...`; `<none>` without subsets. */
export function endpointsCell(subsets: readonly EndpointSubset[] = []): string {
  if (subsets.length === 0) return "<none>";
  const shown: string[] = [];
  let count = 0;
  for (const { addresses = [], ports = [] } of subsets) {
    count += addresses.length * Math.max(ports.length, 1);
    if (shown.length === SHOWN_MAX) continue;
    const suffixes = ports.length === 0 ? [""] : ports.map(({ port }) => `:${port}`);
    for (const suffix of suffixes) for (const { ip } of addresses.slice(0, SHOWN_MAX)) shown.push(hostPort(ip, suffix));
    shown.length = Math.min(shown.length, SHOWN_MAX);
  }
  const text = shown.join(",");
  return count > SHOWN_MAX ? `${text} + ${count - SHOWN_MAX} more...` : text;
}

function hostPort(ip: string, suffix: string): string {
  return suffix !== "" && ip.includes(":") ? `[${ip}]${suffix}` : ip + suffix;
}
