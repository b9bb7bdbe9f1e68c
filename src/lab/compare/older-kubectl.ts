import { humanDuration, shortHumanDuration } from "../../base/human-duration.ts";
import { ageRange } from "../timeline/age-range.ts";
import { isShownFile, isStep, type ExpectedLine, type Transcript } from "../transcript.ts";
import { cellsOf, columnsOf, tableOf, type Columns } from "./columns.ts";
import type { Rewriting } from "./rewritings.ts";

/** The oldest kubectl that k8sim has; what older ones print is known by its form. */
export const OLDEST_KUBECTL = "1.18";

const VERBS =
  "created|configured|unchanged|labeled|annotated|scaled|exposed|edited|patched|replaced|autoscaled|cordoned|uncordoned|tainted|image updated|rolled back";
/** `deployment "web" created`, before 1.11. */
const QUOTED_RESULT = new RegExp(String.raw`^([a-z]+) "([\w.:-]+)" (${VERBS})\b`);
/** `deployment.apps/web created`. */
const RESULT = new RegExp(String.raw`^([a-z]+)(?:\.[a-z0-9.-]+)?\/([\w.:-]+) (${VERBS})\b(.*)$`);
/** `deployment.extensions/web scaled`, before 1.16: the group in which the API server named it. */
const EXTENSIONS = /^(deployment|replicaset|daemonset)\.extensions[/ ]/;
const NOTHING_FOUND = "No resources found.";

/** Columns of 1.18's tables that were others before: those of 1.18, those before, and how a row's cells become those before. */
const TABLES: readonly {
  readonly columns: readonly string[];
  readonly before: readonly string[];
  readonly cells: (cells: readonly string[]) => readonly string[];
}[] = [
  // deployments before 1.15
  {
    columns: ["READY", "UP-TO-DATE", "AVAILABLE"],
    before: ["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE"],
    cells: ([ready = "", updated = "", available = ""]) => [wanted(ready), wanted(ready), updated, available],
  },
  // stateful sets before 1.14
  { columns: ["READY"], before: ["DESIRED", "CURRENT"], cells: ([ready = ""]) => [wanted(ready), ready.split("/")[0] ?? ""] },
  // jobs before 1.11
  {
    columns: ["COMPLETIONS", "DURATION"],
    before: ["DESIRED", "SUCCESSFUL"],
    cells: ([completions = ""]) => [wanted(completions), completions.split("/")[0] ?? ""],
  },
];

function wanted(ready: string): string {
  return ready.split("/")[1] ?? "";
}

/** An age that only kubectl before 1.12 prints, which knows one unit: `1m`, `2h`, `1d`. */
function isOneUnit(age: string): boolean {
  const range = ageRange(age);
  return range !== undefined && humanDuration(range.from * 1000) !== age;
}

/** Signs of an older kubectl in a line. */
function isOlderForm(text: string): boolean {
  return (
    QUOTED_RESULT.test(text) ||
    EXTENSIONS.test(text) ||
    /^NAME\s+DESIRED\s+(?:CURRENT\s+(?:UP-TO-DATE|AGE)|SUCCESSFUL)\b/.test(text) ||
    (/\s(\d+[mhd])\s*$/.test(text) && isOneUnit(/(\S+)\s*$/.exec(text)?.[1] ?? ""))
  );
}

/** One line alone may be a slip, but for a whole sentence. */
const ENOUGH_SIGNS = 2;

/** Whether a document was made with a kubectl older than any that k8sim has: the nodes' version says so, or lines have forms that went before. */
export function isOlderKubectl({ items }: Pick<Transcript, "items">): boolean {
  let signs = 0;
  for (const item of items) {
    if (isShownFile(item)) continue;
    const ofNodes = isStep(item) && /\bget\s+(?:no|nodes?)\b/.test(item.command);
    for (const { text } of item.expected ?? []) {
      if (ofNodes && /\sv1\.(?:[0-9]|1[0-7])\.\d+\S*(?:\s|$)/.test(text)) return true;
      if (text.trim() === NOTHING_FOUND || (isOlderForm(text) && ++signs >= ENOUGH_SIGNS)) return true;
    }
  }
  return false;
}

/** What the oldest kubectl there is prints, in the forms of those before it as far as the document shows these; undefined where it shows none. */
export function inOlderForms(shown: readonly ExpectedLine[], printed: readonly string[]): Rewriting | undefined {
  const texts = shown.map(({ text }) => text);
  const found: string[] = [];
  for (let from = 0; from < printed.length;) {
    const columns = columnsOf(printed[from] ?? "");
    const end = columns === undefined ? from + 1 : endOfTable(printed, from);
    found.push(...(columns === undefined ? [olderLine(printed[from] ?? "", texts)] : olderTable(printed.slice(from, end), columns, texts)));
    from = end;
  }
  if (found.every((line, index) => line === printed[index])) return undefined;
  return { lines: found, whole: printed, reason: `kubectl before ${OLDEST_KUBECTL} prints it in this form` };
}

function endOfTable(printed: readonly string[], from: number): number {
  const end = printed.findIndex((line, index) => index > from && line.trim() === "");
  return end < 0 ? printed.length : end;
}

function olderLine(line: string, texts: readonly string[]): string {
  if (/^No resources found in \S+ namespace\.$/.test(line) && texts.some((text) => text.trim() === NOTHING_FOUND)) return NOTHING_FOUND;
  const [, type = "", object = "", done = ""] = /^([a-z]+)\.apps([/ ]\S+)( .*)?$/.exec(line) ?? [];
  const formsBefore =
    type === "" ? [] : [`${type}.extensions${object}${done}`, ...(done === " deleted" ? [`${type}${object}${done}`] : [])];
  const before = formsBefore.find((form) => texts.some((text) => text.trimEnd() === form.trimEnd()));
  if (before !== undefined) return before;
  const [, kind = "", name = "", verb = "", rest = ""] = RESULT.exec(line) ?? [];
  return verb !== "" && texts.some((text) => QUOTED_RESULT.test(text)) ? `${kind} "${name}" ${verb}${rest}` : line;
}

function olderTable(lines: readonly string[], columns: Columns, texts: readonly string[]): string[] {
  const names = [...columns.names];
  const headers = texts.map((text) => columnsOf(text.trimEnd())?.names.join(" ") ?? "");
  const change = TABLES.find(({ columns: now, before }) => {
    const at = names.indexOf(now[0] ?? "");
    if (at < 0 || now.some((name, index) => names[at + index] !== name)) return false;
    return headers.includes(names.toSpliced(at, now.length, ...before).join(" "));
  });
  const at = names.indexOf(change?.columns[0] ?? "");
  const age = columns.names.indexOf("AGE");
  const rows = lines.map((line, index) => {
    const cells = cellsOf(line, columns);
    if (age >= 0 && index > 0) cells[age] = oneUnit(cells[age] ?? "");
    if (change === undefined) return cells;
    const { columns: now, before } = change;
    return cells.toSpliced(at, now.length, ...(index === 0 ? before : change.cells(cells.slice(at, at + now.length))));
  });
  return tableOf(rows);
}

function oneUnit(age: string): string {
  const range = ageRange(age);
  return range === undefined ? age : shortHumanDuration(range.from * 1000);
}
