import { canonicalJson } from "../../base/canonical-json.ts";
import { parseYaml } from "../../base/yaml-in.ts";

/** Why the file has to be edited again: a headline and, below it, single points. */
export interface EditReason {
  readonly head: string;
  readonly points: readonly string[];
}

const OBJECT_HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;
const LAST_APPLIED_HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

/** The comment above what is edited, with the reasons of the last failure. */
// kubectl/pkg/cmd/util/editor/editoptions.go editHeader.writeTo
export function headerText(lastApplied: boolean, reasons: readonly EditReason[]): string {
  const blocks = reasons.map(({ head, points }) => {
    const title = `# ${hashed(head)}${points.length > 0 ? ":" : ""}\n`;
    return `${title}${points.map((point) => `# * ${hashed(point)}\n`).join("")}#\n`;
  });
  return `${lastApplied ? LAST_APPLIED_HEADER : OBJECT_HEADER}${blocks.join("")}`;
}

/** Lines within a comment become comments. */
function hashed(text: string): string {
  return text.replace(/\n(?=[^#])/g, "\n# ");
}

/** The text without lines that are comments. util.ManualStrip */
export function withoutComments(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.trim().startsWith("#"))
    .join("\n");
}

/** What counts when two versions of a file are compared: their content as JSON, or the lines that are no comments. util.StripComments */
export function essence(text: string): string {
  if (text.trimStart().startsWith("{")) return text;
  try {
    return canonicalJson(parseYaml(text));
  } catch {
    return withoutComments(text);
  }
}

/** Whether there is anything but comments and blanks. */
export function hasContent(text: string): boolean {
  return withoutComments(text).trim() !== "";
}
