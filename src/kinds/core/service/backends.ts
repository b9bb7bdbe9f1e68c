import type { DescribeContext } from "../../../machinery/describe.ts";
import { isReason } from "../../../machinery/status.ts";
import type { EndpointSlice } from "../../discovery/endpointslice/types.ts";
import type { Endpoints } from "../endpoints/types.ts";

/** Addresses of one port that are written out; the rest is counted. */
const ADDRESSES_SHOWN = 3;

/** The backends of a service by the name of its port, as text: `172.16.1.2:80,172.16.1.3:80 + 1 more...`. */
export type BackendsText = (portName: string) => string;

/**
 * Asks who answers for a service: up to 1.30 its Endpoints, later its endpoint slices. Without Endpoints the answer is `<none>`,
 * unless `demanded`: then the error comes through.
 */
export async function backendsOf(
  { client, release }: DescribeContext,
  namespace: string,
  name: string,
  demanded = false,
): Promise<BackendsText> {
  if (release.has("describeEndpointSlices")) {
    const ref = { group: "discovery.k8s.io", version: "v1", resource: "endpointslices", namespace };
    const slices = await client.list(ref, { labelSelector: `kubernetes.io/service-name=${name}` });
    return (portName) => slicesText(slices.items as EndpointSlice[], portName);
  }
  try {
    const endpoints: Endpoints = await client.get({ group: "", version: "v1", resource: "endpoints", namespace }, name);
    return (portName) => endpointsText(endpoints, portName);
  } catch (error) {
    if (demanded || !isReason(error, "NotFound")) throw error;
    return () => "<none>";
  }
}

/** Of the port with that name; addresses alone where a subset has no ports. formatEndpoints */
function endpointsText({ subsets = [] }: Endpoints, portName: string): string {
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.filter(({ name = "" }) => name === portName).flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  const shown = all.slice(0, ADDRESSES_SHOWN).join(",");
  return all.length > ADDRESSES_SHOWN ? `${shown} + ${all.length - ADDRESSES_SHOWN} more...` : shown;
}

/** Those that are ready. An endpoint behind the last that is written out makes the text tell of more, ready or not. */
// kubectl/pkg/describe/describe.go formatEndpointSlices
export function slicesText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const shown: string[] = [];
  let [ready, more] = [0, false];
  for (const { endpoints, ports } of slices) {
    const suffixes =
      (ports ?? []).length === 0 ? [""] : (ports ?? []).filter(({ name = "" }) => name === portName).map(({ port }) => `:${port ?? 0}`);
    for (const suffix of suffixes) {
      for (const { addresses, conditions } of endpoints ?? []) {
        if (shown.length === ADDRESSES_SHOWN) more = true;
        if (conditions?.ready === false) continue;
        ready++;
        if (!more) shown.push(`${addresses[0] ?? ""}${suffix}`);
      }
    }
  }
  return more ? `${shown.join(",")} + ${ready - ADDRESSES_SHOWN} more...` : shown.join(",");
}
