import type { ExpectedLine } from "../transcript.ts";
import { comparable } from "./forms.ts";
import { mistakenLetters } from "./match-line.ts";
import { whyDifferent } from "./why.ts";
import { partings, wordsOf } from "./words.ts";

/** What was found of an output whose lines have flown together: each place where the words part, and letters that were mistaken. */
export interface Flowed {
  readonly wrong: readonly { readonly line: number; readonly why: string }[];
  readonly mistaken: readonly string[];
}

/** Compares an output word by word, whatever lines they stand on. */
export function readFlowed(expected: readonly ExpectedLine[], actual: readonly string[], converted: boolean): Flowed {
  const shown = expected.flatMap(({ line, text }) => wordsOf(comparable(text)).map(({ text: word }) => ({ text: word, at: line })));
  const printed = actual.flatMap((line) => wordsOf(comparable(line)));
  const wrong: { line: number; why: string }[] = [];
  const mistaken: string[] = [];
  for (const parting of partings(shown, printed)) {
    const [ours, theirs] = [parting.shown, parting.actual].map((words) => words.map(({ text }) => text).join(" ")) as [string, string];
    const reason = converted ? mistakenLetters(ours, theirs) : undefined;
    if (reason !== undefined) mistaken.push(reason);
    else wrong.push({ line: parting.shown[0]?.at ?? lineBefore(shown, expected), why: whyDifferent(ours, theirs) });
  }
  return { wrong, mistaken };
}

function lineBefore(shown: readonly { at: number }[], expected: readonly ExpectedLine[]): number {
  return shown.at(-1)?.at ?? expected[0]?.line ?? 0;
}
