import { goQuote } from "../../../../base/go-format.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../../machinery/validation/field-error.ts";
import { rangeError } from "../../../../machinery/validation/names.ts";
import { goPointer } from "../../../../base/go-pointer.ts";
import { validateDescendingPath } from "../../../shared/validate-paths.ts";
import type { SeccompProfile, SecurityContext } from "./types.ts";

const ID_MAX = 2 ** 31 - 1;
const PROFILE_TYPES: readonly string[] = ["Localhost", "RuntimeDefault", "Unconfined"];

/** Checks a numeric user or group. */
export function validateId(path: string, id: number | undefined): FieldError[] {
  return id === undefined || (id >= 0 && id <= ID_MAX) ? [] : [invalid(path, id, rangeError(0, ID_MAX))];
}

// pkg/apis/core/validation/validation.go ValidateSecurityContext, 1.20
export function validateSecurityContext(context: SecurityContext | undefined, path: string): FieldError[] {
  if (!context) return [];
  const errors = [
    ...validateId(`${path}.runAsUser`, context.runAsUser),
    ...validateId(`${path}.runAsGroup`, context.runAsGroup),
    ...validateSeccompProfile(context.seccompProfile, `${path}.seccompProfile`),
  ];
  if (context.allowPrivilegeEscalation !== false) return errors;
  const value = securityContextSyntax(context);
  if (context.privileged) {
    errors.push(invalidStruct(path, value, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
  }
  if (context.capabilities?.add?.includes("CAP_SYS_ADMIN")) {
    errors.push(invalidStruct(path, value, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
  }
  return errors;
}

/** Go's `%#v` of the struct: its fields are pointers, of which only nil can be told. */
function securityContextSyntax(context: SecurityContext): string {
  const pointer = (type: string, value: unknown) => (value === undefined ? `(*${type})(nil)` : goPointer(type));
  const fields = [
    `Capabilities:${pointer("core.Capabilities", context.capabilities)}`,
    `Privileged:${pointer("bool", context.privileged)}`,
    `SELinuxOptions:${pointer("core.SELinuxOptions", context.seLinuxOptions)}`,
    `WindowsOptions:${pointer("core.WindowsSecurityContextOptions", context.windowsOptions)}`,
    `RunAsUser:${pointer("int64", context.runAsUser)}`,
    `RunAsGroup:${pointer("int64", context.runAsGroup)}`,
    `RunAsNonRoot:${pointer("bool", context.runAsNonRoot)}`,
    `ReadOnlyRootFilesystem:${pointer("bool", context.readOnlyRootFilesystem)}`,
    `AllowPrivilegeEscalation:${pointer("bool", context.allowPrivilegeEscalation)}`,
    `ProcMount:${pointer("core.ProcMountType", context.procMount)}`,
    `SeccompProfile:${pointer("core.SeccompProfile", context.seccompProfile)}`,
  ];
  return `core.SecurityContext{${fields.join(", ")}}`;
}

// validateSeccompProfileField, 1.20
export function validateSeccompProfile(profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const type: string = profile.type ?? "";
  const errors: FieldError[] = [];
  if (type === "") errors.push(required(`${path}.type`, "type is required when seccompProfile is set"));
  else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, PROFILE_TYPES));
  const local = profile.localhostProfile;
  if (type === "Localhost") {
    errors.push(
      ...(local === undefined
        ? [required(`${path}.localhostProfile`, "must be set when seccomp type is Localhost")]
        : validateDescendingPath(`${path}.localhostProfile`, local)),
    );
  } else if (local !== undefined) {
    const value = `core.SeccompProfile{Type:${goQuote(type)}, LocalhostProfile:${goPointer("string")}}`;
    errors.push(invalidStruct(`${path}.localhostProfile`, value, "can only be set when seccomp type is Localhost"));
  }
  return errors;
}
