import { deepEqual } from "../../base/deep.ts";
import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { Namespace } from "../../kinds/core/namespace/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { clusterCa } from "../controller/cluster-ca.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { CONFIG_MAPS, NAMESPACES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "root-ca";
const CONFIG_MAP_NAME = "kube-root-ca.crt";
const DESCRIPTION_ANNOTATION = "kubernetes.io/description";
const DESCRIPTION =
  "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or " +
  "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

/** Publishes the cluster's CA certificate as a ConfigMap in every namespace. */
// pkg/controller/certificates/rootcacertpublisher/publisher.go, 1.20
export function createRootCaPublisher(release: Release): Component | undefined {
  if (!release.has("rootCaConfigMap")) return undefined;
  const annotations = release.has("rootCaDescription") ? { [DESCRIPTION_ANNOTATION]: DESCRIPTION } : undefined;
  return {
    name: NAME,
    user: controllerUser("root-ca-cert-publisher"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: NAMESPACES.key, keys: ({ type, object }) => (type === "DELETED" ? [] : [object.metadata.name ?? ""]) },
      { resource: CONFIG_MAPS.key, keys: changedMapKeys },
    ],
    ...retrying(NAME, "root-ca-cert-publisher", (name, context) => sync(name, annotations, context)),
  };
}

function changedMapKeys({ type, object }: Change): readonly string[] {
  return type !== "ADDED" && object.metadata.name === CONFIG_MAP_NAME ? [object.metadata.namespace ?? ""] : [];
}

function sync(name: string, annotations: Record<string, string> | undefined, context: ComponentContext): undefined {
  const namespace = context.lister.get(NAMESPACES.key, "", name) as Namespace | undefined;
  if (!namespace || namespace.status?.phase === "Terminating") return;
  const data = { "ca.crt": clusterCa(context.lister) };
  const current = context.lister.get(CONFIG_MAPS.key, name, CONFIG_MAP_NAME);
  if (current && deepEqual(current.data, data) && hasAll(current.metadata.annotations, annotations)) return;
  const metadata = {
    ...current?.metadata,
    name: CONFIG_MAP_NAME,
    namespace: name,
    ...(annotations ? { annotations: { ...current?.metadata.annotations, ...annotations } } : {}),
  };
  const wanted: ConfigMap = { ...current, apiVersion: CONFIG_MAPS.apiVersion, kind: CONFIG_MAPS.kind, metadata, data };
  try {
    if (current) context.client.update(CONFIG_MAPS.in(name), wanted);
    else context.client.create(CONFIG_MAPS.in(name), wanted);
  } catch (error) {
    if (!isReason(error, "NotFound") && !isNamespaceTerminating(error)) throw error;
  }
}

function hasAll(annotations: Readonly<Record<string, string>> | undefined, wanted: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => annotations?.[key] === value);
}
