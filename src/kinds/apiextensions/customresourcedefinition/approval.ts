import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import type { CustomResourceDefinition } from "./types.ts";

const ANNOTATION = "api-approved.kubernetes.io";
const PATH = `metadata.annotations[${ANNOTATION}]`;
const MISSING =
  'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111';

/** Groups of the community need the address of their review in an annotation. */
// apiextensions-apiserver/pkg/apihelpers/helpers.go GetAPIApprovalState, 1.20
export function validateApproval({ spec, metadata }: CustomResourceDefinition, old: CustomResourceDefinition | undefined): FieldError[] {
  if (!isProtected(spec.group)) return [];
  const approval = metadata.annotations?.[ANNOTATION];
  const state = stateOf(approval);
  if (old && stateOf(old.metadata.annotations?.[ANNOTATION]) === state) return [];
  if (state === "missing") return [required(PATH, MISSING)];
  if (state === "approved") return [];
  return [
    invalid(
      PATH,
      approval ?? "",
      `protected groups must have approval annotation "${ANNOTATION}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`,
    ),
  ];
}

function isProtected(group: string): boolean {
  return ["k8s.io", "kubernetes.io"].some((domain) => group === domain || group.endsWith(`.${domain}`));
}

function stateOf(approval: string | undefined): "missing" | "approved" | "invalid" {
  if (!approval) return "missing";
  return approval.startsWith("unapproved") || /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+/i.test(approval) ? "approved" : "invalid";
}
