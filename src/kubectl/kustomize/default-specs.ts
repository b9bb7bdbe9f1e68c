import type { Release } from "../../release/release.ts";
import { EMPTY_CONFIG, type FieldSpec, sortConfig, type TransformerConfig } from "./field-specs.ts";
import { ORDER_V2, ORDER_V4 } from "./gvk.ts";
import { nameReferences } from "./name-reference-specs.ts";

// The places that every kustomization knows. api/internal/konfig/builtinpluginconsts, pkg/transformers/config/defaultconfig

const TEMPLATE = "spec/template";
const JOB_TEMPLATE = "spec/jobTemplate";
const CRON_TEMPLATE = `${JOB_TEMPLATE}/spec/template`;
const AFFINITY_LABELS = ["podAffinity", "podAntiAffinity"].flatMap((one) => [
  `affinity/${one}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${one}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

const create = (path: string, type: Omit<FieldSpec, "path" | "create"> = {}): FieldSpec => ({ path, create: true, ...type });
const existing = (path: string, type: Omit<FieldSpec, "path" | "create">): FieldSpec => ({ path, create: false, ...type });

/** Metadata of pods inside other objects, with the marks of a list in generation 4. */
function templateMetadata(field: "labels" | "annotations"): readonly FieldSpec[] {
  const metadata = `metadata/${field}`;
  const statefulSet = field === "labels" ? { kind: "StatefulSet", group: "apps" } : { kind: "StatefulSet" };
  return [
    create(metadata),
    create(`${TEMPLATE}/${metadata}`, { version: "v1", kind: "ReplicationController" }),
    ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) => create(`${TEMPLATE}/${metadata}`, { kind })),
    create(`${TEMPLATE}/${metadata}`, statefulSet),
    create(`${TEMPLATE}/${metadata}`, { group: "batch", kind: "Job" }),
    create(`${JOB_TEMPLATE}/${metadata}`, { group: "batch", kind: "CronJob" }),
    create(`${CRON_TEMPLATE}/${metadata}`, { group: "batch", kind: "CronJob" }),
  ];
}

function selectorLabels(isV2: boolean): readonly FieldSpec[] {
  const podLabels = isV2 ? AFFINITY_LABELS : [...AFFINITY_LABELS, "topologySpreadConstraints/labelSelector/matchLabels"];
  const matchLabels = "spec/selector/matchLabels";
  const policy = { group: "networking.k8s.io", kind: "NetworkPolicy" };
  return [
    create("spec/selector", { version: "v1", kind: "Service" }),
    create("spec/selector", { version: "v1", kind: "ReplicationController" }),
    ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) => create(matchLabels, { kind })),
    create(matchLabels, { group: "apps", kind: "StatefulSet" }),
    ...["Deployment", "StatefulSet"].flatMap((kind) =>
      podLabels.map((path) => existing(`${TEMPLATE}/spec/${path}`, { group: "apps", kind })),
    ),
    existing(matchLabels, { group: "batch", kind: "Job" }),
    existing(`${JOB_TEMPLATE}/${matchLabels}`, { group: "batch", kind: "CronJob" }),
    existing(matchLabels, { group: "policy", kind: "PodDisruptionBudget" }),
    ...["spec", "spec/ingress/from", "spec/egress/to"].map((path) => existing(`${path}/podSelector/matchLabels`, policy)),
  ];
}

function metadataLabels(isV2: boolean): readonly FieldSpec[] {
  const claims = isV2 ? "spec/volumeClaimTemplates" : "spec/volumeClaimTemplates[]";
  return [...templateMetadata("labels"), create(`${claims}/metadata/labels`, { group: "apps", kind: "StatefulSet" })];
}

const NAMESPACES: readonly FieldSpec[] = [
  create("metadata/name", { kind: "Namespace" }),
  create("spec/service/namespace", { group: "apiregistration.k8s.io", kind: "APIService" }),
  existing("spec/conversion/webhook/clientConfig/service/namespace", { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" }),
];

const IMAGES: readonly FieldSpec[] = ["spec", `${TEMPLATE}/spec`].flatMap((path) =>
  ["containers", "initContainers"].map((list) => create(`${path}/${list}[]/image`)),
);

const REPLICAS: readonly FieldSpec[] = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].map((kind) =>
  create("spec/replicas", { kind }),
);

const CONTAINER_TEXTS = ["args", "command", "env/value", "volumeMounts/mountPath"];

function containerTexts(path: string, kind: string): FieldSpec[] {
  return ["containers", "initContainers"].flatMap((list) => CONTAINER_TEXTS.map((field) => ({ path: `${path}/${list}/${field}`, kind })));
}

/** Where `$(VAR)` is replaced in kustomize 4 and 5. */
function variablePlaces(): readonly FieldSpec[] {
  const kinds = ["DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"];
  const at = (kind: string, ...paths: string[]): FieldSpec[] => paths.map((path) => ({ path, kind }));
  return [
    ...containerTexts(`${CRON_TEMPLATE}/spec`, "CronJob"),
    ...at("CronJob", `${CRON_TEMPLATE}/volumes/nfs/server`),
    ...kinds.flatMap((kind) => containerTexts(`${TEMPLATE}/spec`, kind)),
    ...kinds.slice(0, 4).flatMap((kind) => at(kind, `${TEMPLATE}/spec/volumes/nfs/server`)),
    ...at("Deployment", `${TEMPLATE}/metadata/annotations`),
    ...at("Ingress", "spec/rules/host", "spec/tls/hosts", "spec/tls/secretName"),
    ...containerTexts("spec", "Pod"),
    ...at("Pod", "spec/volumes/nfs/server"),
    ...at("Service", "spec/ports/port", "spec/ports/targetPort"),
    ...at("StatefulSet", "spec/volumeClaimTemplates/spec/nfs/server"),
    ...at("PersistentVolume", "spec/nfs/server"),
    { path: "metadata/labels" },
    { path: "metadata/annotations" },
  ];
}

/** Where `$(VAR)` is replaced in kustomize 2.0: jobs know no init containers, replica sets only mount paths. */
function variablePlacesV2(): readonly FieldSpec[] {
  const mounts = (path: string, kind: string): FieldSpec[] =>
    containerTexts(path, kind).filter((spec) => spec.path?.endsWith("mountPath") === true);
  const withoutInit = (path: string, kind: string): FieldSpec[] =>
    containerTexts(path, kind).filter((spec) => spec.path?.endsWith("mountPath") === false && !spec.path.includes("initContainers"));
  return [
    ...["StatefulSet", "Deployment", "DaemonSet"].flatMap((kind) => containerTexts(`${TEMPLATE}/spec`, kind)),
    ...withoutInit(`${TEMPLATE}/spec`, "Job"),
    ...withoutInit(`${CRON_TEMPLATE}/spec`, "CronJob"),
    ...containerTexts("spec", "Pod"),
    { path: "spec/rules/host", kind: "Ingress" },
    { path: "spec/tls/hosts", kind: "Ingress" },
    ...["ReplicaSet", "Job", "CronJob"].flatMap((kind) => mounts(`${TEMPLATE}/spec`, kind)),
    { path: "metadata/labels" },
  ];
}

/** The config that every kustomization starts from. */
export function defaultConfig(release: Release): TransformerConfig {
  const isV2 = release.value("kustomizeEngine") === "v2";
  const shared = {
    ...EMPTY_CONFIG,
    namePrefix: [{ path: "metadata/name" }],
    commonLabels: [...selectorLabels(isV2), ...metadataLabels(isV2)],
    commonAnnotations: templateMetadata("annotations"),
    nameReference: nameReferences(release),
  };
  if (isV2) {
    return sortConfig({ ...shared, namespace: [create("metadata/namespace")], varReference: variablePlacesV2() }, ORDER_V2);
  }
  const config: TransformerConfig = {
    ...shared,
    nameSuffix: [{ path: "metadata/name" }],
    namespace: NAMESPACES,
    templateLabels: metadataLabels(false),
    varReference: variablePlaces(),
    images: IMAGES,
    replicas: REPLICAS,
  };
  return sortConfig(config, ORDER_V4);
}
