import { humanDuration } from "../../../base/human-duration.ts";
import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES, SELECTOR } from "../../shared/pod-template.ts";
import type { Job } from "./types.ts";

export function jobColumns(release: Release): TableColumn[] {
  const status = release.has("jobStatusColumn") ? [column("Status")] : [];
  return [NAME, ...status, column("Completions"), column("Duration"), AGE, CONTAINERS, IMAGES, SELECTOR];
}

// pkg/printers/internalversion/printers.go printJob, 1.20; the status 1.31
export function jobRow(object: KubeObject, context: KindContext): Json[] {
  const job = object as Job;
  return [
    nameOf(job),
    ...(context.release.has("jobStatusColumn") ? [statusCell(job)] : []),
    completionsCell(job),
    durationCell(job, context),
    ageOf(job, context),
    ...containerCells(job.spec.template),
    formatLabelSelector(job.spec.selector),
  ];
}

function completionsCell({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  return (spec.parallelism ?? 0) > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`;
}

function durationCell({ status }: Job, context: KindContext): string {
  if (!status?.startTime) return "";
  const end = status.completionTime ? Date.parse(status.completionTime) : context.now();
  return humanDuration(end - Date.parse(status.startTime));
}

function statusCell({ metadata, status }: Job): string {
  const has = (type: string) => status?.conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp) return "Terminating";
  if (has("Suspended")) return "Suspended";
  return has("FailureTarget") ? "FailureTarget" : "Running";
}
