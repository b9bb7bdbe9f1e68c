import type { KubeObject } from "../../machinery/object.ts";
import type { Table, TableColumn } from "../../machinery/table.ts";
import type { Call } from "../engine.ts";

const columnsOf = new WeakMap<object, Map<string, TableColumn[]>>();

/** The server's Table of some objects (already in the version that was asked for). handlers/response.go asTable */
export function tableOf(call: Call, objects: readonly KubeObject[], metadata: Table["metadata"]): Table {
  const { served, context } = call;
  const { tableOrder } = served.behaviour;
  const ordered = tableOrder ? objects.toSorted(tableOrder) : objects;
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: columns(call),
    rows: ordered.map((object) => ({ cells: served.behaviour.row(object, context), object })),
  };
}

function columns(call: Call): TableColumn[] {
  const { behaviour } = call.served;
  const { release } = call.engine.options;
  let byRelease = columnsOf.get(behaviour);
  if (!byRelease) columnsOf.set(behaviour, (byRelease = new Map()));
  let found = byRelease.get(release.text);
  if (!found) byRelease.set(release.text, (found = behaviour.columns(release)));
  return found;
}
