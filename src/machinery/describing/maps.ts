import { sortedKeys } from "../../base/bytewise.ts";
import type { DescribeWriter } from "../describe.ts";
import type { Release } from "../../release/release.ts";

/** core/v1 Toleration, as far as it is printed. */
interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** Longest annotation that stays on its key's line, key and colon included. */
const ANNOTATION_LENGTH_MAX = 140;
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** `Labels:  a=1` with one pair a line, sorted; `<none>` without any. kubectl/pkg/describe printLabelsMultiline */
export function describeMap(out: DescribeWriter, title: string, pairs: Readonly<Record<string, string>> | undefined): void {
  describeLines(
    out,
    title,
    sortedKeys(pairs ?? {}).map((key) => `${key}=${pairs?.[key] ?? ""}`),
  );
}

/** A title with one entry on its line and each further entry on a line of its own. */
export function describeLines(out: DescribeWriter, title: string, lines: readonly string[], indent = ""): void {
  out.write(0, `${indent}${title}:\t${lines.length === 0 ? "<none>\n" : ""}`);
  for (const [index, line] of lines.entries()) out.write(0, `${index === 0 ? "" : `${indent}\t`}${line}\n`);
}

/** Annotations; long ones and those of several lines go below their key. printAnnotationsMultiline */
export function describeAnnotations(
  out: DescribeWriter,
  title: string,
  annotations: Readonly<Record<string, string>> | undefined,
  release: Release,
): void {
  const all = sortedKeys(annotations ?? {});
  const keys = all.filter((key) => key !== LAST_APPLIED);
  out.write(0, `${title}:\t`);
  if (keys.length === 0) {
    // before 1.19 the hidden annotation was counted: the line stayed open
    if (all.length === 0 || release.has("describeHidesLastApplied")) out.writeLine("<none>");
    return;
  }
  for (const [index, key] of keys.entries()) describeAnnotation(out, key, annotations?.[key] ?? "", index > 0);
}

function describeAnnotation(out: DescribeWriter, key: string, text: string, indented: boolean): void {
  const value = text.endsWith("\n") ? text.slice(0, -1) : text;
  const indent = indented ? "\t" : "";
  if (value.length + key.length + 2 <= ANNOTATION_LENGTH_MAX && !value.includes("\n")) {
    out.write(0, `${indent}${key}: ${value}\n`);
    return;
  }
  out.write(0, `${indent}${key}:\n`);
  const limit = ANNOTATION_LENGTH_MAX - 2;
  for (const line of value.split("\n")) out.write(0, `\t  ${line.length > limit ? `${line.slice(0, limit)}...` : line}\n`);
}

/** Tolerations by key. printTolerationsMultilineWithIndent */
export function describeTolerations(
  out: DescribeWriter,
  title: string,
  tolerations: readonly Toleration[] | undefined,
  release: Release,
  indent = "",
): void {
  const sorted = (tolerations ?? []).toSorted((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : (a.key ?? "") > (b.key ?? "") ? 1 : 0));
  describeLines(
    out,
    title,
    sorted.map((toleration) => tolerationText(toleration, release)),
    indent,
  );
}

function tolerationText(toleration: Toleration, release: Release): string {
  const { key = "", value = "", effect = "", operator, tolerationSeconds } = toleration;
  let text = key + (value === "" ? "" : `=${value}`) + (effect === "" ? "" : `:${effect}`);
  if (operator === "Exists" && value === "") {
    if (key === "" && effect === "") text += "op=Exists";
    else if (release.has("describeTolerationOperator")) text += " op=Exists";
  }
  return text + (tolerationSeconds === undefined ? "" : ` for ${tolerationSeconds}s`);
}
