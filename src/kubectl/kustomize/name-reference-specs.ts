import type { Release } from "../../release/release.ts";
import type { FieldSpec, NameReference } from "./field-specs.ts";

// api/internal/konfig/builtinpluginconsts/namereference.go, pkg/transformers/config/defaultconfig/namereference.go

/** Where pods lie in the objects of a kind. */
const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template/spec",
  Deployment: "spec/template/spec",
  ReplicaSet: "spec/template/spec",
  DaemonSet: "spec/template/spec",
  StatefulSet: "spec/template/spec",
  Job: "spec/template/spec",
  CronJob: "spec/jobTemplate/spec/template/spec",
  ReplicationController: "spec/template/spec",
};

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";
const at = (kind: string, ...paths: readonly string[]): FieldSpec[] => paths.map((path) => ({ path, kind }));

/** In which places of a pod ConfigMaps and Secrets are named. */
function podPaths(source: "configMap" | "secret"): readonly string[] {
  const containers = ["containers", "initContainers"];
  return [
    source === "secret" ? "volumes/secret/secretName" : "volumes/configMap/name",
    ...containers.map((list) => `${list}/env/valueFrom/${source}KeyRef/name`),
    ...containers.map((list) => `${list}/envFrom/${source}Ref/name`),
    ...(source === "secret" ? ["imagePullSecrets/name"] : []),
    `volumes/projected/sources/${source}/name`,
  ];
}

interface References {
  readonly isV2: boolean;
  readonly podTemplates: boolean;
}

function podSources(source: "configMap" | "secret", { isV2, podTemplates }: References): FieldSpec[] {
  const kinds = ["Pod", "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"];
  return kinds.flatMap((kind) => {
    const root = POD_SPECS[kind] ?? "";
    const paths = podPaths(source).map((path) => `${root}/${path}`);
    if (kind === "PodTemplate")
      return isV2 || (!podTemplates && source === "secret") ? [] : at(kind, ...(podTemplates ? paths : paths.slice(0, 1)));
    if (kind === "Pod") return pods(paths, isV2);
    if (!isV2 || kind === "Deployment" || kind === "StatefulSet") return at(kind, ...paths);
    const unprojected = paths.slice(0, -1);
    if (kind !== "CronJob" || source === "secret") return at(kind, ...unprojected);
    // 2.0 misspells this one place.
    return at(
      kind,
      ...unprojected.map((path) => path.replace("initContainers/envFrom/configMapRef", "initContainers/envFrom/configmapRef")),
    );
  });
}

function pods(paths: readonly string[], isV2: boolean): FieldSpec[] {
  return (isV2 ? paths.slice(0, -1) : paths).map((path) => ({ path, version: "v1", kind: "Pod" }));
}

function configMaps(references: References): NameReference {
  const more = references.isV2
    ? []
    : [
        ...at("Node", "spec/configSource/configMap"),
        ...at("Role", "rules/resourceNames"),
        ...at("ClusterRole", "rules/resourceNames"),
        ...at("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
      ];
  return { kind: "ConfigMap", version: "v1", fieldSpecs: [...podSources("configMap", references), ...more] };
}

function secrets(references: References): NameReference {
  const auth = ["ingress.kubernetes.io\\/auth-secret", "nginx.ingress.kubernetes.io\\/auth-secret"];
  const tls = references.isV2 ? [] : ["nginx.ingress.kubernetes.io\\/auth-tls-secret"];
  const knative = { kind: "Service", group: "serving.knative.dev", version: "v1" };
  const fieldSpecs = [
    ...podSources("secret", references),
    ...at("Ingress", "spec/tls/secretName", ...[...auth, ...tls].map((name) => `metadata/annotations/${name}`)),
    ...at("ServiceAccount", "imagePullSecrets/name"),
    ...at("StorageClass", "parameters/secretName", "parameters/adminSecretName", "parameters/userSecretName", "parameters/secretRef"),
    ...at("Role", "rules/resourceNames"),
    ...at("ClusterRole", "rules/resourceNames"),
    ...(references.isV2
      ? []
      : [
          { path: "spec/template/spec/containers/env/valueFrom/secretKeyRef/name", ...knative },
          { path: "spec/azureFile/secretName", kind: "PersistentVolume" },
        ]),
  ];
  return { kind: "Secret", version: "v1", fieldSpecs };
}

function services(isV2: boolean): NameReference {
  const webhooks = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];
  const newer = isV2 ? [] : at("Ingress", "spec/rules/http/paths/backend/service/name", "spec/defaultBackend/service/name");
  const fieldSpecs = [
    { path: "spec/serviceName", kind: "StatefulSet", group: "apps" },
    ...at("Ingress", "spec/rules/http/paths/backend/serviceName", "spec/backend/serviceName"),
    ...newer,
    { path: "spec/service/name", kind: "APIService", group: "apiregistration.k8s.io" },
    ...(isV2 ? [] : webhooks.map((kind) => ({ path: "webhooks/clientConfig/service", kind, group: ADMISSION }))),
  ];
  return { kind: "Service", version: "v1", fieldSpecs };
}

