import { expect, test } from "bun:test";
import { completedIndexes, freeIndexes, printIndexes } from "../../../../src/components/job/indexes.ts";
import type { Job } from "../../../../src/kinds/batch/job/types.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";

const job = (completed: string): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "j" },
  spec: { completions: 6, template: { spec: { containers: [] } } },
  status: { completedIndexes: completed },
});

test("indexes are printed as intervals and read again", () => {
  expect(printIndexes([4, 0, 2, 3, 7, 8])).toBe("0,2-4,7,8");
  expect(completedIndexes(job("0,2-4,7,8"))).toEqual([0, 2, 3, 4, 7, 8]);
  expect(completedIndexes(job(""))).toEqual([]);
});

test("free indexes skip what is done and what runs", () => {
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { annotations: { "batch.kubernetes.io/job-completion-index": "1" } },
    spec: { containers: [] },
  };
  expect(freeIndexes(job(""), [0, 3], [pod], 2)).toEqual([2, 4]);
});
