import type { ExpectedLine } from "../transcript.ts";
import { columnsOf } from "./columns.ts";

/** What a cluster prints in another form, and why a document may show it in that. */
export interface Rewriting {
  readonly lines: readonly string[];
  /** The same lines with all that they were printed with, where some of it is left out. */
  readonly whole?: readonly string[];
  readonly reason: string;
}

/** Of a table wider than a screen only what stands to the left was copied: its header ends within a word, and so may its rows. */
export function cutAtTheRight(shown: readonly ExpectedLine[], printed: readonly string[]): Rewriting | undefined {
  let screen = 0;
  let width: number | undefined;
  let line = 0;
  const texts = new Set(shown.map(({ text }) => text.trimEnd()));
  const lines = printed.map((text) => {
    if (text.trim() === "") width = undefined;
    else if (columnsOf(text) !== undefined) {
      const header = [...texts].find((own) => text.startsWith(own) && /\w\w$/.test(own) && /^\w/.test(text.slice(own.length)));
      screen = header?.length ?? screen;
      width = header?.length ?? (texts.has(text.slice(0, screen).trimEnd()) ? screen : undefined);
      line ||= shown.find((each) => each.text.trimEnd() === header)?.line ?? 0;
    }
    return width === undefined ? text : text.slice(0, width).trimEnd();
  });
  return line === 0 ? undefined : { lines, whole: printed, reason: `cut at its right side: the header on line ${line} ends within a word` };
}

const FEWEST_NAMES = 3;

/** Names that `ls` writes one to a line, in the columns in which it lays them out on a terminal: downwards, as many lines as the document has. */
export function inColumns(shown: readonly ExpectedLine[], printed: readonly string[]): Rewriting | undefined {
  const rows = shown.length;
  if (printed.length < FEWEST_NAMES || rows >= printed.length || printed.some((line) => !/^\S+$/.test(line))) return undefined;
  const columns = Array.from({ length: Math.ceil(printed.length / rows) }, (_, index) => printed.slice(index * rows, (index + 1) * rows));
  const widths = columns.map((names) => Math.max(...names.map((name) => name.length)) + 2);
  const lines = Array.from({ length: rows }, (_, row) =>
    columns
      .map((names, index) => (names[row] ?? "").padEnd(widths[index] ?? 0))
      .join("")
      .trimEnd(),
  );
  return { lines, reason: "a terminal shows names in columns" };
}

const VARIABLE = /^([A-Za-z_]\w*)=/;

/** Variables of an environment, in the document's order: kubelets add those of services by walking a map. pkg/kubelet/kubelet_pods.go, 1.20 */
export function inOtherOrder(shown: readonly ExpectedLine[], printed: readonly string[]): Rewriting | undefined {
  if (printed.length < 2 || !printed.every((line) => VARIABLE.test(line))) return undefined;
  const places = new Map(shown.map(({ text }, index) => [VARIABLE.exec(text)?.[1] ?? "", index]));
  const placeOf = (line: string): number => places.get(VARIABLE.exec(line)?.[1] ?? "") ?? shown.length;
  const lines = printed.toSorted((a, b) => placeOf(a) - placeOf(b));
  return { lines, reason: "kubelets pass services' variables in an order that chance decides" };
}
