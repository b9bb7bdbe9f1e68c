import { compareBytewise } from "../../base/bytewise.ts";
import type { JsonObject } from "../../base/json.ts";
import { md5Hex } from "../../base/md5.ts";
import type { EndpointPort, EndpointSubset } from "../../kinds/core/endpoints/types.ts";
import { compileDump } from "../../machinery/hash/dump.ts";
import type { StructField, StructTable } from "../../machinery/hash/structs.ts";

const field = (name: string, type: string, json: string): StructField => ({ name, type, json });

/** The Go structs below EndpointSubset; they are the same in all emulated versions. */
const STRUCTS: Readonly<Record<string, readonly StructField[]>> = {
  "v1.EndpointSubset": [
    field("Addresses", "[]v1.EndpointAddress", "addresses"),
    field("NotReadyAddresses", "[]v1.EndpointAddress", "notReadyAddresses"),
    field("Ports", "[]v1.EndpointPort", "ports"),
  ],
  "v1.EndpointAddress": [
    field("IP", "string", "ip"),
    field("Hostname", "string", "hostname"),
    field("NodeName", "*string", "nodeName"),
    field("TargetRef", "*v1.ObjectReference", "targetRef"),
  ],
  "v1.ObjectReference": [
    field("Kind", "string", "kind"),
    field("Namespace", "string", "namespace"),
    field("Name", "string", "name"),
    field("UID", "types.UID", "uid"),
    field("APIVersion", "string", "apiVersion"),
    field("ResourceVersion", "string", "resourceVersion"),
    field("FieldPath", "string", "fieldPath"),
  ],
  "v1.EndpointPort": [
    field("Name", "string", "name"),
    field("Port", "int32", "port"),
    field("Protocol", "v1.Protocol", "protocol"),
    field("AppProtocol", "*string", "appProtocol"),
  ],
};
const TABLE: StructTable = { fields: (type) => STRUCTS[type] };
const dumpPort = compileDump("v1.EndpointPort", TABLE);
const dumpSubset = compileDump("v1.EndpointSubset", TABLE);

/** Ports in the order in which Kubernetes stores them: by the MD5 of their Go dump. */
// pkg/api/v1/endpoints/util.go portsByHash, 1.20
export function sortPorts(ports: readonly EndpointPort[]): EndpointPort[] {
  return ports.length < 2 ? [...ports] : sortByHash(ports, (port) => dumpPort(port as unknown as JsonObject));
}

/** Subsets in the order in which Kubernetes stores them. */
export function sortSubsets(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  return subsets.length < 2 ? [...subsets] : sortByHash(subsets, (subset) => dumpSubset(subset as unknown as JsonObject));
}

function sortByHash<T>(items: readonly T[], dump: (item: T) => string): T[] {
  const hashed = items.map((item) => ({ item, hash: md5Hex(dump(item)) }));
  return hashed.sort((left, right) => compareBytewise(left.hash, right.hash)).map(({ item }) => item);
}
