import { formatRfc3339 } from "../../base/rfc3339.ts";
import { appendLog } from "../../images/access-log.ts";
import { runningView } from "../../images/programs.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { Instance } from "../in-pod/instances.ts";
import { type MetalLbVersion, versionOf } from "../../images/metallb/versions.ts";

/** One line of a log; versions without levels leave `level` out. */
export interface LogFields {
  readonly level: "error" | "info" | "warn";
  readonly [field: string]: boolean | number | readonly string[] | string;
}

/** Writes a line into the log of a process: a JSON object with its keys sorted, as go-kit's logger has it. internal/logging */
export function writeLog(
  instance: Instance,
  { level, ...fields }: LogFields,
  context: Pick<ComponentContext, "cluster" | "lister" | "memory" | "sim">,
): void {
  const view = runningView(context, instance.pod, instance.container);
  if (view === undefined) return;
  const version = versionOf(instance.container);
  const line: Record<string, unknown> = { ...fields, ts: timestamp(context.sim.now(), version) };
  if (version.has("logLevels")) line["level"] = level;
  const sorted = Object.keys(line).sort();
  appendLog(view, JSON.stringify(Object.fromEntries(sorted.map((key) => [key, line[key]]))));
}

function timestamp(now: number, version: MetalLbVersion): string {
  const seconds = formatRfc3339(now);
  if (version.has("configurationObjects")) return seconds;
  const milliseconds = String(Math.floor(now) % 1000).padStart(3, "0");
  return seconds.replace("Z", `.${milliseconds}000000Z`.replace(/0+Z$/, "Z").replace(".Z", "Z"));
}
