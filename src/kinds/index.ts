import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { configMap } from "./core/configmap/index.ts";
import { clusterRole } from "./rbac/clusterrole/index.ts";
import { clusterRoleBinding } from "./rbac/clusterrolebinding/index.ts";
import { role } from "./rbac/role/index.ts";
import { roleBinding } from "./rbac/rolebinding/index.ts";
import { priorityClass } from "./scheduling/priorityclass/index.ts";

/** Every built-in kind: one folder, one line here, in the order of the groups and of the plurals. */
const BUILT_IN: readonly KindDefinition[] = [configMap, clusterRole, clusterRoleBinding, role, roleBinding, priorityClass];

/** The catalog of built-in kinds, and of `extra` ones (custom resources) behind them. */
export function createCatalog(extra: readonly KindDefinition[] = []): KindCatalog {
  const kinds = [...BUILT_IN, ...extra];
  const byResource = new Map(kinds.map((kind) => [`${kind.plural}.${kind.group}`, kind]));
  const byKind = new Map(kinds.map((kind) => [`${kind.kind}.${kind.group}`, kind]));
  return {
    all: () => kinds,
    byResource: (group, plural) => byResource.get(`${plural}.${group}`),
    byKind: (group, kind) => byKind.get(`${kind}.${group}`),
  };
}
