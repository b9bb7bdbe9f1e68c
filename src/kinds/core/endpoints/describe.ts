import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { orNone } from "../../../machinery/describing/text.ts";
import type { EndpointAddress, Endpoints } from "./types.ts";

/** `kubectl describe endpoints`. kubectl/pkg/describe/describe.go describeEndpoints */
export const endpointsDescribe: DescribeFacet = {
  async describe(object, out, context) {
    describeMeta(object, out, context);
    out.write(0, "Subsets:\n");
    for (const { addresses, notReadyAddresses, ports = [] } of (object as Endpoints).subsets ?? []) {
      out.write(1, `Addresses:\t${ips(addresses)}\n`);
      out.write(1, `NotReadyAddresses:\t${ips(notReadyAddresses)}\n`);
      if (ports.length > 0) {
        out.write(1, "Ports:\n");
        out.write(2, "Name\tPort\tProtocol\n");
        out.write(2, "----\t----\t--------\n");
        for (const { name, port, protocol } of ports) out.write(2, `${name || "<unset>"}\t${port}\t${protocol ?? ""}\n`);
      }
      out.write(0, "\n");
    }
    await describeEvents(object, out, context);
  },
};

function ips(addresses: readonly EndpointAddress[] = []): string {
  return orNone(addresses.map(({ ip }) => ip).join(","));
}
