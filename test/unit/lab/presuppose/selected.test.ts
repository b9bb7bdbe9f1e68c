import { expect, test } from "bun:test";
import { evidenceIn } from "../../../../src/lab/presuppose/evidence.ts";
import { kindOf } from "../../../../src/lab/presuppose/kinds.ts";
import { labelsGiven, labelsSelected } from "../../../../src/lab/presuppose/selected.ts";
import type { Step } from "../../../../src/lab/transcript.ts";

function step(command: string, ...shown: readonly string[]): Step {
  return { line: 1, command, shell: "sh", terminal: "root@m-k8s", expected: shown.map((text, at) => ({ line: 2 + at, text })) };
}

const HEAD = "NAME                   READY   STATUS    RESTARTS   AGE";
const ROW = "web-7d4f8c9b5d-x2x4z   1/1     Running   0          9s";

test("a selector tells labels where it asks for values", () => {
  expect(labelsSelected("kubectl get pods -l app=web,tier==front,env!=dev,zone")).toEqual([
    ["app", "web"],
    ["tier", "front"],
  ]);
  expect(labelsSelected("kubectl get pods --selector='app=a' -l app=b")).toEqual([["app", "b"]]);
  expect(labelsSelected("ls -l app=web")).toEqual([]);
});

test("labels that commands give are told apart", () => {
  expect(labelsGiven("kubectl label pod web tier=front --overwrite env-")).toEqual(["tier", "env"]);
});

test("what a list finds has the labels that it asks for, but for those given later", () => {
  const pods = step("kubectl get pods -l app=shop,tier=front", HEAD, ROW);
  const deployment = kindOf("deployment");
  if (deployment === undefined) throw new Error("no kind");
  expect(evidenceIn([pods]).selectedBy(deployment, "default", "web")).toEqual({ app: "shop", tier: "front" });
  expect(evidenceIn([step("kubectl label pod web-7d4f8c9b5d-x2x4z tier=front"), pods]).selectedBy(deployment, "default", "web")).toEqual({
    app: "shop",
  });
  expect(evidenceIn([pods]).selectedBy(deployment, "default", "api")).toEqual({});
});
