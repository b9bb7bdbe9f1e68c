import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf, wideColumn } from "../../shared/columns.ts";
import type { Node } from "./types.ts";

const ROLE_PREFIX = "node-role.kubernetes.io/";
const ROLE_LABEL = "kubernetes.io/role";

export const nodeColumns: TableColumn[] = [
  NAME,
  column("Status"),
  column("Roles"),
  AGE,
  column("Version"),
  wideColumn("Internal-IP"),
  wideColumn("External-IP"),
  wideColumn("OS-Image"),
  wideColumn("Kernel-Version"),
  wideColumn("Container-Runtime"),
];

// pkg/printers/internalversion/printers.go printNode, 1.20
export function nodeRow(object: KubeObject, context: KindContext): Json[] {
  const node = object as Node;
  const info = node.status?.nodeInfo;
  return [
    nameOf(node),
    statusCell(node),
    nodeRoles(node).join(",") || "<none>",
    ageOf(node, context),
    info?.kubeletVersion ?? "",
    addressOf(node, "InternalIP"),
    addressOf(node, "ExternalIP"),
    info?.osImage || "<unknown>",
    info?.kernelVersion || "<unknown>",
    info?.containerRuntimeVersion || "<unknown>",
  ];
}

function statusCell({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const text = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec.unschedulable ? `${text},SchedulingDisabled` : text;
}

/** The roles that a node's labels give it, sorted. */
export function nodeRoles({ metadata }: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== "") roles.add(value);
  }
  return [...roles].sort();
}

function addressOf({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? "<none>";
}
