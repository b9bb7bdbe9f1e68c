import { expect, test } from "bun:test";
import { timeoutIn } from "../../../src/cli/timeout-parent.ts";

const cases: [line: string, ms: number | undefined][] = [
  ["timeout 3 kubectl get pods -w", 3000],
  ["/usr/bin/timeout 0.5m kubectl get pods -w", 30_000],
  ["timeout -s INT -k 5 --preserve-status 2s kubectl", 2000],
  ["timeout --signal=KILL --foreground -v 1h kubectl", 3_600_000],
  ["timeout 0 kubectl", undefined],
  ["timeout", undefined],
  ["bash -c timeout 3", undefined],
];

for (const [line, ms] of cases) {
  test(`${line} ends after ${ms} ms`, () => expect(timeoutIn(line.split(" "))).toBe(ms as number));
}
