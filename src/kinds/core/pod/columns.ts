import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, ageSince, column, NAME, nameOf, wideColumn } from "../../shared/columns.ts";
import { summarizePod } from "./status-text.ts";
import type { Pod } from "./types.ts";

const integerRestarts = podTable("integer");
const textRestarts = podTable("string");

function podTable(restarts: string): TableColumn[] {
  return [
    NAME,
    column("Ready"),
    column("Status"),
    column("Restarts", restarts),
    AGE,
    wideColumn("IP"),
    wideColumn("Node"),
    wideColumn("Nominated Node"),
    wideColumn("Readiness Gates"),
  ];
}

/** RESTARTS was a number until it began to tell when the last one was. */
export function podColumns(release: Release): TableColumn[] {
  return release.has("restartAge") ? textRestarts : integerRestarts;
}

// pkg/printers/internalversion/printers.go printPod, 1.20
export function podRow(object: KubeObject, context: KindContext): Json[] {
  const pod = object as Pod;
  const { status } = pod;
  const summary = summarizePod(pod, context.release);
  return [
    nameOf(pod),
    `${summary.ready}/${summary.total}`,
    summary.text,
    restartsCell(summary.restarts, summary.lastRestart, context),
    ageOf(pod, context),
    status?.podIPs?.[0]?.ip || status?.podIP || "<none>",
    pod.spec.nodeName || "<none>",
    status?.nominatedNodeName || "<none>",
    readinessGatesCell(pod),
  ];
}

function restartsCell(restarts: number, last: string, context: KindContext): Json {
  if (!context.release.has("restartAge")) return restarts;
  const shown = last !== "" && (restarts !== 0 || !context.release.has("restartAgeNeedsRestarts"));
  return shown ? `${restarts} (${ageSince(last, context)} ago)` : String(restarts);
}

function readinessGatesCell({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const isTrue = (type: string) => status?.conditions?.some((condition) => condition.type === type && condition.status === "True");
  return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
}
