import { columnAt, type Columns } from "./columns.ts";
import { partings, wordsOf, type Word } from "./words.ts";

/** A word as long as a reader can take in. */
function quoted(words: readonly Word[]): string {
  const text = words.map(({ text: word }) => word).join(" ");
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** `np-pods-5767d54d4b-vvvrm`: base, hash, suffix. */
const OF_TEMPLATE = /^(?:\w+\/)?([a-z0-9][a-z0-9.-]*)-([a-z0-9]{7,10})-([a-z0-9]{5})$/;

/** Where a line of the document and a cluster's part, each place as a sentence; `row` is the name by which a table's row is known. */
export function whyDifferent(shown: string, actual: string, columns?: Columns): string {
  const row = actual.trim().split(/\s+/)[0] ?? "";
  const found = partings(wordsOf(shown), wordsOf(actual));
  const sentences = found.flatMap((parting) => {
    if (parting.shown.length === parting.actual.length)
      return parting.shown.map((word, index) => sentence([word], [parting.actual[index] as Word], row, columns));
    return [sentence(parting.shown, parting.actual, row, columns)];
  });
  if (sentences.length === 0) return "its blanks are others than a cluster prints";
  return sentences.length > 4 ? `the document has "${shown.trim()}", a cluster prints "${actual.trim()}"` : sentences.join("; ");
}

function sentence(shown: readonly Word[], actual: readonly Word[], row: string, columns: Columns | undefined): string {
  const place = placeOf(shown, actual, row, columns);
  if (actual.length === 0) return `${place}the document has ${quoted(shown)}, a cluster prints nothing there`;
  if (shown.length === 0) return `${place}a cluster prints ${quoted(actual)}, the document has nothing there`;
  const [ours, theirs] = [OF_TEMPLATE.exec(shown[0]?.text ?? ""), OF_TEMPLATE.exec(actual[0]?.text ?? "")];
  if (ours && theirs && ours[1] === theirs[1] && ours[2] !== theirs[2])
    return `hash ${ours[2]} does not follow from the template of ${theirs[1]}: ${theirs[2]}`;
  return `${place}the document has ${quoted(shown)}, a cluster prints ${quoted(actual)}`;
}

function placeOf(shown: readonly Word[], actual: readonly Word[], row: string, columns: Columns | undefined): string {
  if (columns === undefined) return "";
  const at = actual[0]?.at ?? shown[0]?.at ?? 0;
  const column = columnAt(columns, at);
  return column === 0 ? "" : `column ${columns.names[column]} of ${row}: `;
}
