import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import type { Endpoint, EndpointSlice } from "./types.ts";

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

/** Between v1beta1's topology and v1's zone and node name. In place. */
// pkg/apis/discovery/v1beta1/conversion.go, 1.21
export function convertEndpointSlice(object: Draft, toVersion: string): void {
  if (splitApiVersion(object.apiVersion).version === toVersion) return;
  for (const endpoint of (object as EndpointSlice).endpoints ?? []) {
    if (toVersion === "v1") fromTopology(endpoint);
    else toTopology(endpoint);
  }
}

function fromTopology(endpoint: Endpoint): void {
  const { [ZONE]: zone, [HOSTNAME]: hostname, ...rest } = endpoint.topology ?? {};
  delete endpoint.topology;
  if (zone !== undefined) endpoint.zone = zone;
  if (hostname !== undefined) endpoint.nodeName ??= hostname;
  if (Object.keys(rest).length > 0) endpoint.deprecatedTopology = rest;
}

function toTopology(endpoint: Endpoint): void {
  const { zone, deprecatedTopology, nodeName } = endpoint;
  delete endpoint.zone;
  delete endpoint.deprecatedTopology;
  const topology = {
    ...deprecatedTopology,
    ...(zone === undefined ? {} : { [ZONE]: zone }),
    ...(nodeName === undefined ? {} : { [HOSTNAME]: nodeName }),
  };
  if (Object.keys(topology).length > 0) endpoint.topology = topology;
}
