import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { trueOrFalse } from "../../../machinery/describing/text.ts";
import { AGE, ageOf, ageSince, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES, SELECTOR } from "../../shared/pod-template.ts";
import type { CronJob } from "./types.ts";

export function cronJobColumns(release: Release): TableColumn[] {
  const zone = release.has("cronJobZoneColumn") ? [column("Timezone")] : [];
  return [
    NAME,
    column("Schedule"),
    ...zone,
    column("Suspend", "boolean"),
    column("Active", "integer"),
    column("Last Schedule"),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ];
}

// pkg/printers/internalversion/printers.go printCronJob, 1.20; the time zone 1.30
export function cronJobRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as CronJob;
  const { lastScheduleTime } = status ?? {};
  return [
    nameOf(object),
    spec.schedule,
    ...(context.release.has("cronJobZoneColumn") ? [spec.timeZone ?? "<none>"] : []),
    spec.suspend === undefined ? "<unset>" : trueOrFalse(spec.suspend),
    status?.active?.length ?? 0,
    lastScheduleTime ? ageSince(lastScheduleTime, context) : "<none>",
    ageOf(object, context),
    ...containerCells(spec.jobTemplate.spec.template),
    formatLabelSelector(spec.jobTemplate.spec.selector),
  ];
}
