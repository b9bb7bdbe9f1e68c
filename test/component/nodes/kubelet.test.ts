import { describe, expect, test } from "bun:test";
import { setFault } from "../../../src/components/kubelet/liveness.ts";
import { createWorld, pod } from "./world.ts";

describe("a pod's start", () => {
  test("goes from Pending to Running in one to two seconds, with the kubelet's events in order", () => {
    const world = createWorld();
    world.create(pod("one", {}));
    world.run(0.01);
    expect(world.pod("one").status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: "ContainerCreating" } });
    expect(world.pod("one").status?.podIP).toBeUndefined();
    world.run(1.6);
    const { status } = world.pod("one");
    expect(status?.phase).toBe("Running");
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      "Initialized=True",
      "Ready=True",
      "ContainersReady=True",
      "PodScheduled=True",
    ]);
    expect(status?.containerStatuses?.[0]?.containerID).toMatch(/^docker:\/\/[0-9a-f]{64}$/);
    const events = world.events("one").map((line) => line.replace(/in [\d.]+ms/, "in T").replace(/w\d-k8s/, "NODE"));
    expect(events).toEqual([
      "Normal Scheduled Successfully assigned default/one to NODE",
      'Normal Pulling Pulling image "nginx:1.19"',
      'Normal Pulled Successfully pulled image "nginx:1.19" in T',
      "Normal Created Created container c",
      "Normal Started Started container c",
    ]);
  });

  test("takes as long as a tape says, on the node that it says", () => {
    const world = createWorld({ pins: { "pod-start/default/one": ["4000"], "node/default/one": ["w3-k8s"] } });
    world.create(pod("one", {}));
    world.run(3.9);
    expect(world.pod("one").status?.phase).toBe("Pending");
    world.run(0.2);
    expect(world.pod("one").status?.phase).toBe("Running");
    expect(world.pod("one").spec.nodeName).toBe("w3-k8s");
    expect(world.pod("one").status?.podIP).toBe("172.16.132.1");
  });

  test("speaks containerd on a containerd node, and later releases' words", () => {
    const world = createWorld({ version: "v1.31.0", runtime: "containerd://1.7.0" });
    world.create(pod("one", {}));
    world.create(pod("gone", { image: "nginx:1.30.99" }));
    world.run(3);
    expect(world.pod("one").status?.containerStatuses?.[0]?.image).toBe("docker.io/library/nginx:1.19");
    expect(world.pod("one").status?.conditions?.[0]?.type).toBe("PodReadyToStartContainers");
    expect(world.events("one")).toContain("Normal Created Created container: c");
    expect(world.events("one")[2]).toMatch(/in \d+ms \(\d+ms including waiting\)\. Image size: \d+ bytes\.$/);
    expect(world.events("gone")).toContain(
      'Warning Failed Failed to pull image "nginx:1.30.99": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.30.99": failed to resolve reference "docker.io/library/nginx:1.30.99": docker.io/library/nginx:1.30.99: not found',
    );
  });

  test("runs init containers one after the other, then the others", () => {
    const world = createWorld();
    const init = (name: string) => ({ name, image: "busybox:1.32", command: ["sh", "-c", "echo setup"] });
    world.create(pod("two", {}, { initContainers: [init("a"), init("b")] }));
    world.run(8);
    const { status } = world.pod("two");
    expect(status?.initContainerStatuses?.map(({ ready, state }) => [ready, state?.terminated?.reason])).toEqual([
      [true, "Completed"],
      [true, "Completed"],
    ]);
    expect(status?.phase).toBe("Running");
    expect(world.events("two").filter((line) => line.includes("Started"))).toEqual([
      "Normal Started Started container a",
      "Normal Started Started container b",
      "Normal Started Started container c",
    ]);
  });
});

