/** A word of a line, and where it begins. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** Lines that were asked for; each is compared with many others. */
const known = new Map<string, readonly Word[]>();
const KNOWN_MAX = 4096;

/** The words of a line: what stands between blanks. */
export function wordsOf(line: string): readonly Word[] {
  let words = known.get(line);
  if (words === undefined) {
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(line, (words = readWords(line)));
  }
  return words;
}

function readWords(line: string): Word[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: match.index }));
}

/** One place where two lists of words part: what the one has there, and the other. */
export interface Parting {
  readonly shown: readonly Word[];
  readonly actual: readonly Word[];
}

/** Longest lists of words that are compared word by word; longer ones part as a whole between their common ends. */
const MOST_CELLS = 1_000_000;

/** Where two lists of words part, by their longest common list. */
export function partings(shown: readonly Word[], actual: readonly Word[]): Parting[] {
  let from = 0;
  while (from < shown.length && from < actual.length && shown[from]?.text === actual[from]?.text) from++;
  let [shownTo, actualTo] = [shown.length, actual.length];
  while (shownTo > from && actualTo > from && shown[shownTo - 1]?.text === actual[actualTo - 1]?.text)
    [shownTo, actualTo] = [shownTo - 1, actualTo - 1];
  const [a, b] = [shown.slice(from, shownTo), actual.slice(from, actualTo)];
  if (a.length === 0 && b.length === 0) return [];
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_CELLS) return [{ shown: a, actual: b }];
  return walk(a, b, lengths(a, b));
}

/** Length of the longest common list from each pair of places on. */
function lengths(a: readonly Word[], b: readonly Word[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const common = a[i]?.text === b[j]?.text;
      table[i * width + j] = common
        ? (table[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  return table;
}

function walk(a: readonly Word[], b: readonly Word[], table: Uint32Array): Parting[] {
  const width = b.length + 1;
  const found: Parting[] = [];
  let [i, j, fromA, fromB] = [0, 0, 0, 0];
  const close = (): void => {
    if (i > fromA || j > fromB) found.push({ shown: a.slice(fromA, i), actual: b.slice(fromB, j) });
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]?.text === b[j]?.text) {
      close();
      [i, j] = [i + 1, j + 1];
      [fromA, fromB] = [i, j];
    } else if (j >= b.length || (i < a.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) i++;
    else j++;
  }
  close();
  return found;
}

/** How much two lists of words share: 0 nothing, 1 everything. */
export function likeness(shown: readonly Word[], actual: readonly Word[]): number {
  const counts = new Map<string, number>();
  for (const { text } of actual) counts.set(text, (counts.get(text) ?? 0) + 1);
  let common = 0;
  for (const { text } of shown) {
    const left = counts.get(text) ?? 0;
    if (left > 0) [common] = [common + 1, counts.set(text, left - 1)];
  }
  return (2 * common) / Math.max(1, shown.length + actual.length);
}
