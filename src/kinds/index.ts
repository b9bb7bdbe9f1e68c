import type { KindCatalog, KindDefinition } from "../machinery/kind.ts";
import { BUILT_IN, type KindRow } from "./built-in.ts";

/** The catalog of built-in kinds, and of `extra` ones (custom resources) behind them. */
export function createCatalog(extra: readonly KindDefinition[] = []): KindCatalog {
  const rows = [...BUILT_IN, ...extra.map(loadedRow)];
  const byResource = new Map(rows.map((row) => [`${row.plural}.${row.group}`, row]));
  const byKind = new Map(rows.map((row) => [`${row.kind}.${row.group}`, row]));
  return {
    names: () => rows,
    all: () => rows.map((row) => row.load()),
    byResource: (group, plural) => byResource.get(`${plural}.${group}`)?.load(),
    byKind: (group, kind) => byKind.get(`${kind}.${group}`)?.load(),
  };
}

function loadedRow(kind: KindDefinition): KindRow {
  const { group, plural, namespaced } = kind;
  return { group, kind: kind.kind, plural, namespaced, load: () => kind };
}
