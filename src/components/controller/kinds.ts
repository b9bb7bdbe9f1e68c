import type { CustomResourceDefinition } from "../../kinds/apiextensions/customresourcedefinition/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KindNames } from "../../machinery/kind.ts";
import { CUSTOM_RESOURCE_DEFINITIONS } from "./resources.ts";

/** Every kind of the cluster: the built-in ones, and those that definitions bring. */
export function allKinds({ catalog, lister }: Pick<ComponentContext, "catalog" | "lister">): readonly KindNames[] {
  const definitions = lister.list(CUSTOM_RESOURCE_DEFINITIONS.key);
  return definitions.length === 0 ? catalog.names() : [...catalog.names(), ...definitions.map(customNames)];
}

/** A kind by group and name. */
export function kindOf(group: string, kind: string, context: ComponentContext): KindNames | undefined {
  const builtIn = context.catalog.byKind(group, kind);
  if (builtIn) return builtIn;
  const definitions = context.lister.list(CUSTOM_RESOURCE_DEFINITIONS.key);
  return definitions.map(customNames).find((one) => one.group === group && one.kind === kind);
}

function customNames(object: object): KindNames {
  const { spec } = object as CustomResourceDefinition;
  return { group: spec.group, kind: spec.names.kind, plural: spec.names.plural, namespaced: spec.scope !== "Cluster" };
}
