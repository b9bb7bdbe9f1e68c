import { describe, expect, test } from "bun:test";
import { formatRfc3339 } from "../../../src/base/rfc3339.ts";
import type { CronJob } from "../../../src/kinds/batch/cronjob/types.ts";
import type { Job } from "../../../src/kinds/batch/job/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

const JOBS = { group: "batch", version: "v1", resource: "jobs", namespace: "default" };
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

const template = { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } };

function job(spec: Record<string, unknown> = {}): KubeObject {
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j", namespace: "default" }, spec: { template, ...spec } };
}

/** Pods never end by themselves here. */
const world = (version = "v1.20.2") => createWorld(version, () => undefined);

function running(of: World): Pod[] {
  return of.list<Pod>("pods").filter((pod) => pod.status?.phase !== "Succeeded" && pod.status?.phase !== "Failed");
}

function end(of: World, phase: "Failed" | "Succeeded"): void {
  const [pod] = running(of);
  if (!pod) throw new Error("no pod runs");
  const finishedAt = formatRfc3339(of.sim.now());
  const state = { terminated: { exitCode: phase === "Failed" ? 1 : 0, finishedAt } };
  const containerStatuses = [{ name: "c", ready: false, restartCount: 0, image: "busybox", imageID: "", state }];
  of.client.updateStatus(PODS, { ...pod, status: { ...pod.status, phase, containerStatuses } });
  of.advance(100);
}

const status = (of: World) => of.get<Job>("jobs.batch", "j").status;

