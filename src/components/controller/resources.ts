import type { ResourceRef } from "../../machinery/client.ts";
import { resourceKey } from "../../machinery/object.ts";
import type { ResourceKey } from "../../machinery/object.ts";

/** A resource that a controller reads (by key) and writes (by reference). */
export interface Resource {
  readonly key: ResourceKey;
  readonly apiVersion: string;
  readonly kind: string;
  in(namespace: string): ResourceRef;
}

function resource(group: string, version: string, plural: string, kind: string): Resource {
  return {
    key: resourceKey(group, plural),
    apiVersion: group === "" ? version : `${group}/${version}`,
    kind,
    in: (namespace) => ({ group, version, resource: plural, namespace }),
  };
}

export const PODS = resource("", "v1", "pods", "Pod");
export const NODES = resource("", "v1", "nodes", "Node");
export const SERVICES = resource("", "v1", "services", "Service");
export const ENDPOINTS = resource("", "v1", "endpoints", "Endpoints");
export const NAMESPACES = resource("", "v1", "namespaces", "Namespace");
export const SECRETS = resource("", "v1", "secrets", "Secret");
export const EVENTS = resource("", "v1", "events", "Event");
export const CONFIG_MAPS = resource("", "v1", "configmaps", "ConfigMap");
export const SERVICE_ACCOUNTS = resource("", "v1", "serviceaccounts", "ServiceAccount");
export const DEPLOYMENTS = resource("apps", "v1", "deployments", "Deployment");
export const REPLICA_SETS = resource("apps", "v1", "replicasets", "ReplicaSet");
export const DAEMON_SETS = resource("apps", "v1", "daemonsets", "DaemonSet");
export const CONTROLLER_REVISIONS = resource("apps", "v1", "controllerrevisions", "ControllerRevision");
export const STATEFUL_SETS = resource("apps", "v1", "statefulsets", "StatefulSet");
export const REPLICATION_CONTROLLERS = resource("", "v1", "replicationcontrollers", "ReplicationController");
export const RESOURCE_QUOTAS = resource("", "v1", "resourcequotas", "ResourceQuota");
export const PERSISTENT_VOLUMES = resource("", "v1", "persistentvolumes", "PersistentVolume");
export const PERSISTENT_VOLUME_CLAIMS = resource("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");
export const AUTOSCALERS = resource("autoscaling", "v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler");
export const STORAGE_CLASSES = resource("storage.k8s.io", "v1", "storageclasses", "StorageClass");
export const CLUSTER_ROLES = resource("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole");
export const JOBS = resource("batch", "v1", "jobs", "Job");
export const CUSTOM_RESOURCE_DEFINITIONS = resource("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition");

export const API_SERVICES = resource("apiregistration.k8s.io", "v1", "apiservices", "APIService");

/** CronJobs in the version that the controller writes. */
export function cronJobs(version: string): Resource {
  return resource("batch", version, "cronjobs", "CronJob");
}

/** PodDisruptionBudgets in the version that the controller writes. */
export function disruptionBudgets(version: string): Resource {
  return resource("policy", version, "poddisruptionbudgets", "PodDisruptionBudget");
}

/** CertificateSigningRequests in the version that the controllers write. */
export function signingRequests(version: string): Resource {
  return resource("certificates.k8s.io", version, "certificatesigningrequests", "CertificateSigningRequest");
}
