import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { duplicate, type FieldError, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateLabels, validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { ipv4Number } from "../../../base/ipv4.ts";
import { isIpv6 } from "../../shared/ip.ts";
import type { Endpoint, EndpointPort, EndpointSlice } from "./types.ts";

const ADDRESS_TYPES = ["FQDN", "IPv4", "IPv6"];
const PROTOCOLS = ["SCTP", "TCP", "UDP"];

// pkg/apis/discovery/validation/validation.go ValidateEndpointSlice, 1.20
export function validateEndpointSlice(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateContent(object as EndpointSlice, release),
  ];
}

// ValidateEndpointSliceUpdate
export function validateEndpointSliceUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { addressType } = object as EndpointSlice;
  const errors = [...validateObjectMetaUpdate(object, old, release), ...validateContent(object as EndpointSlice, release)];
  if (addressType !== (old as EndpointSlice).addressType) errors.push(invalid("addressType", addressType, "field is immutable"));
  return errors;
}

function validateContent({ addressType, endpoints, ports }: EndpointSlice, release: Release): FieldError[] {
  const errors: FieldError[] = [];
  if (!addressType) errors.push(required("addressType"));
  else if (!ADDRESS_TYPES.includes(addressType)) errors.push(notSupported("addressType", addressType, ADDRESS_TYPES));
  const all = ports ?? [];
  return [
    ...errors,
    ...checkEach("endpoints", endpoints ?? [], (endpoint, path) => validateEndpoint(endpoint, addressType, path, release)),
    ...checkEach("ports", all, (port, path, index) => validatePort(port, path, all.slice(0, index), release)),
  ];
}

function validateEndpoint(
  { addresses, nodeName, topology, hostname }: Endpoint,
  addressType: string,
  path: string,
  release: Release,
): FieldError[] {
  const errors: FieldError[] = (addresses ?? []).length > 0 ? [] : [required(`${path}.addresses`, "must contain at least 1 address")];
  return [
    ...errors,
    ...checkEach(`${path}.addresses`, addresses, (address, at) => validateAddress(address, addressType, at, release)),
    ...(nodeName === undefined ? [] : checkText(`${path}.nodeName`, nodeName, checkSubdomain, release)),
    ...validateLabels(topology, `${path}.topology`, release),
    ...(hostname === undefined ? [] : checkText(`${path}.hostname`, hostname, checkLabel, release)),
  ];
}

function validateAddress(address: string, addressType: string, path: string, release: Release): FieldError[] {
  if (addressType === "IPv4") return ipv4Number(address) === undefined ? [invalid(path, address, "must be a valid IPv4 address")] : [];
  if (addressType === "IPv6") return isIpv6(address) ? [] : [invalid(path, address, "must be a valid IPv6 address")];
  return addressType === "FQDN" ? checkText(path, address, checkSubdomain, release) : [];
}

function validatePort(
  { name = "", protocol, appProtocol }: EndpointPort,
  path: string,
  before: readonly EndpointPort[],
  release: Release,
): FieldError[] {
  const errors = name === "" ? [] : checkText(`${path}.name`, name, checkLabel, release);
  if (before.some((port) => (port.name ?? "") === name)) errors.push(duplicate(`${path}.name`, name));
  if (protocol === undefined) errors.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  return [...errors, ...(appProtocol === undefined ? [] : checkText(`${path}.appProtocol`, appProtocol, checkQualifiedName, release))];
}
