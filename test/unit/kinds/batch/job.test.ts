import { expect, test } from "bun:test";
import { cronJob } from "../../../../src/kinds/batch/cronjob/index.ts";
import { job } from "../../../../src/kinds/batch/job/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext, update } from "../context.ts";

const template = () => ({ spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } });
const hello = (spec: object = {}): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "hello", uid: "u-1" },
  spec: { template: template(), ...spec },
});

test("a job selects its own pods by uid (recording a-create-jobs)", () => {
  const { stored, errors } = create(job, hello());
  expect(errors).toEqual([]);
  expect(stored.metadata.labels).toEqual({ "controller-uid": "u-1", "job-name": "hello" });
  expect(stored.spec).toMatchObject({
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    selector: { matchLabels: { "controller-uid": "u-1" } },
  });
  expect(job.row(stored, requestContext())).toEqual(["hello", "0/1", "", "60s", "c", "busybox", "controller-uid=u-1"]);
});

test("labels have a prefix, too, from 1.27", () => {
  const { stored } = create(job, hello(), requestContext("v1.28.0"));
  expect(stored.spec).toMatchObject({
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "u-1" } },
    completionMode: "NonIndexed",
  });
});

test("pods that run forever and changed completions are refused (recording a-jobs)", () => {
  const always = create(job, hello({ template: { spec: { containers: [{ name: "c", image: "busybox" }] } } }));
  expect(always.errors).toEqual(['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"']);
  const { stored } = create(job, hello());
  const changed = update(job, stored, (draft) => Object.assign(draft.spec as object, { completions: 9 }));
  expect(changed.errors).toEqual(["spec.completions: Invalid value: 9: field is immutable"]);
});

test("a wrong schedule is refused in the words of the release", () => {
  const nightly = (schedule: string): KubeObject => ({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: { schedule, jobTemplate: { spec: { template: template() } } },
  });
  expect(create(cronJob, nightly("every day")).errors).toEqual([
    'spec.schedule: Invalid value: "every day": Expected exactly 5 fields, found 2: every day',
  ]);
  expect(create(cronJob, nightly("every day"), requestContext("v1.23.7")).errors).toEqual([
    'spec.schedule: Invalid value: "every day": expected exactly 5 fields, found 2: [every day]',
  ]);
  expect(create(cronJob, nightly("0 3 * * *")).errors).toEqual([]);
});