describe("a pod that fails", () => {
  test("restarts at once, then backs off", () => {
    const world = createWorld();
    world.create(pod("crash", { image: "busybox:1.32", command: ["false"] }));
    world.run(5);
    const [status] = world.pod("crash").status?.containerStatuses ?? [];
    expect(status?.restartCount).toBe(1);
    expect(status?.state?.waiting?.reason).toBe("CrashLoopBackOff");
    expect(status?.state?.waiting?.message).toStartWith("back-off 10s restarting failed container=c pod=crash_default(");
    expect(status?.lastState?.terminated?.exitCode).toBe(1);
    world.run(12);
    expect(world.pod("crash").status?.containerStatuses?.[0]?.restartCount).toBe(2);
    world.run(21);
    expect(world.pod("crash").status?.containerStatuses?.[0]?.restartCount).toBe(3);
  });

  test("ends Succeeded or Failed when it is not to be restarted", () => {
    const world = createWorld();
    const ending = (name: string, code: number) =>
      pod(name, { image: "busybox", command: ["sh", "-c", `exit ${code}`] }, { restartPolicy: "Never" });
    world.create(ending("good", 0));
    world.create(ending("ill", 3));
    world.run(3);
    expect([world.pod("good").status?.phase, world.pod("ill").status?.phase]).toEqual(["Succeeded", "Failed"]);
    expect(world.pod("good").status?.conditions?.map(({ reason }) => reason)).toEqual([
      "PodCompleted",
      "PodCompleted",
      "PodCompleted",
      undefined,
    ]);
    expect(world.pod("ill").status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
  });

  test("cannot start a command that is no program", () => {
    const world = createWorld();
    world.create(pod("noexec", { image: "busybox:1.35", command: ["nosuchcmd"] }, { restartPolicy: "Never" }));
    world.run(3);
    expect(world.pod("noexec").status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      exitCode: 127,
      reason: "ContainerCannotRun",
    });
    expect(world.pod("noexec").status?.phase).toBe("Failed");
  });

  test("waits for what it mounts or reads", () => {
    const world = createWorld();
    world.create(pod("nocfg", { envFrom: [{ configMapRef: { name: "absent" } }] }));
    world.create(
      pod("nomount", { volumeMounts: [{ name: "s", mountPath: "/s" }] }, { volumes: [{ name: "s", secret: { secretName: "absent" } }] }),
    );
    world.run(5);
    expect(world.pod("nocfg").status?.containerStatuses?.[0]?.state?.waiting).toEqual({
      message: 'configmap "absent" not found',
      reason: "CreateContainerConfigError",
    });
    expect(world.events("nomount").at(-1)).toBe(
      'Warning FailedMount MountVolume.SetUp failed for volume "s" : secret "absent" not found (x4)',
    );
    world.create({ apiVersion: "v1", kind: "Secret", metadata: { name: "absent" }, data: { a: "Yg==" } });
    world.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "absent" } });
    world.run(20);
    expect(world.pods().map(({ status }) => status?.phase)).toEqual(["Running", "Running"]);
  });

  test("backs off pulling, and tries again", () => {
    const world = createWorld();
    world.create(pod("pull", { image: "bad/nothing:v1" }));
    world.run(4);
    expect(world.pod("pull").status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("ImagePullBackOff");
    world.run(20);
    expect(world.events("pull").filter((line) => line.includes("Pulling"))).toEqual(['Normal Pulling Pulling image "bad/nothing:v1" (x2)']);
  });
});

describe("probes", () => {
  test("a file that the script removes fails the liveness probe after three periods", () => {
    const world = createWorld();
    const script = "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600";
    const livenessProbe = { exec: { command: ["cat", "/tmp/healthy"] }, initialDelaySeconds: 5, periodSeconds: 5 };
    world.create(pod("live", { image: "busybox", command: ["/bin/sh", "-c", script], livenessProbe }));
    world.run(30);
    expect(world.events("live").join()).not.toContain("Unhealthy");
    world.run(20);
    expect(world.events("live").filter((line) => /Unhealthy|Killing/.test(line))).toEqual([
      "Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n (x3)",
      "Normal Killing Container c failed liveness probe, will be restarted",
    ]);
    world.run(40);
    expect(world.pod("live").status?.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  test("a good readiness probe makes the pod ready after its delay; a bad one never", () => {
    const world = createWorld();
    const ready = (path: string) => ({ readinessProbe: { httpGet: { path, port: 80 }, initialDelaySeconds: 3 } });
    world.create(pod("good", ready("/")));
    world.create(pod("ill", ready("/nothing")));
    world.run(3);
    expect(world.pod("good").status?.containerStatuses?.[0]?.ready).toBe(false);
    world.run(3);
    expect(world.pod("good").status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(world.pod("ill").status?.containerStatuses?.[0]?.ready).toBe(false);
    expect(world.events("ill").at(-1)).toBe("Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 404");
  });
});

describe("a pod's end", () => {
  test("a server stops soon, a shell only when its grace is over", () => {
    const world = createWorld();
    world.create(pod("server", {}));
    world.create(pod("shell", { image: "busybox", command: ["sleep", "3600"] }));
    world.run(3);
    world.deletePod("server");
    world.deletePod("shell");
    world.run(2);
    expect(world.pod("server")).toBeUndefined();
    expect(world.pod("shell")).toBeDefined();
    world.run(29);
    expect(world.pod("shell")).toBeUndefined();
    expect(world.events("shell").at(-1)).toBe("Normal Killing Stopping container c");
  });

  test("an address is used again only after all fresh ones of the block", () => {
    const world = createWorld({ pins: { "node/default/a": ["w2-k8s"], "node/default/b": ["w2-k8s"] } });
    const pinned = (name: string) => pod(name, {}, { nodeName: "w2-k8s" });
    world.create(pinned("a"));
    world.run(2);
    world.deletePod("a");
    world.run(3);
    world.create(pinned("b"));
    world.run(2);
    expect(world.pod("b").status?.podIP).toBe("172.16.103.130");
  });
});

test("a stopped kubelet starts nothing until it is back", () => {
  const world = createWorld();
  setFault(world.memory, "w1-k8s", { kind: "kubelet-stopped", since: world.sim.now() });
  world.create(pod("one", {}, { nodeName: "w1-k8s" }));
  world.run(5);
  expect(world.pod("one").status?.startTime).toBeUndefined();
});
