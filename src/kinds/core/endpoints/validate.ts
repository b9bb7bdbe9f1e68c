import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkPortNumber, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkIp, validateOrdinaryIp } from "../../shared/ip.ts";
import { PROTOCOLS } from "../../shared/protocols.ts";
import type { EndpointAddress, EndpointPort, Endpoints } from "./types.ts";

// pkg/apis/core/validation/validation.go ValidateEndpoints, 1.20
export function validateEndpoints(object: KubeObject, { release }: RequestContext): FieldError[] {
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of ((object as Endpoints).subsets ?? []).entries()) {
    const path = `subsets[${index}]`;
    if (addresses.length + notReadyAddresses.length === 0) {
      errors.push(required(path, "must specify `addresses` or `notReadyAddresses`"));
    }
    addresses.forEach((address, at) => errors.push(...validateAddress(address, `${path}.addresses[${at}]`, release)));
    notReadyAddresses.forEach((address, at) => errors.push(...validateAddress(address, `${path}.notReadyAddresses[${at}]`, release)));
    ports.forEach((port, at) => errors.push(...validatePort(port, ports.length > 1, `${path}.ports[${at}]`, release)));
  }
  return errors;
}

function validateAddress({ ip, hostname, nodeName }: EndpointAddress, path: string, release: Release): FieldError[] {
  const errors = checkIp(ip, release).map((wrong) => invalid(`${path}.ip`, ip, wrong));
  if (hostname) errors.push(...checkLabel(hostname, release).map((wrong) => invalid(`${path}.hostname`, hostname, wrong)));
  if (nodeName !== undefined) {
    errors.push(...checkSubdomain(nodeName, release).map((wrong) => invalid(`${path}.nodeName`, nodeName, wrong)));
  }
  return [...errors, ...validateOrdinaryIp(`${path}.ip`, ip)];
}

function validatePort(
  { name, port, protocol, appProtocol }: EndpointPort,
  nameRequired: boolean,
  path: string,
  release: Release,
): FieldError[] {
  const errors: FieldError[] = [];
  if (name) errors.push(...checkLabel(name, release).map((wrong) => invalid(`${path}.name`, name, wrong)));
  else if (nameRequired) errors.push(required(`${path}.name`));
  errors.push(...checkPortNumber(port).map((wrong) => invalid(`${path}.port`, port, wrong)));
  if (!protocol) errors.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (appProtocol !== undefined) {
    errors.push(...checkQualifiedName(appProtocol, release).map((wrong) => invalid(`${path}.appProtocol`, appProtocol, wrong)));
  }
  return errors;
}

export function validateEndpointsUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateEndpoints(object, context)];
}
