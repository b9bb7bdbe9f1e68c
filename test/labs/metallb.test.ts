import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { summaryText } from "../../src/lab/report/summary.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { play } from "./play.ts";

async function lab(file: string, profile?: string): Promise<LabReport> {
  return play(file, readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8"), profile);
}

/** Outputs of a command, in the order in which it was typed. */
function outputsOf({ items }: LabReport, command: string): string[] {
  return items.filter(({ item }) => "command" in item && item.command === command).map(({ actual }) => actual);
}

test("lab 3.3.4: two services with addresses, six replicas that answer", async () => {
  const report = await lab("fixtures/labs/3.3.4.md");
  expect(report.items.filter(({ status }) => status !== "equal").map(({ item, actual, why }) => [item.line, actual, why])).toEqual([]);
  expect(report.contradictions).toEqual([]);
}, 60_000);

test("lab 3.3.5: an autoscaler goes up under load and back to one; one measurement is excused", async () => {
  const report = await lab("fixtures/labs/3.3.5.md");
  expect(summaryText(report)).toBe("13 of 14 outputs equal, 1 excused");
  expect(report.contradictions).toEqual([]);
  const [pods = ""] = outputsOf(report, "kubectl get pods");
  expect(pods.split("\n").filter((line) => line.includes("Running")).length).toBeGreaterThan(3);
  const replicas = outputsOf(report, "kubectl get hpa hpa-hname-pods")[0]?.trimEnd().split(/\s+/).at(-2);
  expect(pods.trimEnd().split("\n")).toHaveLength(Number(replicas) + 1);
}, 60_000);

test("a log of MetalLB v0.13.9: local traffic, a fixed address, source ranges", async () => {
  const report = await lab("fixtures/labs/metallb-013.md", "metallb-013");
  expect(summaryText(report)).toBe("16 of 16 outputs equal");
  expect(report.contradictions).toEqual([]);
  const names = outputsOf(report, "curl -s http://192.168.219.191:8080").map((answer) => /From=(\S+)/.exec(answer)?.[1]);
  expect(names).toEqual(["k7vk7", "82lld", "llctj"].map((suffix) => `sample-deployment-7f47966499-${suffix}`));
  expect(outputsOf(report, "curl -sS --connect-timeout 3 http://192.168.219.192:8080")[0]).toStartWith("curl: (28) ");
}, 60_000);
