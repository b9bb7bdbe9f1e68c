import { deepEqual } from "../../base/deep.ts";
import type {
  CustomResourceCondition,
  CustomResourceDefinition,
  CustomResourceNames,
} from "../../kinds/apiextensions/customresourcedefinition/types.ts";

/** What of its names a definition is granted, and what is wrong with the rest. */
export interface GrantedNames {
  names: CustomResourceNames;
  condition: Omit<CustomResourceCondition, "lastTransitionTime">;
}

/** Grants a definition the names that no other of its group has. The last conflict is the one that is told. */
// apiextensions-apiserver/pkg/controller/status/naming_controller.go calculateNamesAndConditions, 1.20
export function grantNames(definition: CustomResourceDefinition, all: readonly CustomResourceDefinition[]): GrantedNames {
  const { resources, kinds } = takenNames(definition.spec.group, all);
  const asked = definition.spec.names;
  const had: CustomResourceNames = definition.status?.acceptedNames ?? { plural: "", kind: "" };
  const names: CustomResourceNames = { ...had };
  let conflict: { reason: string; message: string } | undefined;
  const grant = (field: "plural" | "singular" | "kind" | "listKind", reason: string, taken: ReadonlySet<string>): void => {
    const name = asked[field] ?? "";
    if (name !== (had[field] ?? "") && taken.has(name)) conflict = { reason, message: inUse(name) };
    else names[field] = name;
  };
  grant("plural", "PluralConflict", resources);
  grant("singular", "SingularConflict", resources);
  if (!deepEqual(asked.shortNames, had.shortNames)) {
    const clashes = (asked.shortNames ?? []).filter((name) => !(had.shortNames ?? []).includes(name) && resources.has(name)).map(inUse);
    if (clashes.length > 0)
      conflict = { reason: "ShortNamesConflict", message: clashes.length > 1 ? `[${clashes.join(", ")}]` : (clashes[0] ?? "") };
    else if (asked.shortNames) names.shortNames = asked.shortNames;
    else delete names.shortNames;
  }
  grant("kind", "KindConflict", kinds);
  grant("listKind", "ListKindConflict", kinds);
  if (asked.categories) names.categories = asked.categories;
  else delete names.categories;
  const condition = conflict
    ? { type: "NamesAccepted", status: "False", ...conflict }
    : { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" };
  return { names, condition };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}

function takenNames(group: string, all: readonly CustomResourceDefinition[]): { resources: Set<string>; kinds: Set<string> } {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const { spec, status } of all) {
    const names = status?.acceptedNames;
    if (spec.group !== group || !names) continue;
    for (const name of [names.plural, names.singular ?? "", ...(names.shortNames ?? [])]) resources.add(name);
    for (const name of [names.kind, names.listKind ?? ""]) kinds.add(name);
  }
  return { resources, kinds };
}
