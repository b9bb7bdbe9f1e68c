import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { controllerRevision } from "./apps/controllerrevision/index.ts";
import { daemonSet } from "./apps/daemonset/index.ts";
import { deployment } from "./apps/deployment/index.ts";
import { replicaSet } from "./apps/replicaset/index.ts";
import { statefulSet } from "./apps/statefulset/index.ts";
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
import { clusterRole } from "./rbac/clusterrole/index.ts";
import { clusterRoleBinding } from "./rbac/clusterrolebinding/index.ts";
import { role } from "./rbac/role/index.ts";
import { roleBinding } from "./rbac/rolebinding/index.ts";
import { priorityClass } from "./scheduling/priorityclass/index.ts";

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
  controllerRevision,
  daemonSet,
  deployment,
  replicaSet,
  statefulSet,
  lease,
  clusterRole,
  clusterRoleBinding,
  role,
  roleBinding,
  priorityClass,
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
