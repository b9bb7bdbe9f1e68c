import type { Contradiction } from "./timeline/infer.ts";
import type { ExpectedLine, Step } from "./transcript.ts";

/** Values of YAML lines that reality draws or its clock says, by form: uids, resource versions, moments. */
const drawn = [
  /^(\s*(?:- )?uid: )[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^(\s*(?:- )?resourceVersion: )"\d+"$/,
  /^(\s*(?:- )?(?:time|\w+Time|\w+Timestamp): )"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"$/,
] as const;

/** A line without blanks at its end and without the values that no document can know of another cluster. */
function plain(text: string): string {
  return drawn.reduce((line, pattern) => line.replace(pattern, "$1"), text.trimEnd());
}

/**
 * Compares an output with what the document shows: line by line, blanks at line ends, empty lines around it and, in YAML, uids, resource versions and
 * moments aside.
 */
export function compareOutput(
  expected: readonly ExpectedLine[] | undefined,
  actual: string,
  contradictions: readonly Contradiction[],
  excuses: Step["excuses"] = {},
): { status: "differs" | "equal" | "excused"; why?: string; lines?: readonly number[] } {
  if (expected === undefined) return { status: "equal" };
  const lines = actual
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n")
    .map(plain);
  const wanted = expected.map(({ text }) => plain(text));
  if (lines.length !== wanted.length) return { status: "differs" };
  const different = expected.filter((_, index) => wanted[index] !== lines[index]);
  if (different.length === 0) return { status: "equal" };
  const reasons = different.map(({ text }) => excuses[text.trim()]);
  const excused = different.every(
    (line, index) =>
      reasons[index] !== undefined ||
      contradictions.some(
        (contradiction) => contradiction.line === line.line && onlyAgeDiffers(line, lines[expected.indexOf(line)] ?? "", contradiction),
      ),
  );
  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join("; ");
  return { status: excused ? "excused" : "differs", ...(excused && why !== "" ? { why } : {}), lines: different.map(({ line }) => line) };
}

/** The line is the document's but for the age that contradicts the document itself. */
function onlyAgeDiffers({ text }: ExpectedLine, actual: string, { age }: Contradiction): boolean {
  const at = text.lastIndexOf(age);
  return at >= 0 && actual.startsWith(text.slice(0, at)) && /^\S+$/.test(actual.slice(at));
}
