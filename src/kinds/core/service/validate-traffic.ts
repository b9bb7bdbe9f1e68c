import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { needsHealthCheck, usesNodePorts } from "./prepare.ts";
import type { ServiceSpec } from "./types.ts";

const POLICIES: readonly string[] = ["", "Cluster", "Local"];

// pkg/apis/core/validation/validation.go validateServiceExternalTrafficFieldsValue, 1.20
export function validateTrafficValues({ externalTrafficPolicy, healthCheckNodePort = 0 }: ServiceSpec): FieldError[] {
  const policy: string = externalTrafficPolicy ?? "";
  return [
    ...(POLICIES.includes(policy)
      ? []
      : [invalid("spec.externalTrafficPolicy", policy, "ExternalTrafficPolicy must be empty, Cluster or Local")]),
    ...(healthCheckNodePort < 0
      ? [invalid("spec.healthCheckNodePort", healthCheckNodePort, "HealthCheckNodePort must be not less than 0")]
      : []),
  ];
}

/** Checked after allocation, when an update's old policies are gone. */
// ValidateServiceExternalTrafficFieldsCombination, 1.20
export function validateTrafficCombination(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: policy, healthCheckNodePort: port } = spec;
  const errors: FieldError[] = [];
  if (policy && !usesNodePorts(spec)) {
    errors.push(
      invalid("spec.externalTrafficPolicy", policy, "ExternalTrafficPolicy can only be set on NodePort and LoadBalancer service"),
    );
  }
  if (port && !needsHealthCheck(spec)) {
    const detail = "HealthCheckNodePort can only be set on LoadBalancer service with ExternalTrafficPolicy=Local";
    errors.push(invalid("spec.healthCheckNodePort", port, detail));
  }
  return errors;
}
