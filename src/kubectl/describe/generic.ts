import { sortedKeys } from "../../base/bytewise.ts";
import { goValueV } from "../../base/go-format.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import type { DescribeFacet, DescribeWriter } from "../../machinery/describe.ts";
import { describeEvents } from "../../machinery/describing/events.ts";
import { describeMeta } from "../../machinery/describing/meta.ts";

const ACRONYMS = new Set(["API", "URL", "UID", "OSB", "GUID"]);

/** Fields that the head of the page has shown already. */
const SHOWN = new Set([".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"]);

/** The page of kinds that have none of their own: every field by its name. kubectl/pkg/describe genericDescriber */
export const genericDescribe: DescribeFacet = {
  async describe(object, out, context) {
    describeMeta(object, out, context);
    const hidden = context.release.has("describeHidesManagedFields") ? new Set([...SHOWN, ".metadata.managedFields"]) : SHOWN;
    writeFields(out, 0, object as unknown as JsonObject, "", hidden);
    await describeEvents(object, out, context);
  },
};

function writeFields(out: DescribeWriter, level: number, content: JsonObject, path: string, hidden: ReadonlySet<string>): void {
  for (const field of sortedKeys(content)) {
    const here = `${path}.${field}`;
    const value = content[field];
    if (value === undefined || hidden.has(here)) continue;
    if (isJsonObject(value)) {
      out.write(level, `${labelOf(field)}:\n`);
      writeFields(out, level + 1, value, here, hidden);
    } else if (Array.isArray(value)) {
      out.write(level, `${labelOf(field)}:\n`);
      for (const item of value) writeItem(out, level + 1, item, here, hidden);
    } else out.write(level, `${labelOf(field)}:\t${goValueV(value)}\n`);
  }
}

function writeItem(out: DescribeWriter, level: number, item: Json, path: string, hidden: ReadonlySet<string>): void {
  if (isJsonObject(item)) writeFields(out, level, item, path, hidden);
  else out.write(level, `${goValueV(item)}\n`);
}

/** `groupPriorityMinimum` as `Group Priority Minimum`; names with other letters stay as they are. smartLabelFor */
function labelOf(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|-+/gu) ?? [field];
  return parts
    .map((part) => (ACRONYMS.has(part.toUpperCase()) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)))
    .join(" ");
}
