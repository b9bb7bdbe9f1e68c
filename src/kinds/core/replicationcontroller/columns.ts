import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabels } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { ageOf, nameOf } from "../../shared/columns.ts";
import { containerCells } from "../../shared/pod-template.ts";
import type { ReplicationController } from "./types.ts";

/** The columns are those of a ReplicaSet; only the selector is a plain map. */
// pkg/printers/internalversion/printers.go printReplicationController, 1.20
export function replicationControllerRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as ReplicationController;
  return [
    nameOf(object),
    spec.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(object, context),
    ...containerCells(spec.template),
    formatLabels(spec.selector),
  ];
}
