import { deepEqual } from "../../base/deep.ts";
import type { CustomResourceDefinition } from "../../kinds/apiextensions/customresourcedefinition/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { findCondition } from "../controller/conditions.ts";
import { CUSTOM_RESOURCE_DEFINITIONS } from "../controller/resources.ts";
import { structuralViolations } from "../../machinery/structural-schema/validate-structural.ts";
import { type Requeue, retrying } from "../controller/retry.ts";
import { CLEANUP_FINALIZER, cleanUp } from "./cleanup.ts";
import { isTrue, withDefinitionCondition } from "./conditions.ts";
import { grantNames } from "./names.ts";

const NAME = "crd";
const KEY = CUSTOM_RESOURCE_DEFINITIONS.key;
const NON_STRUCTURAL = "NonStructuralSchema";
const INSTALLING = { type: "Established", status: "False", reason: "Installing", message: "the initial names have been accepted" };
const NOT_ACCEPTED = { type: "Established", status: "False", reason: "NotAccepted", message: "not all names are accepted" };
const ESTABLISHED = {
  type: "Established",
  status: "True",
  reason: "InitialNamesAccepted",
  message: "the initial names have been accepted",
};

/** The API server's own controllers of CustomResourceDefinitions: naming, establishing and finalizing. */
// apiextensions-apiserver/pkg/controller/{status,establish,finalizer}, 1.20
export function createCustomResourceController(release: Release): Component {
  return {
    name: NAME,
    user: "system:apiserver",
    userAgent: release.value("customResourceUserAgent"),
    watches: [{ resource: KEY, keys: definitionKeys }],
    ...retrying(NAME, "kube-apiserver", (key, context) => sync(splitKey(key).name, context)),
  };
}

/** The definition itself; when it goes or changes its names, the others of its group may get theirs. */
function definitionKeys({ type, object, previous }: Change, { lister }: ComponentContext): readonly string[] {
  const { spec, status } = object as CustomResourceDefinition;
  const before = (previous as CustomResourceDefinition | undefined)?.status?.acceptedNames;
  const frees = type === "DELETED" || (before !== undefined && !deepEqual(before, status?.acceptedNames));
  const own = type === "DELETED" ? [] : [objectKey(object)];
  if (!frees) return own;
  const others = lister.list(KEY) as readonly CustomResourceDefinition[];
  const waiting = others.filter((other) => other.spec.group === spec.group && !isTrue(other, "NamesAccepted"));
  return [...own, ...waiting.map(objectKey)];
}

function sync(name: string, context: ComponentContext): Requeue {
  const definition = context.lister.get(KEY, "", name) as CustomResourceDefinition | undefined;
  if (!definition) return undefined;
  const { deletionTimestamp, finalizers = [] } = definition.metadata;
  if (deletionTimestamp) return finalizers.includes(CLEANUP_FINALIZER) ? cleanUp(definition, context) : undefined;
  // The write of one step is seen, and so the next one taken.
  if (!deepEqual(definition.spec.names, definition.status?.acceptedNames) && nameIt(definition, context)) return undefined;
  return markNonStructural(definition, context) ? undefined : establish(definition, context);
}

/** Tells what keeps a definition's schemas from being structural; false when that is told already. */
// apiextensions-apiserver/pkg/controller/nonstructuralschema/nonstructuralschema_controller.go, 1.20
function markNonStructural(definition: CustomResourceDefinition, { client, sim }: ComponentContext): boolean {
  if (!isTrue(definition, "Established")) return false;
  const message = structuralViolations(definition.spec);
  const former = findCondition(definition.status?.conditions ?? [], NON_STRUCTURAL);
  if (message === former?.message) return false;
  const left = (definition.status?.conditions ?? []).filter(({ type }) => type !== NON_STRUCTURAL);
  const next =
    message === undefined
      ? { ...definition, status: { ...definition.status, conditions: left } }
      : withDefinitionCondition(definition, { type: NON_STRUCTURAL, status: "True", reason: "Violations", message }, sim.now());
  client.updateStatus(CUSTOM_RESOURCE_DEFINITIONS.in(""), next);
  return true;
}

/** Writes the names that are granted; false when nothing changes. */
function nameIt(definition: CustomResourceDefinition, { client, lister, sim }: ComponentContext): boolean {
  const { names, condition } = grantNames(definition, lister.list(KEY) as readonly CustomResourceDefinition[]);
  const { type, status, reason, message } = findCondition(definition.status?.conditions ?? [], condition.type) ?? { type: "", status: "" };
  if (deepEqual(definition.status?.acceptedNames, names) && deepEqual({ type, status, reason, message }, condition)) return false;
  const named = withDefinitionCondition({ ...definition, status: { ...definition.status, acceptedNames: names } }, condition, sim.now());
  const isAccepted = condition.status === "True";
  const established = findCondition(definition.status?.conditions ?? [], "Established");
  const next =
    established?.status === "True" || (established && !isAccepted)
      ? named
      : withDefinitionCondition(named, isAccepted ? INSTALLING : NOT_ACCEPTED, sim.now());
  client.updateStatus(CUSTOM_RESOURCE_DEFINITIONS.in(""), next);
  return true;
}

function establish(definition: CustomResourceDefinition, { client, sim }: ComponentContext): Requeue {
  if (!isTrue(definition, "NamesAccepted") || isTrue(definition, "Established")) return undefined;
  client.updateStatus(CUSTOM_RESOURCE_DEFINITIONS.in(""), withDefinitionCondition(definition, ESTABLISHED, sim.now()));
  return undefined;
}
