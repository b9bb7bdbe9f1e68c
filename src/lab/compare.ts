import type { Contradiction } from "./timeline/infer.ts";
import type { ExpectedLine } from "./transcript.ts";

/** Compares an output with what the document shows: line by line, blanks at line ends and empty lines around it aside. */
export function compareOutput(
  expected: readonly ExpectedLine[] | undefined,
  actual: string,
  contradictions: readonly Contradiction[],
): { status: "differs" | "equal" | "excused"; lines?: readonly number[] } {
  if (expected === undefined) return { status: "equal" };
  const lines = actual
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  const wanted = expected.map(({ text }) => text.trimEnd());
  if (lines.length !== wanted.length) return { status: "differs" };
  const different = expected.filter(({ text }, index) => text.trimEnd() !== lines[index]);
  if (different.length === 0) return { status: "equal" };
  const excused = different.every((line) =>
    contradictions.some(
      (contradiction) => contradiction.line === line.line && onlyAgeDiffers(line, lines[expected.indexOf(line)] ?? "", contradiction),
    ),
  );
  return { status: excused ? "excused" : "differs", lines: different.map(({ line }) => line) };
}

/** The line is the document's but for the age that contradicts the document itself. */
function onlyAgeDiffers({ text }: ExpectedLine, actual: string, { age }: Contradiction): boolean {
  const at = text.lastIndexOf(age);
  return at >= 0 && actual.startsWith(text.slice(0, at)) && /^\S+$/.test(actual.slice(at));
}
