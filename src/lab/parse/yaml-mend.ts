import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { renested } from "./yaml-renest.ts";

/** How many lines of one file may be moved before it counts as broken. */
const MOST_MOVES = 24;
/** A longer file is taken as it is. */
const MOST_LINES = 400;

/** Contents of a YAML file, mended where only one reading is left. */
export interface MendedYaml {
  readonly content: string;
  /** Why it is no YAML. */
  readonly broken?: string;
}

/**
 * Mends what conversions do to manifests: curly quotes, lines that stand a column off their siblings, members of a list's item that stand below
 * its dash, members of `spec` that lost their indentation. Where several readings are left, or none, the text stays and says what is wrong.
 */
export function mendYaml(text: string): MendedYaml {
  const content = /[“”‘’]/.test(text) ? text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'") : text;
  const lines = content.split("\n");
  const problem = problemOf(lines);
  if (lines.length > MOST_LINES) return problem === undefined ? { content } : { content: text, broken: problem.message };
  const rounded = problem !== undefined || isFlat(content) ? byTypes(content) : undefined;
  if (problem === undefined && rounded !== undefined) return { content: rounded };
  const mended = problem === undefined ? lines : aligned(lines);
  if (mended === undefined) return rounded === undefined ? { content: text, broken: problem?.message ?? "" } : { content: rounded };
  const whole = withinSpec(mended);
  return { content: whole.join("\n") };
}

/** What `metadata` and `spec` hold stands beside them. */
function isFlat(text: string): boolean {
  return /^metadata: *(?:#.*)?\n(?=\w)/m.test(text) || /^spec: *(?:#.*)?\n(?=\w)/m.test(text);
}

/** Each document nested by its types; undefined where one has no reading. */
function byTypes(text: string): string | undefined {
  const parts = splitYamlDocuments(text).map((part) => renested(part.text));
  const whole = parts.every((part) => part !== undefined) ? parts.join("---\n") : undefined;
  return whole === undefined || problemOf(whole.split("\n")) !== undefined ? undefined : whole;
}

interface Problem {
  readonly message: string;
  /** The first line, from 0, up to which the text is no YAML. */
  readonly line: number;
}

function problemOf(lines: readonly string[]): Problem | undefined {
  const message = messageOf(lines);
  if (message === undefined) return undefined;
  // the parser names the line on which the broken collection begins; what breaks it is found by leaving lines off
  let whole = 0;
  let broken = lines.length;
  while (broken - whole > 1) {
    const middle = (whole + broken) >> 1;
    if (messageOf(lines.slice(0, middle)) === undefined) whole = middle;
    else broken = middle;
  }
  return { message, line: broken - 1 };
}

function messageOf(lines: readonly string[]): string | undefined {
  try {
    for (const { text } of splitYamlDocuments(lines.join("\n"))) parseYaml(text);
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error.message.replace(/^yaml: /, "");
    throw error;
  }
}

/** Moves lines to where their siblings stand, from the top, as long as one line alone can be moved and the parser then gets further. */
function aligned(original: readonly string[]): string[] | undefined {
  let lines = [...original];
  let problem = problemOf(lines);
  for (let moves = 0; problem !== undefined; moves++) {
    if (moves >= MOST_MOVES) return undefined;
    const { line } = problem;
    const found: { lines: string[]; next: Problem | undefined }[] = [];
    // what breaks it stands wrong itself, or its siblings before it do
    for (let index = Math.max(0, line - 3); index <= line && found.length === 0; index++) {
      const column = siblingColumn(lines, index);
      if (column === undefined) continue;
      const moved = lines.with(index, " ".repeat(column) + (lines[index] ?? "").trimStart());
      const next = problemOf(moved);
      if (next === undefined || next.line > line) found.push({ lines: moved, next });
    }
    const [best] = found;
    if (best === undefined) return undefined;
    ({ lines, next: problem } = best);
  }
  return lines;
}

/** Where a line should stand: at its sibling's column when it is one off, below a list item's first member when it stands below the dash. */
function siblingColumn(lines: readonly string[], index: number): number | undefined {
  const line = lines[index];
  if (line === undefined || line.trim() === "") return undefined;
  const column = indentOf(line);
  const isItem = /^\s*- /.test(line);
  const before = lines.slice(0, index).findLast((other) => other.trim() !== "" && indentOf(other) <= column) ?? "";
  if (!isItem && /^\s*- \S/.test(before) && indentOf(before) === column) return column + 2;
  const candidates = new Set<number>();
  for (let above = index - 1; above >= 0; above--) {
    const other = lines[above] ?? "";
    if (other.trim() === "") continue;
    const sibling = isItem ? (/^\s*- /.test(other) ? indentOf(other) : -1) : contentColumn(other);
    if (sibling >= 0 && Math.abs(sibling - column) === 1) candidates.add(sibling);
    // what stands further out holds them all
    if (candidates.size > 0 || indentOf(other) < column - 1) break;
  }
  const after = lines.slice(index + 1).find((other) => other.trim() !== "") ?? "";
  if (/^\s*- /.test(after) === isItem && Math.abs(indentOf(after) - column) === 1) candidates.add(indentOf(after));
  if (candidates.size > 1) return OF_ITEMS.test(line) ? Math.max(...candidates) : undefined;
  return [...candidates][0];
}

/** Members that only items of lists have: between two columns they stand at the inner one. */
const OF_ITEMS = /^\s*(?:targetPort|containerPort|nodePort|hostPort|protocol|image|imagePullPolicy|mountPath|pathType|volumeMounts):/;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Where a line's own key begins: behind the dash of a list's item. */
function contentColumn(line: string): number {
  return line.length - line.replace(/^\s*(?:- )*/, "").length;
}

/** Members that stand at the root of an object; whatever else is there behind `spec:` is spec's. */
const ROOT =
  /^(?:apiVersion|kind|metadata|spec|status|data|stringData|binaryData|type|immutable|items|rules|roleRef|subjects|webhooks|provisioner|parameters|reclaimPolicy|volumeBindingMode|allowVolumeExpansion|mountOptions|allowedTopologies|value|globalDefault|description|preemptionPolicy|secrets|imagePullSecrets|automountServiceAccountToken|subsets|aggregationRule|endpoints|addressType|ports|handler|overhead|scheduling|webhooks|driver):/;
/** Kinds whose only members are the usual four: a fifth has lost its place. */
const PLAIN_KINDS =
  /^kind: *(?:Service|Deployment|ReplicaSet|DaemonSet|StatefulSet|Pod|Job|CronJob|Ingress|NetworkPolicy|PersistentVolume|PersistentVolumeClaim|HorizontalPodAutoscaler|IPAddressPool|L2Advertisement)\s*$/;

/** Moves members that lost their indentation back below `spec:`. */
function withinSpec(lines: readonly string[]): string[] {
  const out: string[] = [];
  let plain = false;
  let depth = 0;
  let lost = false;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("---")) [plain, depth, lost] = [false, 0, false];
    if (PLAIN_KINDS.test(line)) plain = true;
    if (/^spec:\s*$/.test(line)) depth = indentOf(lines.slice(index + 1).find((next) => next.trim() !== "") ?? "");
    if (/^\w+:/.test(line)) lost = plain && depth > 0 && (!ROOT.test(line) || /^(?:ports|type):/.test(line));
    out.push(lost && line.trim() !== "" && !line.startsWith("#") ? " ".repeat(depth) + line : line);
  }
  return out;
}
