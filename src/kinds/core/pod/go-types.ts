import type { Release } from "../../../release/release.ts";
import type { GoTypes } from "../../shared/go-diff/value.ts";

/**
 * The fields of the API server's internal types, in Go's order, as far as users change them in pods. A type that is not
 * listed is compared whole.
 */
// pkg/apis/core/types.go, 1.20
export function podGoTypes(release: Release): GoTypes {
  return {
    ...TYPES,
    "core.PodSpec": [
      ...SPEC_FIRST,
      ...(release.has("hostnameAsFqdn") ? ["SetHostnameAsFQDN *bool"] : []),
      ...SPEC_LAST,
      ...release.value("podSpecLastFields"),
    ],
  };
}

const SPEC_FIRST: readonly string[] = [
  "Volumes []core.Volume",
  "InitContainers []core.Container",
  "Containers []core.Container",
  "EphemeralContainers []core.EphemeralContainer",
  "RestartPolicy string",
  "TerminationGracePeriodSeconds *int",
  "ActiveDeadlineSeconds *int",
  "DNSPolicy string dnsPolicy",
  "NodeSelector map[string]string",
  "ServiceAccountName string",
  "AutomountServiceAccountToken *bool",
  "NodeName string",
  "SecurityContext *core.PodSecurityContext .",
  "ImagePullSecrets []core.LocalObjectReference",
  "Hostname string",
  "Subdomain string",
];

const SPEC_LAST: readonly string[] = [
  "Affinity *core.Affinity",
  "SchedulerName string",
  "Tolerations []core.Toleration",
  "HostAliases []core.HostAlias",
  "PriorityClassName string",
  "Priority *int",
  "PreemptionPolicy *string",
  "DNSConfig *core.PodDNSConfig dnsConfig",
  "ReadinessGates []core.PodReadinessGate",
  "RuntimeClassName *string",
  "Overhead core.ResourceList",
  "EnableServiceLinks *bool",
  "TopologySpreadConstraints []core.TopologySpreadConstraint",
];

const TYPES: GoTypes = {
  "core.Volume": ["Name string", "VolumeSource core.VolumeSource ."],
  "core.VolumeSource": [
    "HostPath *core.HostPathVolumeSource",
    "EmptyDir *core.EmptyDirVolumeSource",
    "Secret *core.SecretVolumeSource",
    "NFS *core.NFSVolumeSource nfs",
    "PersistentVolumeClaim *core.PersistentVolumeClaimVolumeSource",
    "DownwardAPI *core.DownwardAPIVolumeSource",
    "ConfigMap *core.ConfigMapVolumeSource",
    "Projected *core.ProjectedVolumeSource",
    "CSI *core.CSIVolumeSource csi",
    "Ephemeral *core.EphemeralVolumeSource",
  ],
  "core.Container": [
    "Name string",
    "Image string",
    "Command []string",
    "Args []string",
    "WorkingDir string",
    "Ports []core.ContainerPort",
    "EnvFrom []core.EnvFromSource",
    "Env []core.EnvVar",
    "Resources core.ResourceRequirements",
    "VolumeMounts []core.VolumeMount",
    "VolumeDevices []core.VolumeDevice",
    "LivenessProbe *core.Probe",
    "ReadinessProbe *core.Probe",
    "StartupProbe *core.Probe",
    "Lifecycle *core.Lifecycle",
    "TerminationMessagePath string",
    "TerminationMessagePolicy string",
    "ImagePullPolicy string",
    "SecurityContext *core.SecurityContext",
    "Stdin bool",
    "StdinOnce bool",
    "TTY bool tty",
  ],
  "core.ContainerPort": ["Name string", "HostPort int", "ContainerPort int", "Protocol string", "HostIP string"],
  "core.EnvVar": ["Name string", "Value string", "ValueFrom *core.EnvVarSource"],
  "core.ResourceRequirements": ["Limits core.ResourceList", "Requests core.ResourceList"],
  "core.VolumeMount": [
    "Name string",
    "ReadOnly bool",
    "MountPath string",
    "SubPath string",
    "MountPropagation *string",
    "SubPathExpr string",
  ],
  "core.LocalObjectReference": ["Name string"],
  "core.Toleration": ["Key string", "Operator string", "Value string", "Effect string", "TolerationSeconds *int"],
  "core.HostAlias": ["IP string ip", "Hostnames []string"],
  // The internal type holds fields of the pod itself, too.
  "core.PodSecurityContext": [
    "HostNetwork bool",
    "HostPID bool hostPID",
    "HostIPC bool hostIPC",
    "ShareProcessNamespace *bool",
    "SELinuxOptions *core.SELinuxOptions securityContext.seLinuxOptions",
    "WindowsOptions *core.WindowsSecurityContextOptions securityContext.windowsOptions",
    "RunAsUser *int securityContext.runAsUser",
    "RunAsGroup *int securityContext.runAsGroup",
    "RunAsNonRoot *bool securityContext.runAsNonRoot",
    "SupplementalGroups []int securityContext.supplementalGroups",
    "FSGroup *int securityContext.fsGroup",
    "FSGroupChangePolicy *string securityContext.fsGroupChangePolicy",
    "Sysctls []core.Sysctl securityContext.sysctls",
    "SeccompProfile *core.SeccompProfile securityContext.seccompProfile",
  ],
};
