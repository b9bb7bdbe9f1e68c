import { expect, test } from "bun:test";
import { isStep } from "../../../../src/lab/transcript.ts";
import { itemsOf } from "./read.ts";

/** `LINE COMMAND`, with a minus where the step is only announced. */
function played(...lines: readonly string[]): string[] {
  return itemsOf(["```", ...lines, "```"]).flatMap((item) =>
    isStep(item) ? `${item.skip === undefined ? "" : "-"}${item.line} ${item.command}` : [],
  );
}

const MAKE = "kubectl create deployment web --image=nginx";
const TYPED = ["reader@desk:~$ kubectl create deployment web --image=nginx", "deployment.apps/web created"];

test("a command that is given and then shown as it was typed was typed once", () => {
  expect(played("# make it", MAKE, "", ...TYPED)).toEqual([`-3 ${MAKE}`, `5 ${MAKE}`]);
  expect(played(MAKE, "kubectl get pods", "", ...TYPED)).toEqual([`-2 ${MAKE}`, "3 kubectl get pods", `5 ${MAKE}`]);
  expect(itemsOf(["```", MAKE, ...TYPED, "```"]).flatMap((item) => (isStep(item) ? (item.skip ?? []) : []))).toEqual([
    "the document announces what is typed at line 3",
  ]);
});

test("what was typed twice is played twice", () => {
  expect(played(MAKE, ...TYPED.with(1, 'error: failed to create deployment: deployments.apps "web" already exists'))).toEqual([
    `2 ${MAKE}`,
    `3 ${MAKE}`,
  ]);
  expect(played(...TYPED, ...TYPED)).toEqual([`2 ${MAKE}`, `4 ${MAKE}`]);
  // something else was shown between
  expect(played(MAKE, "reader@desk:~$ kubectl get pods", "No resources found in default namespace.", ...TYPED)).toEqual([
    `2 ${MAKE}`,
    "3 kubectl get pods",
    `5 ${MAKE}`,
  ]);
});
