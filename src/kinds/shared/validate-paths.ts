import { type FieldError, invalid } from "../../machinery/validation/field-error.ts";

/** A path may not climb up. One complaint is enough for `../../..`. */
// pkg/apis/core/validation/validation.go validatePathNoBacksteps, 1.20
export function validateNoBacksteps(path: string, text: string): FieldError[] {
  return text.split("/").includes("..") ? [invalid(path, text, "must not contain '..'")] : [];
}

/** A path below some directory: relative, and it may not climb up. */
export function validateDescendingPath(path: string, text: string): FieldError[] {
  return [...(text.startsWith("/") ? [invalid(path, text, "must be a relative path")] : []), ...validateNoBacksteps(path, text)];
}

/** A descending path that does not begin with two dots, which the kubelet keeps for itself. */
export function validateUnreservedPath(path: string, text: string): FieldError[] {
  const reserved = text.startsWith("..") && !text.startsWith("../");
  return [...validateDescendingPath(path, text), ...(reserved ? [invalid(path, text, "must not start with '..'")] : [])];
}
