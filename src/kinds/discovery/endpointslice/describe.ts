import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeLines } from "../../../machinery/describing/maps.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { sortedKeys } from "../../../base/bytewise.ts";

import type { Endpoint, EndpointPort, EndpointSlice } from "./types.ts";

/** `kubectl describe endpointslice`; v1 names node and zone, v1beta1 the topology. kubectl/pkg/describe/describe.go describeEndpointSlice */
export const endpointSliceDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { addressType, ports, endpoints } = object as EndpointSlice;
    describeMeta(object, out, context);
    out.write(0, `AddressType:\t${addressType}\n`);
    describePorts(out, ports ?? []);
    const isOld = splitApiVersion(object.apiVersion).version !== "v1";
    out.write(0, (endpoints ?? []).length === 0 ? "Endpoints: <none>\n" : "Endpoints:\n");
    for (const endpoint of endpoints ?? []) describeEndpoint(out, endpoint, isOld);
    await describeEvents(object, out, context);
  },
};

function describePorts(out: DescribeWriter, ports: readonly EndpointPort[]): void {
  if (ports.length === 0) {
    out.write(0, "Ports: <unset>\n");
    return;
  }
  out.write(0, "Ports:\n");
  out.write(1, "Name\tPort\tProtocol\n");
  out.write(1, "----\t----\t--------\n");
  for (const { name, port, protocol } of ports) out.write(1, `${name || "<unset>"}\t${port ?? "<unset>"}\t${protocol ?? ""}\n`);
}

function describeEndpoint(
  out: DescribeWriter,
  { addresses, conditions, hostname, targetRef, topology, nodeName, zone }: Endpoint,
  isOld: boolean,
): void {
  out.write(1, `- Addresses:\t${addresses.join(",") || "<none>"}\n`);
  out.write(2, "Conditions:\n");
  out.write(3, `Ready:\t${conditions?.ready ?? "<unset>"}\n`);
  out.write(2, `Hostname:\t${hostname ?? "<unset>"}\n`);
  if (targetRef) out.write(2, `TargetRef:\t${targetRef.kind ?? ""}/${targetRef.name ?? ""}\n`);
  if (isOld) {
    describeLines(
      out,
      "Topology",
      sortedKeys(topology ?? {}).map((key) => `${key}=${topology?.[key] ?? ""}`),
      "    ",
    );
    return;
  }
  out.write(2, `NodeName:\t${nodeName ?? "<unset>"}\n`);
  out.write(2, `Zone:\t${zone ?? "<unset>"}\n`);
}
