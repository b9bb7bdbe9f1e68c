import type { FileResult, StepResult } from "../../../../src/lab/report/results.ts";

/** Letters that formats have to escape, or cannot hold. */
export const NASTY = "a <b> & \"c\" 'd' 100% #e \\ ]]> \u0007\u001b[31m\u007f\u0085\u2028 한글 🐳 \ud800";

function step(line: number, rest: Partial<StepResult>): StepResult {
  return { line, cmd: "kubectl get pods", status: "equal", expected: null, actual: "", why: null, lines: [], ...rest };
}

/** A result with every verdict, and with texts that are hard to write down. */
export const SAMPLE: FileResult = {
  file: "labs/a b,c:d.md",
  variant: "",
  ms: 1234,
  steps: [
    step(3, { expected: "NAME   READY\nweb    1/1", actual: "NAME   READY\nweb    1/1", lines: [4, 5] }),
    step(7, {
      cmd: "kubectl get pods\nsecond",
      status: "differs",
      expected: "NAME   READY\nweb    1/2\ndb     1/1",
      actual: "NAME   READY\nweb    1/1\ndb     1/1",
      why: "column READY of web",
      lines: [8, 9, 10],
    }),
    step(12, { cmd: "echo # x", status: "differs", expected: NASTY, actual: `${NASTY}\nmore`, why: NASTY, lines: [13] }),
    step(15, { cmd: "helm install x", status: "unsupported", actual: null, why: "helm is not emulated" }),
    step(17, { cmd: "reboot", status: "skipped", actual: null, why: "no # time\nto lose" }),
    step(19, { status: "excused", expected: "…", actual: "all", why: "cut by its author", lines: [20] }),
  ],
};
