import type { EndpointAddress, Endpoints, EndpointPort } from "../../kinds/core/endpoints/types.ts";
import type { ObjectReference } from "../../kinds/shared/types.ts";
import type { Release } from "../../release/release.ts";
import { portsKey } from "../endpointslice/groups.ts";
import type { SliceEndpoint, SlicePort } from "../endpointslice/shapes.ts";

/** What a slice holds. */
export interface Mirrored {
  readonly addressType: string;
  readonly endpoints: MirroredEndpoint[];
  readonly ports: SlicePort[];
}

/** An endpoint that need not be a pod. */
type MirroredEndpoint = Omit<SliceEndpoint, "targetRef"> & { targetRef?: ObjectReference };

/** Addresses of one subset that are mirrored at most. --mirroring-max-endpoints-per-subset */
const MOST = 1000;

/** The contents of the slices that Endpoints become: one for each set of ports and each sort of address. */
// pkg/controller/endpointslicemirroring/{reconciler,reconciler_helpers,utils}.go, 1.20
export function mirrored(endpoints: Endpoints, release: Release): Mirrored[] {
  const slices = new Map<string, Mirrored>();
  for (const { addresses = [], notReadyAddresses = [], ports: shown = [] } of endpoints.subsets ?? []) {
    const ports = shown.map(slicePort);
    const all = [
      ...addresses.map((address) => mirroredEndpoint(address, true, release)),
      ...notReadyAddresses.map((address) => mirroredEndpoint(address, !release.has("mirrorsUnready"), release)),
    ];
    for (const endpoint of all.slice(0, MOST)) {
      const addressType = endpoint.addresses[0]?.includes(":") ? "IPv6" : "IPv4";
      const key = `${addressType} ${portsKey(ports)}`;
      const slice = slices.get(key) ?? { addressType, endpoints: [], ports };
      slices.set(key, slice);
      slice.endpoints.push(endpoint);
    }
  }
  return [...slices.values()];
}

function slicePort({ name = "", port, protocol = "TCP", appProtocol }: EndpointPort): SlicePort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

function mirroredEndpoint({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean, release: Release): MirroredEndpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName === undefined ? {} : placeOf(nodeName, release)),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}

function placeOf(nodeName: string, release: Release): Pick<SliceEndpoint, "nodeName" | "topology"> {
  return release.value("endpointSliceVersion") === "v1" ? { nodeName } : { topology: { "kubernetes.io/hostname": nodeName } };
}
