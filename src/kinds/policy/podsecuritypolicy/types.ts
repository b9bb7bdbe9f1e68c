import type { KubeObject } from "../../../machinery/object.ts";

/** A strategy and what it takes. */
export interface RuleOptions {
  rule: string;
  ranges?: Range[];
  seLinuxOptions?: { user?: string; role?: string; type?: string; level?: string };
}

/** Numbers from `min` to `max`. */
export interface Range {
  min: number;
  max: number;
}

/** policy/v1beta1 PodSecurityPolicy, as far as it is read. */
export interface PodSecurityPolicy extends KubeObject {
  spec: {
    privileged?: boolean;
    hostNetwork?: boolean;
    hostPID?: boolean;
    hostIPC?: boolean;
    hostPorts?: Range[];
    defaultAddCapabilities?: string[];
    allowedFlexVolumes?: { driver: string }[];
    allowedCSIDrivers?: { name: string }[];
    allowedUnsafeSysctls?: string[];
    forbiddenSysctls?: string[];
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
