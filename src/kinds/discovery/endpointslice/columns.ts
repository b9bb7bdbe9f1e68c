import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { EndpointSlice } from "./types.ts";

export const endpointSliceColumns: TableColumn[] = [NAME, column("AddressType"), column("Ports"), column("Endpoints"), AGE];

const SHOWN = 3;

// pkg/printers/internalversion/printers.go printEndpointSlice, 1.20
export function endpointSliceRow(object: KubeObject, context: KindContext): Json[] {
  const { addressType, ports, endpoints } = object as EndpointSlice;
  return [
    nameOf(object),
    addressType,
    withMore((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? "*") : String(port)))),
    withMore((endpoints ?? []).flatMap(({ addresses }) => addresses)),
    ageOf(object, context),
  ];
}

// listWithMoreString
function withMore(items: readonly string[]): string {
  if (items.length === 0) return "<unset>";
  const more = items.length > SHOWN ? ` + ${items.length - SHOWN} more...` : "";
  return items.slice(0, SHOWN).join(",") + more;
}
