import type { KubeObject } from "../../../machinery/object.ts";

interface RuleOptions {
  rule: string;
  ranges?: { min: number; max: number }[];
}

/** policy/v1beta1 PodSecurityPolicy, as far as it is read. */
export interface PodSecurityPolicy extends KubeObject {
  spec: {
    privileged?: boolean;
    requiredDropCapabilities?: string[];
    allowedCapabilities?: string[];
    volumes?: string[];
    seLinux: RuleOptions;
    runAsUser: RuleOptions;
    supplementalGroups: RuleOptions;
    fsGroup: RuleOptions;
    readOnlyRootFilesystem?: boolean;
    defaultAllowPrivilegeEscalation?: boolean;
    allowPrivilegeEscalation?: boolean;
  };
}
