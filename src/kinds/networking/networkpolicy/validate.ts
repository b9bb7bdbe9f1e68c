import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkPortName, checkPortNumber, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { ipv4Block } from "../../../base/ipv4.ts";
import { isCidr } from "../../shared/ip.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from "./types.ts";

const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const TYPES = ["Ingress", "Egress"];

// pkg/apis/networking/validation/validation.go ValidateNetworkPolicy, 1.20
export function validateNetworkPolicy(object: KubeObject, { release }: RequestContext): FieldError[] {
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  return [...errors, ...validateSpec((object as NetworkPolicy).spec ?? {}, release)];
}

// ValidateNetworkPolicyUpdate
export function validateNetworkPolicyUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec((object as NetworkPolicy).spec ?? {}, release)];
}

function validateSpec({ podSelector, ingress, egress, policyTypes = [] }: NetworkPolicySpec, release: Release): FieldError[] {
  const rule = (ports: NetworkPolicyPort[] | undefined, peers: NetworkPolicyPeer[] | undefined, path: string, side: string) => [
    ...checkEach(`${path}.ports`, ports, (port, at) => validatePort(port, at, release)),
    ...checkEach(`${path}.${side}`, peers, (peer, at) => validatePeer(peer, at, release)),
  ];
  const errors = [
    ...validateLabelSelector(podSelector, "spec.podSelector", release),
    ...checkEach("spec.ingress", ingress, ({ ports, from }, path) => rule(ports, from, path, "from")),
    ...checkEach("spec.egress", egress, ({ ports, to }, path) => rule(ports, to, path, "to")),
  ];
  if (policyTypes.length > TYPES.length) {
    const value = `[]networking.PolicyType{${policyTypes.map((type) => JSON.stringify(type)).join(", ")}}`;
    return [...errors, invalidStruct("spec.policyTypes", `&${value}`, "may not specify more than two policyTypes")];
  }
  return [
    ...errors,
    ...checkEach("spec.policyTypes", policyTypes, (type, path) => (TYPES.includes(type) ? [] : [notSupported(path, type, TYPES)])),
  ];
}

function validatePort({ protocol, port }: NetworkPolicyPort, path: string, release: Release): FieldError[] {
  const errors: FieldError[] =
    protocol === undefined || PROTOCOLS.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)];
  if (typeof port === "number") errors.push(...checkPortNumber(port).map((wrong) => invalid(`${path}.port`, port, wrong)));
  else if (port !== undefined) errors.push(...checkText(`${path}.port`, port, checkPortName, release));
  return errors;
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string, release: Release): FieldError[] {
  const errors = [
    ...validateLabelSelector(podSelector, `${path}.podSelector`, release),
    ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`, release),
    ...(ipBlock ? validateBlock(ipBlock.cidr, ipBlock.except ?? [], `${path}.ipBlock`) : []),
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(path, "must specify a peer"));
  else if (ipBlock && (podSelector || namespaceSelector)) errors.push(forbidden(path, "may not specify both ipBlock and another peer"));
  return errors;
}

// ValidateIPBlock
function validateBlock(cidr: string, except: readonly string[], path: string): FieldError[] {
  if (!cidr) return [required(`${path}.cidr`)];
  if (!isCidr(cidr)) return [invalid(`${path}.cidr`, cidr, "not a valid CIDR")];
  const outer = ipv4Block(cidr);
  return except.flatMap((one, index) => {
    const at = `${path}.except[${index}]`;
    if (!isCidr(one)) return [invalid(at, one, "not a valid CIDR")];
    const inner = ipv4Block(one);
    const isInside = !outer || !inner || (inner.size < outer.size && inner.first >= outer.first && inner.first < outer.first + outer.size);
    return isInside ? [] : [invalid(at, one, "must be a strict subset of `cidr`")];
  });
}
