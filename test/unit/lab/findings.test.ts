import { expect, test } from "bun:test";
import { readFindings } from "../../../src/lab/findings.ts";

test("findings that were written as text are read as they were", () => {
  const findings = {
    // the second of three is left to chance
    pins: { "name-suffix/pods/default/web-": ["x2x4z", undefined, "7kd9p"] },
    seconds: [1, 2, 60],
    contradictions: [{ line: 3, object: "pod web", age: "3d", against: { line: 1, object: "pod web", age: "5m" } }],
    vain: [2],
    rigid: [],
    homes: { "web-5d9f8c7b4d-x2x4z": { node: "w1-k8s", address: undefined } },
  };
  expect(readFindings(JSON.stringify({ one: findings }))).toEqual({ one: findings });
});
