import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { isShownFile } from "../../src/lab/transcript.ts";
import { play } from "./play.ts";
import { playUserDocument, USER_DOCUMENTS, userDocument } from "./user-documents.ts";

/** What a cluster draws or its clock says; everything else in an output follows from what was typed. */
const NOT_COMPUTED =
  /(?<=-)[bcdfghjklmnpqrstvwxz2456789]{5}\b|\b10(?:\.\d+){3}\b|\b172\.16(?:\.\d+){2}\b|\b(?:\d+[ydhms]){1,2}\b|\b3[0-2]\d{3}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|resourceVersion: .*|\d{4}-\d\d-\d\dT\S*|w[1-3]-k8s|worker[12]|\b\d+m\b|\b\d+Mi\b/g;
/** How often somebody's pods have begun anew before the document begins is their history, and no lab's. */
const HISTORY = /\b\d+ \(\S+ ago\)/g;
/** Letters that a conversion from pictures mistakes for each other: one for the other is excused, by name, in what it has made. */
const ALIKE: Readonly<Record<string, string>> = { q: "g", g: "q", v: "y", y: "v" };

/** Another character of the same sort. */
function other(character: string, turn: number): string {
  const sort = /\d/.test(character) ? "0123456789" : /[a-z]/.test(character) ? "abcdefghijklmnopqrstuvwxyz" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const found = sort[(sort.indexOf(character) + 1 + (turn % (sort.length - 1))) % sort.length] ?? "x";
  return found === ALIKE[character] ? "x" : found;
}

/** A line with one computed character changed; undefined for a line without any. */
function changed(text: string, turn: number): string | undefined {
  const drawn = [NOT_COMPUTED, HISTORY].flatMap((form) =>
    [...text.matchAll(form)].map((match) => [match.index, match.index + match[0].length] as const),
  );
  const places = [...text].flatMap((character, at) =>
    /[A-Za-z0-9]/.test(character) && !drawn.some(([from, to]) => at >= from && at < to) ? [at] : [],
  );
  const at = places[(turn * 7919) % Math.max(1, places.length)];
  return at === undefined ? undefined : text.slice(0, at) + other(text[at] ?? "", turn) + text.slice(at + 1);
}

/** Lines of the outputs that a document shows, output by output. */
function outputsIn(file: string, text: string): number[][] {
  const items = loadTranscript(file, text)?.items ?? [];
  const shown = items.flatMap((item) => (isShownFile(item) || item.expected === undefined ? [] : [item.expected]));
  return shown.map((lines) => lines.flatMap(({ line, remark }) => (remark === true ? [] : [line])));
}

/** Changes one computed character in each output, in a long one also further down, plays that, and wants each change reported at its line. */
async function expectReported(file: string, text: string, turn: number, played: (changed: string) => Promise<LabReport>): Promise<void> {
  const outputs = outputsIn(file, text);
  const lines = text.split("\n");
  const touched = outputs.map((output, index) =>
    Array.from({ length: Math.ceil(output.length / 25) }, (_, more) => {
      // the first line from there on that has something computed
      for (let step = 0; step < output.length; step++) {
        const line = output[(turn * 31 + index * 17 + more * 25 + step) % output.length] ?? 0;
        const mutated = changed(lines[line - 1] ?? "", turn + index);
        if (mutated === undefined) continue;
        lines[line - 1] = mutated;
        return line;
      }
      return [];
    }).flat(),
  );
  const { items } = await played(lines.join("\n"));
  const reported = new Set(items.flatMap(({ differences = [] }) => differences.map(({ line }) => line)));
  expect(touched.filter((changes) => changes.length > 0).length).toBeGreaterThanOrEqual(outputs.length * 0.95);
  expect(
    touched
      .flat()
      .filter((line) => !reported.has(line))
      .map((line) => `${line}: ${lines[line - 1]}`),
  ).toEqual([]);
}

const TURNS = [1, 2];
const SHIPPED = [
  ["fixtures/labs/3.3.1.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.3.2.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.3.4.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.2.10.md", "book", "that draws what it shows"],
  ["fixtures/labs/course-ingress.md", "kubespray", "that draws what it shows"],
  ["fixtures/labs/3.3.1.md", "book", "with its own draws"],
  ["fixtures/labs/3.3.4.md", "book", "with its own draws"],
  ["fixtures/labs/course-ingress.md", "kubespray", "with its own draws"],
] as const;

test.each(SHIPPED.flatMap(([file, profile, which]) => TURNS.map((turn) => [file, turn, which, profile] as const)))(
  "%s, turn %i, on a cluster %s: one computed character changed in each output is reported at its line",
  async (file, turn, which, profile) => {
    const draws = which === "with its own draws" ? { seed: 3, fresh: true } : {};
    const text = readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8");
    await expectReported(file, text, turn, (words) => play(file, words, profile, draws));
  },
  120_000,
);

describe.skipIf(USER_DOCUMENTS.length === 0)("users' documents", () => {
  test.each(USER_DOCUMENTS.flatMap((file) => TURNS.map((turn) => [file, turn] as const)))(
    "%s, turn %i: one computed character changed in each output is reported at its line",
    async (file, turn) => {
      await expectReported(file, userDocument(file), turn, (words) => playUserDocument(file, words));
    },
    120_000,
  );
});
