import type { Draft, KindContext, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Namespace } from "./types.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";
const KUBERNETES = "kubernetes";

/** From 1.21 a namespace carries its name as a label, so that selectors can name it. In place. */
// pkg/apis/core/v1/defaults.go SetDefaults_Namespace, 1.21
export function defaultNamespace(object: Draft, context: KindContext): void {
  if (context.release.has("namespaceNameLabel") && object.metadata.name) {
    object.metadata.labels = { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name };
  }
  const { status } = object as Namespace;
  if (status) status.phase ??= "Active";
}

/** A new namespace is Active and held by the namespace controller's finalizer. */
// pkg/registry/core/namespace/strategy.go PrepareForCreate, 1.20
export function prepareNamespaceForCreate(object: Draft): void {
  const namespace = object as Namespace;
  const finalizers = namespace.spec?.finalizers ?? [];
  namespace.spec = { finalizers: finalizers.includes(KUBERNETES) ? finalizers : [...finalizers, KUBERNETES] };
  namespace.status = { phase: "Active" };
}

/** Only `/finalize` takes finalizers away. */
export function prepareNamespaceForUpdate(object: Draft, old: KubeObject, context: RequestContext): void {
  if (context.subresource === "finalize") (object as Namespace).status = (old as Namespace).status ?? {};
  else (object as Namespace).spec = (old as Namespace).spec;
}
