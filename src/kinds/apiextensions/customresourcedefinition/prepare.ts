import { formatRfc3339 } from "../../../base/rfc3339.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import { itemsOf, type JsonSchema } from "../../../machinery/structural-schema/json-schema.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { CustomResourceCondition, CustomResourceDefinition, CustomResourceDefinitionStatus } from "./types.ts";

/** A new definition has a stored version and nothing else in its status. */
// apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go PrepareForCreate, 1.20
export function prepareForCreate(object: Draft, { release }: RequestContext): void {
  const definition = object as CustomResourceDefinition;
  if (!release.has("celRules")) for (const { schema } of definition.spec.versions ?? []) dropRules(schema?.openAPIV3Schema);
  definition.status = withStoredVersion({ conditions: null, acceptedNames: { plural: "", kind: "" }, storedVersions: [] }, definition);
}

// PrepareForUpdate: a version that becomes the stored one is noted
export function prepareForUpdate(object: Draft, old: KubeObject, { release }: RequestContext): void {
  const definition = object as CustomResourceDefinition;
  if (!release.has("celRules")) for (const { schema } of definition.spec.versions ?? []) dropRules(schema?.openAPIV3Schema);
  definition.status = withStoredVersion((old as CustomResourceDefinition).status ?? {}, definition);
}

/** Releases that know of rules but do not keep them drop them in silence. strategy.go dropDisabledFields, 1.23 */
function dropRules(schema: JsonSchema | undefined): void {
  if (!schema) return;
  delete schema["x-kubernetes-validations"];
  for (const property of Object.values(schema.properties ?? {})) dropRules(property);
  dropRules(itemsOf(schema));
  if (typeof schema.additionalProperties === "object") dropRules(schema.additionalProperties);
}

function withStoredVersion(status: CustomResourceDefinitionStatus, { spec }: CustomResourceDefinition): CustomResourceDefinitionStatus {
  const stored = (spec.versions ?? []).find(({ storage }) => storage)?.name;
  const known = status.storedVersions ?? [];
  return stored === undefined || known.includes(stored) ? status : { ...status, storedVersions: [...known, stored] };
}

const CLEANUP = "customresourcecleanup.apiextensions.k8s.io";
const PENDING = {
  type: "Terminating",
  status: "True",
  reason: "InstanceDeletionPending",
  message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
};

/** A definition stays until its objects are gone. */
// apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go Delete, 1.20
export function beginDeletion(object: Draft, context: RequestContext): void {
  const definition = object as CustomResourceDefinition;
  const finalizers = definition.metadata.finalizers ?? [];
  const condition: CustomResourceCondition = { ...PENDING, lastTransitionTime: formatRfc3339(context.now()) };
  definition.metadata.finalizers = finalizers.includes(CLEANUP) ? finalizers : [...finalizers, CLEANUP];
  definition.status = { ...definition.status, conditions: [...(definition.status?.conditions ?? []), condition] };
}
