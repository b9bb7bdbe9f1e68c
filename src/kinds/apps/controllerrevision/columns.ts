import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { ControllerRevision } from "./types.ts";

export const controllerRevisionColumns: TableColumn[] = [NAME, column("Controller"), column("Revision"), AGE];

// pkg/printers/internalversion/printers.go printControllerRevision, 1.20
export function controllerRevisionRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), controllerCell(object), (object as ControllerRevision).revision, ageOf(object, context)];
}

/** `daemonset.apps/agent` */
function controllerCell({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return "<none>";
  const { group } = splitApiVersion(owner.apiVersion);
  const kind = owner.kind.toLowerCase();
  return `${group === "" ? kind : `${kind}.${group}`}/${owner.name}`;
}