const SUBJECT_KINDS = ["Pod", "StatefulSet", "Deployment", "ReplicationController", "CronJob", "Job", "DaemonSet"];

/** One field of the pods of kinds that kustomize looks into for accounts, claims and priorities. */
function podField(path: string, jobKind = "Job"): FieldSpec[] {
  return SUBJECT_KINDS.flatMap((kind) => at(kind === "Job" ? jobKind : kind, `${POD_SPECS[kind]}/${path}`));
}

function accounts(isV2: boolean): NameReference {
  const path = isV2 ? "subjects/name" : "subjects";
  const bindings = ["RoleBinding", "ClusterRoleBinding"].map((kind) => ({ path, kind, group: RBAC }));
  // 2.0 writes the kind Job in small letters here.
  return { kind: "ServiceAccount", version: "v1", fieldSpecs: [...bindings, ...podField("serviceAccountName", isV2 ? "job" : "Job")] };
}

/** Types of which kustomize 2.0 knew no references yet. */
function newerTypes(release: Release): NameReference[] {
  const storage = at("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName");
  const policy: NameReference = {
    kind: "ValidatingAdmissionPolicy",
    group: ADMISSION,
    fieldSpecs: [{ path: "spec/policyName", kind: "ValidatingAdmissionPolicyBinding", group: ADMISSION }],
  };
  return [
    {
      kind: "StorageClass",
      version: "v1",
      group: "storage.k8s.io",
      fieldSpecs: [...["PersistentVolume", "PersistentVolumeClaim"].flatMap((kind) => at(kind, "spec/storageClassName")), ...storage],
    },
    { kind: "PriorityClass", version: "v1", group: "scheduling.k8s.io", fieldSpecs: podField("priorityClassName") },
    { kind: "IngressClass", version: "v1", group: "networking.k8s.io/v1", fieldSpecs: at("Ingress", "spec/ingressClassName") },
    ...(release.has("kustomizePolicyNames") ? [policy] : []),
  ];
}

/** Where the names of objects stand in others. */
export function nameReferences(release: Release): NameReference[] {
  const isV2 = release.value("kustomizeEngine") === "v2";
  const references = { isV2, podTemplates: release.has("kustomizePodTemplateNames") };
  const scaled = ["Deployment", "ReplicationController", "ReplicaSet", ...(isV2 ? [] : ["StatefulSet"])];
  const roleOf = (kind: string): FieldSpec => ({ path: "roleRef/name", kind, group: RBAC });
  return [
    ...scaled.map((kind) => ({ kind, fieldSpecs: at("HorizontalPodAutoscaler", "spec/scaleTargetRef/name") })),
    configMaps(references),
    secrets(references),
    services(isV2),
    { kind: "Role", group: RBAC, fieldSpecs: [roleOf("RoleBinding")] },
    { kind: "ClusterRole", group: RBAC, fieldSpecs: ["RoleBinding", "ClusterRoleBinding"].map(roleOf) },
    accounts(isV2),
    { kind: "PersistentVolumeClaim", version: "v1", fieldSpecs: podField("volumes/persistentVolumeClaim/claimName") },
    {
      kind: "PersistentVolume",
      version: "v1",
      fieldSpecs: [...at("PersistentVolumeClaim", "spec/volumeName"), ...(isV2 ? [] : at("ClusterRole", "rules/resourceNames"))],
    },
    ...(isV2 ? [] : newerTypes(release)),
  ];
}
