import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { duplicate, type FieldError, forbidden, invalidStruct } from "../../../machinery/validation/field-error.ts";
import { goStringSliceSyntax } from "../../../base/go-format.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { isCidr } from "../../shared/ip.ts";
import { validateTaints } from "../../shared/taints.ts";
import type { Node } from "./types.ts";

const TAINTS = "metadata.taints";
const POD_CIDRS = "spec.podCIDRs";
/** How Go writes a path that names nothing. */
const NO_FIELD = "[]";
const PROTECTED =
  "node updates may only change labels, taints, or capacity (or configSource, if the DynamicKubeletConfig feature gate is enabled)";

// pkg/apis/core/validation/validation.go ValidateNode, 1.20
export function validateNode(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { spec } = object as Node;
  const cidrs = spec.podCIDRs ?? [];
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  errors.push(...validateTaints(spec.taints ?? [], TAINTS, release));
  cidrs.forEach((cidr, index) => {
    if (!isCidr(cidr)) errors.push(invalidStruct(`${POD_CIDRS}[${index}]`, goStringSliceSyntax(cidrs), "must be valid CIDR"));
  });
  const families = new Set(cidrs.map((cidr) => cidr.includes(":")));
  if (cidrs.length > families.size) {
    errors.push(invalidStruct(POD_CIDRS, goStringSliceSyntax(cidrs), "may specify no more than one CIDR for each IP family"));
  }
  cidrs.forEach((cidr, index) => {
    if (cidrs.indexOf(cidr) < index) errors.push(duplicate(`${POD_CIDRS}[${index}]`, cidr));
  });
  return errors;
}

// ValidateNodeUpdate, 1.20
export function validateNodeUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const now = (object as Node).spec;
  const before = (old as Node).spec;
  const errors = validateObjectMetaUpdate(object, old, release);
  const movesCidrs = Boolean(before.podCIDRs?.length) && !deepEqual(now.podCIDRs, before.podCIDRs);
  if (movesCidrs) errors.push(forbidden(POD_CIDRS, 'node updates may not change podCIDR except from "" to valid'));
  const movesProvider = Boolean(before.providerID) && now.providerID !== before.providerID;
  if (movesProvider) errors.push(forbidden("spec.providerID", 'node updates may not change providerID except from "" to valid'));
  errors.push(...validateTaints(now.taints ?? [], TAINTS, release));
  // All that may not change is compared once more, as a whole.
  if (movesCidrs || movesProvider || now.externalID !== before.externalID) errors.push(forbidden(NO_FIELD, PROTECTED));
  return errors;
}

/** A status update may not repeat an address. */
export function validateNodeStatusUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const addresses = (object as Node).status?.addresses ?? [];
  const errors = validateObjectMetaUpdate(object, old, release);
  addresses.forEach(({ type, address }, index) => {
    if (addresses.findIndex((other) => other.type === type && other.address === address) === index) return;
    const goValue = `core.NodeAddress{Type:"${type}", Address:"${address}"}`;
    errors.push({ type: "Duplicate value", field: `status.addresses[${index}]`, goValue, detail: "" });
  });
  return errors;
}
