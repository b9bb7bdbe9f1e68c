import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { mutatingWebhookConfiguration } from "./admissionregistration/mutatingwebhookconfiguration/index.ts";
import { validatingWebhookConfiguration } from "./admissionregistration/validatingwebhookconfiguration/index.ts";
import { customResourceDefinition } from "./apiextensions/customresourcedefinition/index.ts";
import { apiService } from "./apiregistration/apiservice/index.ts";
import { controllerRevision } from "./apps/controllerrevision/index.ts";
import { daemonSet } from "./apps/daemonset/index.ts";
import { deployment } from "./apps/deployment/index.ts";
import { replicaSet } from "./apps/replicaset/index.ts";
import { statefulSet } from "./apps/statefulset/index.ts";
import { horizontalPodAutoscaler } from "./autoscaling/horizontalpodautoscaler/index.ts";
import { cronJob } from "./batch/cronjob/index.ts";
import { job } from "./batch/job/index.ts";
import { certificateSigningRequest } from "./certificates/certificatesigningrequest/index.ts";
import { lease } from "./coordination/lease/index.ts";
import { componentStatus } from "./core/componentstatus/index.ts";
import { configMap } from "./core/configmap/index.ts";
import { endpoints } from "./core/endpoints/index.ts";
import { event } from "./core/event/index.ts";
import { limitRange } from "./core/limitrange/index.ts";
import { namespace } from "./core/namespace/index.ts";
import { node } from "./core/node/index.ts";
import { persistentVolume } from "./core/persistentvolume/index.ts";
import { persistentVolumeClaim } from "./core/persistentvolumeclaim/index.ts";
import { pod } from "./core/pod/index.ts";
import { podTemplate } from "./core/podtemplate/index.ts";
import { replicationController } from "./core/replicationcontroller/index.ts";
import { resourceQuota } from "./core/resourcequota/index.ts";
import { secret } from "./core/secret/index.ts";
import { service } from "./core/service/index.ts";
import { serviceAccount } from "./core/serviceaccount/index.ts";
import { endpointSlice } from "./discovery/endpointslice/index.ts";
import { newEvent } from "./events/event/index.ts";
import { extensionsIngress } from "./extensions/ingress/index.ts";
import { flowSchema } from "./flowcontrol/flowschema/index.ts";
import { priorityLevelConfiguration } from "./flowcontrol/prioritylevelconfiguration/index.ts";
import { ingress } from "./networking/ingress/index.ts";
import { ingressClass } from "./networking/ingressclass/index.ts";
import { networkPolicy } from "./networking/networkpolicy/index.ts";
import { runtimeClass } from "./node/runtimeclass/index.ts";
import { podDisruptionBudget } from "./policy/poddisruptionbudget/index.ts";
import { podSecurityPolicy } from "./policy/podsecuritypolicy/index.ts";
import { clusterRole } from "./rbac/clusterrole/index.ts";
import { clusterRoleBinding } from "./rbac/clusterrolebinding/index.ts";
import { role } from "./rbac/role/index.ts";
import { roleBinding } from "./rbac/rolebinding/index.ts";
import { priorityClass } from "./scheduling/priorityclass/index.ts";
import { csiDriver } from "./storage/csidriver/index.ts";
import { csiNode } from "./storage/csinode/index.ts";
import { csiStorageCapacity } from "./storage/csistoragecapacity/index.ts";
import { storageClass } from "./storage/storageclass/index.ts";
import { volumeAttachment } from "./storage/volumeattachment/index.ts";

/** Every built-in kind: one folder, one line here; groups and plurals in alphabetical order, the core group first. */
const BUILT_IN: readonly KindDefinition[] = [
  componentStatus,
  configMap,
  endpoints,
  event,
  limitRange,
  namespace,
  node,
  persistentVolumeClaim,
  persistentVolume,
  pod,
  podTemplate,
  replicationController,
  resourceQuota,
  secret,
  serviceAccount,
  service,
  mutatingWebhookConfiguration,
  validatingWebhookConfiguration,
  customResourceDefinition,
  apiService,
  controllerRevision,
  daemonSet,
  deployment,
  replicaSet,
  statefulSet,
  horizontalPodAutoscaler,
  cronJob,
  job,
  certificateSigningRequest,
  lease,
  endpointSlice,
  newEvent,
  extensionsIngress,
  flowSchema,
  priorityLevelConfiguration,
  ingressClass,
  ingress,
  networkPolicy,
  runtimeClass,
  podDisruptionBudget,
  podSecurityPolicy,
  clusterRole,
  clusterRoleBinding,
  role,
  roleBinding,
  priorityClass,
  csiDriver,
  csiNode,
  csiStorageCapacity,
  storageClass,
  volumeAttachment,
];

/** The catalog of built-in kinds, and of `extra` ones (custom resources) behind them. */
export function createCatalog(extra: readonly KindDefinition[] = []): KindCatalog {
  const kinds = [...BUILT_IN, ...extra];
  const byResource = new Map(kinds.map((kind) => [`${kind.plural}.${kind.group}`, kind]));
  const byKind = new Map(kinds.map((kind) => [`${kind.kind}.${kind.group}`, kind]));
  return {
    all: () => kinds,
    byResource: (group, plural) => byResource.get(`${plural}.${group}`),
    byKind: (group, kind) => byKind.get(`${kind}.${group}`),
  };
}
