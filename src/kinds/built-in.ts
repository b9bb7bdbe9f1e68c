import type { KindDefinition, KindNames } from "../machinery/kind.ts";

/** A kind by name, and the way to the rest of it: a command loads the kinds that it deals with and no more. */
export interface KindRow extends KindNames {
  load(): KindDefinition;
}

/** Every built-in kind: one folder, one row here; groups and plurals in alphabetical order, the core group first. */
export const BUILT_IN: readonly KindRow[] = [
  {
    group: "",
    kind: "ComponentStatus",
    plural: "componentstatuses",
    namespaced: false,
    load: () => (require("./core/componentstatus/index.ts") as typeof import("./core/componentstatus/index.ts")).componentStatus,
  },
  {
    group: "",
    kind: "ConfigMap",
    plural: "configmaps",
    namespaced: true,
    load: () => (require("./core/configmap/index.ts") as typeof import("./core/configmap/index.ts")).configMap,
  },
  {
    group: "",
    kind: "Endpoints",
    plural: "endpoints",
    namespaced: true,
    load: () => (require("./core/endpoints/index.ts") as typeof import("./core/endpoints/index.ts")).endpoints,
  },
  {
    group: "",
    kind: "Event",
    plural: "events",
    namespaced: true,
    load: () => (require("./core/event/index.ts") as typeof import("./core/event/index.ts")).event,
  },
  {
    group: "",
    kind: "LimitRange",
    plural: "limitranges",
    namespaced: true,
    load: () => (require("./core/limitrange/index.ts") as typeof import("./core/limitrange/index.ts")).limitRange,
  },
  {
    group: "",
    kind: "Namespace",
    plural: "namespaces",
    namespaced: false,
    load: () => (require("./core/namespace/index.ts") as typeof import("./core/namespace/index.ts")).namespace,
  },
  {
    group: "",
    kind: "Node",
    plural: "nodes",
    namespaced: false,
    load: () => (require("./core/node/index.ts") as typeof import("./core/node/index.ts")).node,
  },
  {
    group: "",
    kind: "PersistentVolumeClaim",
    plural: "persistentvolumeclaims",
    namespaced: true,
    load: () =>
      (require("./core/persistentvolumeclaim/index.ts") as typeof import("./core/persistentvolumeclaim/index.ts")).persistentVolumeClaim,
  },
  {
    group: "",
    kind: "PersistentVolume",
    plural: "persistentvolumes",
    namespaced: false,
    load: () => (require("./core/persistentvolume/index.ts") as typeof import("./core/persistentvolume/index.ts")).persistentVolume,
  },
  {
    group: "",
    kind: "Pod",
    plural: "pods",
    namespaced: true,
    load: () => (require("./core/pod/index.ts") as typeof import("./core/pod/index.ts")).pod,
  },
  {
    group: "",
    kind: "PodTemplate",
    plural: "podtemplates",
    namespaced: true,
    load: () => (require("./core/podtemplate/index.ts") as typeof import("./core/podtemplate/index.ts")).podTemplate,
  },
  {
    group: "",
    kind: "ReplicationController",
    plural: "replicationcontrollers",
    namespaced: true,
    load: () =>
      (require("./core/replicationcontroller/index.ts") as typeof import("./core/replicationcontroller/index.ts")).replicationController,
  },
  {
    group: "",
    kind: "ResourceQuota",
    plural: "resourcequotas",
    namespaced: true,
    load: () => (require("./core/resourcequota/index.ts") as typeof import("./core/resourcequota/index.ts")).resourceQuota,
  },
  {
    group: "",
    kind: "Secret",
    plural: "secrets",
    namespaced: true,
    load: () => (require("./core/secret/index.ts") as typeof import("./core/secret/index.ts")).secret,
  },
  {
    group: "",
    kind: "ServiceAccount",
    plural: "serviceaccounts",
    namespaced: true,
    load: () => (require("./core/serviceaccount/index.ts") as typeof import("./core/serviceaccount/index.ts")).serviceAccount,
  },
  {
    group: "",
    kind: "Service",
    plural: "services",
    namespaced: true,
    load: () => (require("./core/service/index.ts") as typeof import("./core/service/index.ts")).service,
  },
  {
    group: "admissionregistration.k8s.io",
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
    load: () =>
      (
        require("./admissionregistration/mutatingwebhookconfiguration/index.ts") as typeof import("./admissionregistration/mutatingwebhookconfiguration/index.ts")
      ).mutatingWebhookConfiguration,
  },
  {
    group: "admissionregistration.k8s.io",
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    namespaced: false,
    load: () =>
      (
        require("./admissionregistration/validatingwebhookconfiguration/index.ts") as typeof import("./admissionregistration/validatingwebhookconfiguration/index.ts")
      ).validatingWebhookConfiguration,
  },
  {
    group: "apiextensions.k8s.io",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    namespaced: false,
    load: () =>
      (require("./apiextensions/customresourcedefinition/index.ts") as typeof import("./apiextensions/customresourcedefinition/index.ts"))
        .customResourceDefinition,
  },
  {
    group: "apiregistration.k8s.io",
    kind: "APIService",
    plural: "apiservices",
    namespaced: false,
    load: () => (require("./apiregistration/apiservice/index.ts") as typeof import("./apiregistration/apiservice/index.ts")).apiService,
  },
  {
    group: "apps",
    kind: "ControllerRevision",
    plural: "controllerrevisions",
    namespaced: true,
    load: () => (require("./apps/controllerrevision/index.ts") as typeof import("./apps/controllerrevision/index.ts")).controllerRevision,
  },
  {
    group: "apps",
    kind: "DaemonSet",
    plural: "daemonsets",
    namespaced: true,
    load: () => (require("./apps/daemonset/index.ts") as typeof import("./apps/daemonset/index.ts")).daemonSet,
  },
  {
    group: "apps",
    kind: "Deployment",
    plural: "deployments",
    namespaced: true,
    load: () => (require("./apps/deployment/index.ts") as typeof import("./apps/deployment/index.ts")).deployment,
  },
  {
    group: "apps",
    kind: "ReplicaSet",
    plural: "replicasets",
    namespaced: true,
    load: () => (require("./apps/replicaset/index.ts") as typeof import("./apps/replicaset/index.ts")).replicaSet,
  },
  {
    group: "apps",
    kind: "StatefulSet",
    plural: "statefulsets",
    namespaced: true,
    load: () => (require("./apps/statefulset/index.ts") as typeof import("./apps/statefulset/index.ts")).statefulSet,
  },
  {
    group: "autoscaling",
    kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers",
    namespaced: true,
    load: () =>
      (require("./autoscaling/horizontalpodautoscaler/index.ts") as typeof import("./autoscaling/horizontalpodautoscaler/index.ts"))
        .horizontalPodAutoscaler,
  },
  {
    group: "batch",
    kind: "CronJob",
    plural: "cronjobs",
    namespaced: true,
    load: () => (require("./batch/cronjob/index.ts") as typeof import("./batch/cronjob/index.ts")).cronJob,
  },
  {
    group: "batch",
    kind: "Job",
    plural: "jobs",
    namespaced: true,
    load: () => (require("./batch/job/index.ts") as typeof import("./batch/job/index.ts")).job,
  },
  {
    group: "certificates.k8s.io",
    kind: "CertificateSigningRequest",
    plural: "certificatesigningrequests",
    namespaced: false,
    load: () =>
      (require("./certificates/certificatesigningrequest/index.ts") as typeof import("./certificates/certificatesigningrequest/index.ts"))
        .certificateSigningRequest,
  },
  {
    group: "coordination.k8s.io",
    kind: "Lease",
    plural: "leases",
    namespaced: true,
    load: () => (require("./coordination/lease/index.ts") as typeof import("./coordination/lease/index.ts")).lease,
  },
  {
    group: "discovery.k8s.io",
    kind: "EndpointSlice",
    plural: "endpointslices",
    namespaced: true,
    load: () => (require("./discovery/endpointslice/index.ts") as typeof import("./discovery/endpointslice/index.ts")).endpointSlice,
  },
  {
    group: "events.k8s.io",
    kind: "Event",
    plural: "events",
    namespaced: true,
    load: () => (require("./events/event/index.ts") as typeof import("./events/event/index.ts")).newEvent,
  },
  {
    group: "extensions",
    kind: "Ingress",
    plural: "ingresses",
    namespaced: true,
    load: () => (require("./extensions/ingress/index.ts") as typeof import("./extensions/ingress/index.ts")).extensionsIngress,
  },
  {
    group: "flowcontrol.apiserver.k8s.io",
    kind: "FlowSchema",
    plural: "flowschemas",
    namespaced: false,
    load: () => (require("./flowcontrol/flowschema/index.ts") as typeof import("./flowcontrol/flowschema/index.ts")).flowSchema,
  },
  {
    group: "flowcontrol.apiserver.k8s.io",
    kind: "PriorityLevelConfiguration",
    plural: "prioritylevelconfigurations",
    namespaced: false,
    load: () =>
      (require("./flowcontrol/prioritylevelconfiguration/index.ts") as typeof import("./flowcontrol/prioritylevelconfiguration/index.ts"))
        .priorityLevelConfiguration,
  },
  {
    group: "networking.k8s.io",
    kind: "IngressClass",
    plural: "ingressclasses",
    namespaced: false,
    load: () => (require("./networking/ingressclass/index.ts") as typeof import("./networking/ingressclass/index.ts")).ingressClass,
  },
  {
    group: "networking.k8s.io",
    kind: "Ingress",
    plural: "ingresses",
    namespaced: true,
    load: () => (require("./networking/ingress/index.ts") as typeof import("./networking/ingress/index.ts")).ingress,
  },
  {
    group: "networking.k8s.io",
    kind: "NetworkPolicy",
    plural: "networkpolicies",
    namespaced: true,
    load: () => (require("./networking/networkpolicy/index.ts") as typeof import("./networking/networkpolicy/index.ts")).networkPolicy,
  },
  {
    group: "node.k8s.io",
    kind: "RuntimeClass",
    plural: "runtimeclasses",
    namespaced: false,
    load: () => (require("./node/runtimeclass/index.ts") as typeof import("./node/runtimeclass/index.ts")).runtimeClass,
  },
  {
    group: "policy",
    kind: "PodDisruptionBudget",
    plural: "poddisruptionbudgets",
    namespaced: true,
    load: () =>
      (require("./policy/poddisruptionbudget/index.ts") as typeof import("./policy/poddisruptionbudget/index.ts")).podDisruptionBudget,
  },
  {
    group: "policy",
    kind: "PodSecurityPolicy",
    plural: "podsecuritypolicies",
    namespaced: false,
    load: () => (require("./policy/podsecuritypolicy/index.ts") as typeof import("./policy/podsecuritypolicy/index.ts")).podSecurityPolicy,
  },
  {
    group: "rbac.authorization.k8s.io",
    kind: "ClusterRole",
    plural: "clusterroles",
    namespaced: false,
    load: () => (require("./rbac/clusterrole/index.ts") as typeof import("./rbac/clusterrole/index.ts")).clusterRole,
  },
  {
    group: "rbac.authorization.k8s.io",
    kind: "ClusterRoleBinding",
    plural: "clusterrolebindings",
    namespaced: false,
    load: () => (require("./rbac/clusterrolebinding/index.ts") as typeof import("./rbac/clusterrolebinding/index.ts")).clusterRoleBinding,
  },
  {
    group: "rbac.authorization.k8s.io",
    kind: "Role",
    plural: "roles",
    namespaced: true,
    load: () => (require("./rbac/role/index.ts") as typeof import("./rbac/role/index.ts")).role,
  },
  {
    group: "rbac.authorization.k8s.io",
    kind: "RoleBinding",
    plural: "rolebindings",
    namespaced: true,
    load: () => (require("./rbac/rolebinding/index.ts") as typeof import("./rbac/rolebinding/index.ts")).roleBinding,
  },
  {
    group: "scheduling.k8s.io",
    kind: "PriorityClass",
    plural: "priorityclasses",
    namespaced: false,
    load: () => (require("./scheduling/priorityclass/index.ts") as typeof import("./scheduling/priorityclass/index.ts")).priorityClass,
  },
  {
    group: "storage.k8s.io",
    kind: "CSIDriver",
    plural: "csidrivers",
    namespaced: false,
    load: () => (require("./storage/csidriver/index.ts") as typeof import("./storage/csidriver/index.ts")).csiDriver,
  },
  {
    group: "storage.k8s.io",
    kind: "CSINode",
    plural: "csinodes",
    namespaced: false,
    load: () => (require("./storage/csinode/index.ts") as typeof import("./storage/csinode/index.ts")).csiNode,
  },
  {
    group: "storage.k8s.io",
    kind: "CSIStorageCapacity",
    plural: "csistoragecapacities",
    namespaced: true,
    load: () =>
      (require("./storage/csistoragecapacity/index.ts") as typeof import("./storage/csistoragecapacity/index.ts")).csiStorageCapacity,
  },
  {
    group: "storage.k8s.io",
    kind: "StorageClass",
    plural: "storageclasses",
    namespaced: false,
    load: () => (require("./storage/storageclass/index.ts") as typeof import("./storage/storageclass/index.ts")).storageClass,
  },
  {
    group: "storage.k8s.io",
    kind: "VolumeAttachment",
    plural: "volumeattachments",
    namespaced: false,
    load: () => (require("./storage/volumeattachment/index.ts") as typeof import("./storage/volumeattachment/index.ts")).volumeAttachment,
  },
];