describe("job", () => {
  test.each(["v1.20.2", "v1.23.7"])("one that gets no pods has not begun (%s)", (version) => {
    const w = world(version);
    const hard = { pods: "0" };
    w.client.create(
      { ...PODS, resource: "resourcequotas" },
      { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q", namespace: "default" }, spec: { hard } },
    );
    w.advance(0);
    w.client.create(JOBS, job());
    w.advance(5000);
    expect(status(w)?.startTime).toBeUndefined();
    expect(w.events("Job")).toHaveLength(1);
  });

  test("runs as many pods at a time as it may, until enough have succeeded", () => {
    const w = world();
    w.client.create(JOBS, job({ completions: 3, parallelism: 2 }));
    w.advance(100);
    expect(status(w)).toEqual({ active: 2, startTime: "2026-11-20T10:00:00Z" });
    end(w, "Succeeded");
    end(w, "Succeeded");
    expect(status(w)).toMatchObject({ active: 1, succeeded: 2 });
    end(w, "Succeeded");
    expect(status(w)).toMatchObject({ succeeded: 3, completionTime: "2026-11-20T10:00:00Z" });
    expect(status(w)?.conditions?.map((condition) => condition.type)).toEqual(["Complete"]);
    expect(w.events("Job").at(-1)).toBe("Completed Job completed");
  });

  test("replaces failed pods ever more slowly and gives up", () => {
    const w = world();
    w.client.create(JOBS, job({ backoffLimit: 2 }));
    w.advance(100);
    end(w, "Failed");
    expect(running(w)).toHaveLength(1);
    end(w, "Failed");
    expect(running(w)).toHaveLength(0);
    w.advance(10_000);
    expect(running(w)).toHaveLength(1);
    end(w, "Failed");
    w.advance(21_000);
    expect(status(w)).toMatchObject({
      failed: 3,
      conditions: [{ type: "Failed", reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" }],
    });
  });

  test("from the failure's own time on, in later versions, and with pods that are counted once", () => {
    const w = world("v1.28.0");
    w.client.create(JOBS, job());
    w.advance(100);
    expect(running(w)[0]?.metadata.finalizers).toEqual(["batch.kubernetes.io/job-tracking"]);
    end(w, "Failed");
    expect(running(w)).toHaveLength(0);
    expect(w.list<Pod>("pods")[0]?.metadata.finalizers).toBeUndefined();
    w.advance(9000);
    expect(running(w)).toHaveLength(0);
    w.advance(1500);
    expect(running(w)).toHaveLength(1);
    end(w, "Succeeded");
    expect(status(w)).toMatchObject({ succeeded: 1, failed: 1, ready: 0, uncountedTerminatedPods: {} });
  });

  test("deadline", () => {
    const w = world();
    w.client.create(JOBS, job({ activeDeadlineSeconds: 30 }));
    w.advance(31_000);
    expect(running(w)).toHaveLength(0);
    expect(status(w)?.conditions?.[0]?.reason).toBe("DeadlineExceeded");
    expect(w.events("Job").at(-1)).toBe("DeadlineExceeded Job was active longer than specified deadline");
  });

  test("indexed: each index once, by name, annotation and environment", () => {
    const w = world("v1.23.7");
    w.client.create(JOBS, job({ completions: 2, parallelism: 1, completionMode: "Indexed" }));
    w.advance(100);
    const [first] = running(w);
    expect(first?.metadata.name).toMatch(/^j-0-[a-z0-9]{5}$/);
    expect(first?.spec.containers[0]?.env?.[0]?.name).toBe("JOB_COMPLETION_INDEX");
    end(w, "Succeeded");
    expect(status(w)).toMatchObject({ completedIndexes: "0", active: 1 });
    end(w, "Succeeded");
    expect(status(w)).toMatchObject({ completedIndexes: "0,1", succeeded: 2 });
  });

  test("suspended and resumed", () => {
    const w = world("v1.23.7");
    w.client.create(JOBS, job({ suspend: true }));
    w.advance(100);
    expect(status(w)?.conditions?.[0]).toMatchObject({ type: "Suspended", status: "True", reason: "JobSuspended" });
    w.client.patch(JOBS, "j", "merge", { spec: { suspend: false } });
    w.advance(100);
    expect(running(w)).toHaveLength(1);
    expect(status(w)?.conditions?.[0]).toMatchObject({ type: "Suspended", status: "False" });
    expect(w.events("Job").slice(0, 2)).toEqual(["Suspended Job suspended", "Resumed Job resumed"]);
  });

  test("goes some time after its end when it asks for it", () => {
    const w = world("v1.23.7");
    w.client.create(JOBS, job({ ttlSecondsAfterFinished: 60 }));
    w.advance(100);
    end(w, "Succeeded");
    w.advance(50_000);
    expect(status(w)?.succeeded).toBe(1);
    w.advance(20_000);
    expect(w.find("jobs.batch", "j")).toBeUndefined();
    expect(w.list("pods")).toEqual([]);
  });
});

describe("cron job", () => {
  const cronJobs = (version: string) => ({ group: "batch", version, resource: "cronjobs", namespace: "default" });
  const cronJob = (version: string, spec: Record<string, unknown> = {}): KubeObject => ({
    apiVersion: `batch/${version}`,
    kind: "CronJob",
    metadata: { name: "tick", namespace: "default" },
    spec: { schedule: "*/1 * * * *", jobTemplate: { spec: { template } }, ...spec },
  });
  const jobNames = (of: World) => of.list("jobs.batch").map((one) => one.metadata.name);

  test("up to 1.20: named by the second, started at a poll", () => {
    const w = world();
    w.client.create(cronJobs("v1beta1"), cronJob("v1beta1"));
    w.advance(70_000);
    expect(jobNames(w)).toEqual(["tick-1795168860"]);
    const { status: its } = w.get<CronJob>("cronjobs.batch", "tick");
    expect(its?.lastScheduleTime).toBe("2026-11-20T10:01:00Z");
    expect(its?.active?.map(({ name }) => name)).toEqual(["tick-1795168860"]);
    end(w, "Succeeded");
    w.advance(10_000);
    expect(w.events("CronJob")).toEqual([
      "SuccessfulCreate Created job tick-1795168860",
      "SawCompletedJob Saw completed job: tick-1795168860, status: Complete",
    ]);
    expect(w.get<CronJob>("cronjobs.batch", "tick").status?.active).toBeUndefined();
  });

  test("from 1.21: named by the minute, on time; Forbid says so", () => {
    const w = world("v1.23.7");
    w.client.create(cronJobs("v1"), cronJob("v1", { concurrencyPolicy: "Forbid" }));
    w.advance(60_200);
    expect(jobNames(w)).toEqual(["tick-29919481"]);
    w.advance(60_000);
    expect(jobNames(w)).toEqual(["tick-29919481"]);
    expect(w.events("CronJob").at(-1)).toBe(
      "JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid",
    );
  });

  test("Replace ends what runs; suspend starts nothing", () => {
    const w = world("v1.23.7");
    w.client.create(cronJobs("v1"), cronJob("v1", { concurrencyPolicy: "Replace" }));
    w.advance(120_500);
    expect(jobNames(w)).toEqual(["tick-29919482"]);
    expect(w.events("CronJob")).toContain("SuccessfulDelete Deleted job tick-29919481");
    w.client.patch(cronJobs("v1"), "tick", "merge", { spec: { suspend: true } });
    w.advance(120_000);
    expect(jobNames(w)).toEqual(["tick-29919482"]);
  });

  test("keeps as much history as it may", () => {
    const w = world("v1.23.7");
    w.client.create(cronJobs("v1"), cronJob("v1", { successfulJobsHistoryLimit: 1 }));
    for (let run = 0; run < 3; run++) {
      w.advance(60_000);
      w.advance(500);
      end(w, "Succeeded");
    }
    expect(jobNames(w)).toEqual(["tick-29919483"]);
  });
});
