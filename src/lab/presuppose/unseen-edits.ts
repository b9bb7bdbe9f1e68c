import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { fileOf } from "../performance/manifests.ts";
import { isStep, type ShownFile, type Step, type TranscriptItem } from "../transcript.ts";
import { controllerNames } from "./evidence.ts";
import { objectsAt, rewrittenFile } from "./rewritten-file.ts";
import { objectRows } from "./rows.ts";

/** A file that was applied again, and that its author must have changed between. */
export interface UnseenEdit {
  readonly index: number;
  readonly step: Step;
  /** Objects that the document says are `configured`, and that were not. */
  readonly names: readonly string[];
}

/** The objects of which a step says that they were configured where the cluster finds them unchanged. */
export function unseenEditOf(step: Step, actual: string, index: number): UnseenEdit | undefined {
  if (!/^\s*(?:kubectl|k)\s+apply\s/.test(step.command) || fileOf(step.command) === undefined) return undefined;
  const names = (step.expected ?? []).flatMap(({ text }) => {
    const object = /^(\S+) configured$/.exec(text.trim())?.[1];
    return object !== undefined && actual.split("\n").includes(`${object} unchanged`) ? object.slice(object.indexOf("/") + 1) : [];
  });
  return names.length === 0 ? undefined : { index, step, names };
}

/** What a document shows of a workload behind a step. */
interface Later {
  readonly replicas?: number;
  /** Hashes in the names of its pods. */
  readonly hashes: ReadonlySet<string>;
}

/**
 * The file as it must have been when it was applied again, as far as outputs tell: with as many replicas as come of it, with another template where
 * pods have another hash; else with an annotation of its own. Undefined where the file is nowhere to be read.
 */
export function editedFile({ index, step, names }: UnseenEdit, items: readonly TranscriptItem[]): ShownFile | undefined {
  const path = fileOf(step.command) ?? "";
  const objects = objectsAt(path, items.slice(0, index));
  if (objects === undefined) return undefined;
  const isApplied = (item: TranscriptItem): boolean => isStep(item) && fileOf(item.command) === path;
  const next = items.findIndex((item, at) => at > index && isApplied(item));
  const behind = items.slice(index, next < 0 ? items.length : next);
  const templates: string[] = [];
  const changes: string[] = [];
  const edited = objects.map((object) => {
    const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
    const name = String(metadata["name"]);
    if (!names.includes(name)) return object;
    const [before, after] = [seen(items.slice(0, index), name), seen(behind, name)];
    const spec = isJsonObject(object["spec"]) ? object["spec"] : {};
    const isOther = [...after.hashes].some((hash) => !before.hashes.has(hash));
    const replicas = after.replicas !== undefined && after.replicas !== spec["replicas"] ? { replicas: after.replicas } : {};
    if (isOther && isJsonObject(spec["template"])) {
      templates.push(name);
      changes.push(`the template of ${name}`);
      return { ...object, spec: { ...spec, ...replicas, template: marked(spec["template"], step.line) } };
    }
    changes.push("replicas" in replicas ? `replicas: ${replicas.replicas}` : `something of ${name}`);
    return "replicas" in replicas ? { ...object, spec: { ...spec, ...replicas } } : marked(object, step.line);
  });
  const why = `${path} was edited before line ${step.line} (${changes.join(", ")}): kubectl says configured, and the document does not show the edit`;
  return { ...rewrittenFile(step, path, edited, why), ...(templates.length === 0 ? {} : { unknownTemplates: templates }) };
}

/** With an annotation that nothing else has. */
function marked(object: JsonObject, line: number): JsonObject {
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const annotations = isJsonObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, "edited-before-line": String(line) } } };
}

/** The number of a workload's replicas that is shown first, and the hashes of its pods. */
function seen(items: readonly TranscriptItem[], name: string): Later {
  const hashes = new Set<string>();
  let replicas: number | undefined;
  for (const item of items) {
    if (!isStep(item)) continue;
    const rows = objectRows(item, item.expected ?? []);
    const ready = rows.find((row) => row.kind.name !== "pod" && row.name === name)?.cells["READY"];
    const wanted = /^\d+\/(\d+)$/.exec(ready ?? "")?.[1];
    const pods = rows.filter((row) => row.kind.name === "pod" && controllerNames(row.name).includes(name));
    for (const { name: pod } of pods) hashes.add(pod.slice(name.length + 1).split("-")[0] ?? "");
    if (wanted !== undefined) replicas ??= Number(wanted);
    else if (pods.length > 0 && pods.every(({ cells }) => cells["STATUS"] === "Running")) replicas ??= pods.length;
  }
  return { hashes, ...(replicas === undefined ? {} : { replicas }) };
}
