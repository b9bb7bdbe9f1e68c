import { parseYaml } from "../../src/base/yaml-in.ts";

/** One test point. */
export interface TapPoint {
  readonly ok: boolean;
  readonly number: number;
  readonly description: string;
  readonly directive: { readonly name: "SKIP" | "TODO"; readonly reason: string } | undefined;
  /** What its YAML block says. */
  readonly diagnostics: unknown;
}

/** Reads TAP 13 or 14, strictly: a version, a plan that is kept, points in their order, closed YAML blocks. Throws an Error. */
export function parseTap(text: string): TapPoint[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const lines = text.slice(0, -1).split("\n");
  if (!/^TAP version 1[34]$/.test(lines.shift() ?? "")) throw new Error("no version");
  const plan = /^1\.\.(\d+)$/.exec(lines.shift() ?? "");
  if (!plan) throw new Error("no plan");
  const points: TapPoint[] = [];
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    const found = /^(not )?ok (\d+) - ((?:[^\\#]|\\[\\#])*?)(?: # (SKIP|TODO)(?: (.*))?)?$/.exec(line);
    if (!found) throw new Error(`no test point: ${line}`);
    if (Number(found[2]) !== points.length + 1) throw new Error(`out of order: ${line}`);
    points.push({
      ok: found[1] === undefined,
      number: Number(found[2]),
      description: (found[3] ?? "").replace(/\\([\\#])/g, "$1"),
      directive: found[4] === undefined ? undefined : { name: found[4] as "SKIP", reason: found[5] ?? "" },
      diagnostics: lines[0] === "  ---" ? parseYaml(yamlBlock(lines), { strict: true, version: "1.2" }) : undefined,
    });
  }
  if (points.length !== Number(plan[1])) throw new Error(`the plan says ${plan[1]}, there are ${points.length}`);
  return points;
}

/** Takes a block off the lines: what stands between `---` and `...`, both indented by two blanks. */
function yamlBlock(lines: string[]): string {
  lines.shift();
  const end = lines.indexOf("  ...");
  if (end < 0) throw new Error("a YAML block does not end");
  const inside = lines.splice(0, end + 1).slice(0, -1);
  if (inside.some((line) => line !== "" && !line.startsWith("  "))) throw new Error("a line of YAML is not indented");
  return inside.map((line) => `${line.slice(2)}\n`).join("");
}
