import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl } from "../support.ts";
import cases from "./cases.json";

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Case {
  readonly args: readonly string[];
  readonly files: Record<string, string>;
  readonly results: Readonly<Record<string, Result>>;
}

// What the real kubectl 1.20.2 and 1.32.4 print of directories that were written for this test. Where the newer one's build wraps
// its error in a log line, the error stands as released builds print it.
describe("kubectl kustomize prints what kubectl prints", () => {
  for (const [name, one] of Object.entries(cases as unknown as Readonly<Record<string, Case>>)) {
    for (const [version, result] of Object.entries(one.results)) {
      test(`${name}, ${version}`, async () => {
        const { code, stdout, stderr } = await kubectl(fakeCluster(), ["kustomize", ...one.args], { version, files: one.files });
        expect({ code, stdout, stderr }).toEqual(result);
      });
    }
  }
});
