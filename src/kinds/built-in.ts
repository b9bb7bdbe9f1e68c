import type { KindDefinition, KindNames } from "../machinery/kind.ts";

/** A kind by name, and the way to the rest of it: a command loads the kinds that it deals with and no more. */
export interface KindRow extends KindNames {
  load(): KindDefinition;
}

/** Every built-in kind: one folder, one row here; groups and plurals in alphabetical order, the core group first. */
export const BUILT_IN: readonly KindRow[] = [
  {
    ...clusterWide("", "ComponentStatus", "componentstatuses"),
    load: () => (require("./core/componentstatus/index.ts") as typeof import("./core/componentstatus/index.ts")).componentStatus,
  },
  {
    ...namespaced("", "ConfigMap", "configmaps"),
    load: () => (require("./core/configmap/index.ts") as typeof import("./core/configmap/index.ts")).configMap,
  },
  {
    ...namespaced("", "Endpoints", "endpoints"),
    load: () => (require("./core/endpoints/index.ts") as typeof import("./core/endpoints/index.ts")).endpoints,
  },
  {
    ...namespaced("", "Event", "events"),
    load: () => (require("./core/event/index.ts") as typeof import("./core/event/index.ts")).event,
  },
  {
    ...namespaced("", "LimitRange", "limitranges"),
    load: () => (require("./core/limitrange/index.ts") as typeof import("./core/limitrange/index.ts")).limitRange,
  },
  {
    ...clusterWide("", "Namespace", "namespaces"),
    load: () => (require("./core/namespace/index.ts") as typeof import("./core/namespace/index.ts")).namespace,
  },
  {
    ...clusterWide("", "Node", "nodes"),
    load: () => (require("./core/node/index.ts") as typeof import("./core/node/index.ts")).node,
  },
  {
    ...namespaced("", "PersistentVolumeClaim", "persistentvolumeclaims"),
    load: () =>
      (require("./core/persistentvolumeclaim/index.ts") as typeof import("./core/persistentvolumeclaim/index.ts")).persistentVolumeClaim,
  },
  {
    ...clusterWide("", "PersistentVolume", "persistentvolumes"),
    load: () => (require("./core/persistentvolume/index.ts") as typeof import("./core/persistentvolume/index.ts")).persistentVolume,
  },
  {
    ...namespaced("", "Pod", "pods"),
    load: () => (require("./core/pod/index.ts") as typeof import("./core/pod/index.ts")).pod,
  },
  {
    ...namespaced("", "PodTemplate", "podtemplates"),
    load: () => (require("./core/podtemplate/index.ts") as typeof import("./core/podtemplate/index.ts")).podTemplate,
  },
  {
    ...namespaced("", "ReplicationController", "replicationcontrollers"),
    load: () =>
      (require("./core/replicationcontroller/index.ts") as typeof import("./core/replicationcontroller/index.ts")).replicationController,
  },
  {
    ...namespaced("", "ResourceQuota", "resourcequotas"),
    load: () => (require("./core/resourcequota/index.ts") as typeof import("./core/resourcequota/index.ts")).resourceQuota,
  },
  {
    ...namespaced("", "Secret", "secrets"),
    load: () => (require("./core/secret/index.ts") as typeof import("./core/secret/index.ts")).secret,
  },
  {
    ...namespaced("", "ServiceAccount", "serviceaccounts"),
    load: () => (require("./core/serviceaccount/index.ts") as typeof import("./core/serviceaccount/index.ts")).serviceAccount,
  },
  {
    ...namespaced("", "Service", "services"),
    load: () => (require("./core/service/index.ts") as typeof import("./core/service/index.ts")).service,
  },
  {
    ...clusterWide("admissionregistration.k8s.io", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
    load: () =>
      (
        require("./admissionregistration/mutatingwebhookconfiguration/index.ts") as typeof import("./admissionregistration/mutatingwebhookconfiguration/index.ts")
      ).mutatingWebhookConfiguration,
  },
  {
    ...clusterWide("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "validatingadmissionpolicies"),
    load: () =>
      (
        require("./admissionregistration/validatingadmissionpolicy/index.ts") as typeof import("./admissionregistration/validatingadmissionpolicy/index.ts")
      ).validatingAdmissionPolicy,
  },
  {
    ...clusterWide("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings"),
    load: () =>
      (
        require("./admissionregistration/validatingadmissionpolicybinding/index.ts") as typeof import("./admissionregistration/validatingadmissionpolicybinding/index.ts")
      ).validatingAdmissionPolicyBinding,
  },
  {
    ...clusterWide("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
    load: () =>
      (
        require("./admissionregistration/validatingwebhookconfiguration/index.ts") as typeof import("./admissionregistration/validatingwebhookconfiguration/index.ts")
      ).validatingWebhookConfiguration,
  },
  {
    ...clusterWide("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions"),
    load: () =>
      (require("./apiextensions/customresourcedefinition/index.ts") as typeof import("./apiextensions/customresourcedefinition/index.ts"))
        .customResourceDefinition,
  },
  {
    ...clusterWide("apiregistration.k8s.io", "APIService", "apiservices"),
    load: () => (require("./apiregistration/apiservice/index.ts") as typeof import("./apiregistration/apiservice/index.ts")).apiService,
  },
  {
    ...namespaced("apps", "ControllerRevision", "controllerrevisions"),
    load: () => (require("./apps/controllerrevision/index.ts") as typeof import("./apps/controllerrevision/index.ts")).controllerRevision,
  },
  {
    ...namespaced("apps", "DaemonSet", "daemonsets"),
    load: () => (require("./apps/daemonset/index.ts") as typeof import("./apps/daemonset/index.ts")).daemonSet,
  },
  {
    ...namespaced("apps", "Deployment", "deployments"),
    load: () => (require("./apps/deployment/index.ts") as typeof import("./apps/deployment/index.ts")).deployment,
  },
  {
    ...namespaced("apps", "ReplicaSet", "replicasets"),
    load: () => (require("./apps/replicaset/index.ts") as typeof import("./apps/replicaset/index.ts")).replicaSet,
  },
  {
    ...namespaced("apps", "StatefulSet", "statefulsets"),
    load: () => (require("./apps/statefulset/index.ts") as typeof import("./apps/statefulset/index.ts")).statefulSet,
  },
  {
    ...namespaced("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
    load: () =>
      (require("./autoscaling/horizontalpodautoscaler/index.ts") as typeof import("./autoscaling/horizontalpodautoscaler/index.ts"))
        .horizontalPodAutoscaler,
  },
  {
    ...namespaced("batch", "CronJob", "cronjobs"),
    load: () => (require("./batch/cronjob/index.ts") as typeof import("./batch/cronjob/index.ts")).cronJob,
  },
  {
    ...namespaced("batch", "Job", "jobs"),
    load: () => (require("./batch/job/index.ts") as typeof import("./batch/job/index.ts")).job,
  },
  {
    ...clusterWide("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests"),
    load: () =>
      (require("./certificates/certificatesigningrequest/index.ts") as typeof import("./certificates/certificatesigningrequest/index.ts"))
        .certificateSigningRequest,
  },
  {
    ...namespaced("coordination.k8s.io", "Lease", "leases"),
    load: () => (require("./coordination/lease/index.ts") as typeof import("./coordination/lease/index.ts")).lease,
  },
  {
    ...namespaced("discovery.k8s.io", "EndpointSlice", "endpointslices"),
    load: () => (require("./discovery/endpointslice/index.ts") as typeof import("./discovery/endpointslice/index.ts")).endpointSlice,
  },
  {
    ...namespaced("events.k8s.io", "Event", "events"),
    load: () => (require("./events/event/index.ts") as typeof import("./events/event/index.ts")).newEvent,
  },
  {
    ...namespaced("extensions", "Ingress", "ingresses"),
    load: () => (require("./extensions/ingress/index.ts") as typeof import("./extensions/ingress/index.ts")).extensionsIngress,
  },
  {
    ...clusterWide("flowcontrol.apiserver.k8s.io", "FlowSchema", "flowschemas"),
    load: () => (require("./flowcontrol/flowschema/index.ts") as typeof import("./flowcontrol/flowschema/index.ts")).flowSchema,
  },
  {
    ...clusterWide("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "prioritylevelconfigurations"),
    load: () =>
      (require("./flowcontrol/prioritylevelconfiguration/index.ts") as typeof import("./flowcontrol/prioritylevelconfiguration/index.ts"))
        .priorityLevelConfiguration,
  },
  {
    ...clusterWide("networking.k8s.io", "IngressClass", "ingressclasses"),
    load: () => (require("./networking/ingressclass/index.ts") as typeof import("./networking/ingressclass/index.ts")).ingressClass,
  },
  {
    ...namespaced("networking.k8s.io", "Ingress", "ingresses"),
    load: () => (require("./networking/ingress/index.ts") as typeof import("./networking/ingress/index.ts")).ingress,
  },
  {
    ...namespaced("networking.k8s.io", "NetworkPolicy", "networkpolicies"),
    load: () => (require("./networking/networkpolicy/index.ts") as typeof import("./networking/networkpolicy/index.ts")).networkPolicy,
  },
  {
    ...clusterWide("node.k8s.io", "RuntimeClass", "runtimeclasses"),
    load: () => (require("./node/runtimeclass/index.ts") as typeof import("./node/runtimeclass/index.ts")).runtimeClass,
  },
  {
    ...namespaced("policy", "PodDisruptionBudget", "poddisruptionbudgets"),
    load: () =>
      (require("./policy/poddisruptionbudget/index.ts") as typeof import("./policy/poddisruptionbudget/index.ts")).podDisruptionBudget,
  },
  {
    ...clusterWide("policy", "PodSecurityPolicy", "podsecuritypolicies"),
    load: () => (require("./policy/podsecuritypolicy/index.ts") as typeof import("./policy/podsecuritypolicy/index.ts")).podSecurityPolicy,
  },
  {
    ...clusterWide("rbac.authorization.k8s.io", "ClusterRole", "clusterroles"),
    load: () => (require("./rbac/clusterrole/index.ts") as typeof import("./rbac/clusterrole/index.ts")).clusterRole,
  },
  {
    ...clusterWide("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings"),
    load: () => (require("./rbac/clusterrolebinding/index.ts") as typeof import("./rbac/clusterrolebinding/index.ts")).clusterRoleBinding,
  },
  {
    ...namespaced("rbac.authorization.k8s.io", "Role", "roles"),
    load: () => (require("./rbac/role/index.ts") as typeof import("./rbac/role/index.ts")).role,
  },
  {
    ...namespaced("rbac.authorization.k8s.io", "RoleBinding", "rolebindings"),
    load: () => (require("./rbac/rolebinding/index.ts") as typeof import("./rbac/rolebinding/index.ts")).roleBinding,
  },
  {
    ...clusterWide("scheduling.k8s.io", "PriorityClass", "priorityclasses"),
    load: () => (require("./scheduling/priorityclass/index.ts") as typeof import("./scheduling/priorityclass/index.ts")).priorityClass,
  },
  {
    ...clusterWide("storage.k8s.io", "CSIDriver", "csidrivers"),
    load: () => (require("./storage/csidriver/index.ts") as typeof import("./storage/csidriver/index.ts")).csiDriver,
  },
  {
    ...clusterWide("storage.k8s.io", "CSINode", "csinodes"),
    load: () => (require("./storage/csinode/index.ts") as typeof import("./storage/csinode/index.ts")).csiNode,
  },
  {
    ...namespaced("storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities"),
    load: () =>
      (require("./storage/csistoragecapacity/index.ts") as typeof import("./storage/csistoragecapacity/index.ts")).csiStorageCapacity,
  },
  {
    ...clusterWide("storage.k8s.io", "StorageClass", "storageclasses"),
    load: () => (require("./storage/storageclass/index.ts") as typeof import("./storage/storageclass/index.ts")).storageClass,
  },
  {
    ...clusterWide("storage.k8s.io", "VolumeAttachment", "volumeattachments"),
    load: () => (require("./storage/volumeattachment/index.ts") as typeof import("./storage/volumeattachment/index.ts")).volumeAttachment,
  },
];

function namespaced(group: string, kind: string, plural: string): KindNames {
  return { group, kind, plural, namespaced: true };
}

function clusterWide(group: string, kind: string, plural: string): KindNames {
  return { group, kind, plural, namespaced: false };
}
