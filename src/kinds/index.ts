import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { BUILT_IN, type KindRow } from "./built-in.ts";

let builtIn: KindCatalog | undefined;

/** The catalog of built-in kinds, one for all clusters. */
export function builtInCatalog(): KindCatalog {
  return (builtIn ??= createCatalog());
}

/** The catalog of built-in kinds, and of `extra` ones (custom resources) behind them. */
export function createCatalog(extra: readonly KindDefinition[] = []): KindCatalog {
  const rows = [...BUILT_IN, ...extra.map(loadedRow)];
  const byResource = new Map(rows.map((row) => [`${row.plural}.${row.group}`, row]));
  const byKind = new Map(rows.map((row) => [`${row.kind}.${row.group}`, row]));
  const loaded = new Map<KindRow, KindDefinition>();

  function definitionOf(row: KindRow): KindDefinition {
    let definition = loaded.get(row);
    if (!definition) loaded.set(row, (definition = row.load()));
    return definition;
  }

  function find(row: KindRow | undefined): KindDefinition | undefined {
    return row && definitionOf(row);
  }

  return {
    names: () => rows,
    all: () => rows.map(definitionOf),
    byResource: (group, plural) => find(byResource.get(`${plural}.${group}`)),
    byKind: (group, kind) => find(byKind.get(`${kind}.${group}`)),
  };
}

function loadedRow(kind: KindDefinition): KindRow {
  const { group, plural, namespaced } = kind;
  return { group, kind: kind.kind, plural, namespaced, load: () => kind };
}
