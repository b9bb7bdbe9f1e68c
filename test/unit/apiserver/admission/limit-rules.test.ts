import { expect, test } from "bun:test";
import { limitRefusals, sumOfAll } from "../../../../src/apiserver/admission/limit-rules.ts";

test("minimum and maximum, in Kubernetes' words", () => {
  const item = { type: "Container", min: { cpu: "10m" }, max: { cpu: "500m" } };
  const say = (request?: string, limit?: string) =>
    limitRefusals(item, { ...(request ? { requests: { cpu: request } } : {}), ...(limit ? { limits: { cpu: limit } } : {}) }, "limits");
  expect(say("100m", "200m")).toEqual([]);
  expect(say("1m", "5m")).toEqual(["minimum cpu usage per Container is 10m, but request is 1m"]);
  expect(say("600m", "700m")).toEqual(["maximum cpu usage per Container is 500m, but limit is 700m"]);
  expect(say()).toEqual([
    "minimum cpu usage per Container is 10m.  No request is specified",
    "maximum cpu usage per Container is 500m.  No limit is specified",
  ]);
});

test("the requests of a claim, and the ratio of limit to request", () => {
  const storage = { type: "PersistentVolumeClaim", max: { storage: "1Gi" } };
  expect(limitRefusals(storage, { requests: { storage: "5Gi" } }, "requests")).toEqual([
    "maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 5Gi",
  ]);
  const ratio = { type: "Container", maxLimitRequestRatio: { memory: "2" } };
  expect(limitRefusals(ratio, { requests: { memory: "100Mi" }, limits: { memory: "300Mi" } }, "limits")).toEqual([
    "memory max limit to request ratio per Container is 2, but provided ratio is 3.000000",
  ]);
  expect(limitRefusals(ratio, { limits: { memory: "1Mi" } }, "limits")).toEqual([
    "memory max limit to request ratio per Container is 2, but no request is specified or request is 0",
  ]);
});

test("a sum has only what every container says", () => {
  expect(sumOfAll([{ cpu: "100m", memory: "1Mi" }, { cpu: "1" }])).toEqual({ cpu: "1100m" });
});
