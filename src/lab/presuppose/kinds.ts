import { resourceKey, type ResourceKey } from "../../machinery/object.ts";

/** A kind of object of which outputs tell enough to make one. */
export interface KnownKind {
  /** As kubectl's singular says it: `deployment`. */
  readonly name: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly key: ResourceKey;
  readonly namespaced: boolean;
  /** Words by which readers ask for it. */
  readonly words: readonly string[];
}

function known(kind: string, group: string, version: string, plural: string, short: readonly string[], namespaced = true): KnownKind {
  const name = kind.toLowerCase();
  const apiVersion = group === "" ? version : `${group}/${version}`;
  return { name, kind, apiVersion, key: resourceKey(group, plural), namespaced, words: [name, plural, ...short] };
}

/** Kinds that run programs or lead to them. */
const RUNNING: readonly KnownKind[] = [
  known("Namespace", "", "v1", "namespaces", ["ns"], false),
  known("Pod", "", "v1", "pods", ["po"]),
  known("Service", "", "v1", "services", ["svc"]),
  known("ReplicationController", "", "v1", "replicationcontrollers", ["rc"]),
  known("Deployment", "apps", "v1", "deployments", ["deploy"]),
  known("ReplicaSet", "apps", "v1", "replicasets", ["rs"]),
  known("DaemonSet", "apps", "v1", "daemonsets", ["ds"]),
  known("StatefulSet", "apps", "v1", "statefulsets", ["sts"]),
];

const OTHERS: readonly KnownKind[] = [
  known("PersistentVolume", "", "v1", "persistentvolumes", ["pv"], false),
  known("PersistentVolumeClaim", "", "v1", "persistentvolumeclaims", ["pvc"]),
  known("StorageClass", "storage.k8s.io", "v1", "storageclasses", ["sc"], false),
  known("ConfigMap", "", "v1", "configmaps", ["cm"]),
  known("Secret", "", "v1", "secrets", []),
  known("ServiceAccount", "", "v1", "serviceaccounts", ["sa"]),
  known("HorizontalPodAutoscaler", "autoscaling", "v1", "horizontalpodautoscalers", ["hpa"]),
];

/** The kind that a word of a command, a row (`deployment.apps/web`) or an error (`deployments.apps`) means. */
export function kindOf(word: string): KnownKind | undefined {
  const [plain = ""] = word.toLowerCase().split(".");
  return [...RUNNING, ...OTHERS].find(({ words }) => words.includes(plain));
}

/** The kinds that `get all` lists. */
export const KINDS_OF_ALL: readonly KnownKind[] = RUNNING.filter(({ name }) => name !== "namespace");
