import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { play } from "./play.ts";

/** What a cluster draws or its clock says; everything else in an output follows from what was typed. */
const NOT_COMPUTED =
  /(?<=-)[bcdfghjklmnpqrstvwxz2456789]{5}\b|\b\d+(?:\.\d+){3}\b|\b(?:\d+[ydhms]){1,2}\b|\b3[0-2]\d{3}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|resourceVersion: .*|\d{4}-\d\d-\d\dT\S*|w[1-3]-k8s|worker[12]|\b\d+m\b|\b\d+Mi\b/g;

/** Another character of the same sort. */
function other(character: string, turn: number): string {
  const sort = /\d/.test(character) ? "0123456789" : /[a-z]/.test(character) ? "abcdefghijklmnopqrstuvwxyz" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return sort[(sort.indexOf(character) + 1 + (turn % (sort.length - 1))) % sort.length] ?? "x";
}

/** A line with one computed character changed; undefined for a line without any. */
function changed(text: string, turn: number): string | undefined {
  const drawn = [...text.matchAll(NOT_COMPUTED)].map((match) => [match.index, match.index + match[0].length] as const);
  const places = [...text].flatMap((character, at) =>
    /[A-Za-z0-9]/.test(character) && !drawn.some(([from, to]) => at >= from && at < to) ? [at] : [],
  );
  const at = places[(turn * 7919) % Math.max(1, places.length)];
  return at === undefined ? undefined : text.slice(0, at) + other(text[at] ?? "", turn) + text.slice(at + 1);
}

test.each([
  ["fixtures/labs/3.3.1.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.3.2.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.3.4.md", "book", "that draws what it shows"],
  ["fixtures/labs/3.2.10.md", "book", "that draws what it shows"],
  ["fixtures/labs/course-ingress.md", "kubespray", "that draws what it shows"],
  ["fixtures/labs/3.3.1.md", "book", "with its own draws"],
  ["fixtures/labs/3.3.4.md", "book", "with its own draws"],
  ["fixtures/labs/course-ingress.md", "kubespray", "with its own draws"],
])(
  "%s (%s), on a cluster %s: one computed character changed in each output is reported at its line",
  async (file, profile, which) => {
    const draws = which === "with its own draws" ? { seed: 3, fresh: true } : {};
    const text = readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8");
    const { items } = await play(file, text, profile, draws);
    const shown = items.flatMap(({ item }) => (item.expected ? [item.expected] : []));
    for (const turn of [1, 2]) {
      const lines = text.split("\n");
      const touched = shown.flatMap((expected, index) => {
        const { line } = expected[(turn * 31 + index * 17) % expected.length] ?? { line: 0 };
        const mutated = changed(lines[line - 1] ?? "", turn + index);
        if (mutated === undefined) return [];
        lines[line - 1] = mutated;
        return [line];
      });
      const report = await play(file, lines.join("\n"), profile, draws);
      const reported = new Set(report.items.flatMap(({ differences = [] }) => differences.map(({ line }) => line)));
      expect(touched.length).toBeGreaterThan(shown.length / 2);
      expect(touched.filter((line) => !reported.has(line)).map((line) => `${line}: ${lines[line - 1]}`)).toEqual([]);
    }
  },
  120_000,
);
