import { expect, test } from "bun:test";
import { describedLabels } from "../../../../src/lab/presuppose/described-labels.ts";

const DEPLOYMENT = `Name:                   web
Namespace:              default
Labels:                 <none>
Selector:               app=shop
Pod Template:
  Labels:  app=shop
           tier=front
  Containers:
   web:
    Image:        nginx`;

const PODS = `Name:         api-1
Labels:       run=api
Name:         web-7d4f8c9b5d-x2x4z
Labels:       app=shop
              pod-template-hash=7d4f8c9b5d
Annotations:  <none>`;

test("a description tells an object's labels and those of its pods", () => {
  expect(describedLabels(DEPLOYMENT, "web")).toEqual({ own: "", pods: "app=shop,tier=front" });
});

test("a pod's description tells the labels that its controller gives", () => {
  expect(describedLabels(PODS, "web")).toEqual({ pods: "app=shop,pod-template-hash=7d4f8c9b5d" });
  expect(describedLabels(PODS, "api-1")).toEqual({ own: "run=api" });
  expect(describedLabels(PODS, "db")).toEqual({});
});
