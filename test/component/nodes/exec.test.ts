import { describe, expect, test } from "bun:test";
import { bytesOfText, textOfBytes } from "../../../src/base/byte-text.ts";
import { readTar, writeTar } from "../../../src/base/tar.ts";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import type { Node } from "../../../src/kinds/core/node/types.ts";
import { addFault } from "../../../src/machinery/faults.ts";
import { createNetwork } from "../../../src/network/network.ts";
import { type NodeFault, setFault } from "../../../src/network/node-faults.ts";
import { createWorld, pod } from "./world.ts";

function lab(runtimeVersion = "docker://1.13.1") {
  const world = createWorld({ runtime: runtimeVersion });
  world.create(pod("web", { image: "nginx:1.20" }, { nodeName: "w1-k8s" }));
  world.create(pod("box", { image: "busybox", command: ["sleep", "3600"] }, { nodeName: "w1-k8s" }));
  world.create(pod("typed", { image: "busybox", stdin: true }, { nodeName: "w1-k8s", restartPolicy: "Never" }));
  world.run(5);
  const context = world.context("kubelet");
  const { lister, sim, memory, cluster } = world;
  const runtime = createNodeRuntime(context, createNetwork({ lister, sim, memory, cluster, programs: createPrograms(context) }));
  const exec = (name: string, command: readonly string[], stdin?: string) =>
    runtime.exec(world.pod(name), { container: "c", command, ...(stdin === undefined ? {} : { stdin }) });
  return { world, runtime, exec };
}

const request = { method: "GET", path: "/", headers: [], body: "" };

describe("tar", () => {
  test("unpacks into directories that are there, and packs what it finds", () => {
    const { exec } = lab();
    const content = Uint8Array.of(0, 255, 10, 128);
    const entry = { name: "d/bytes", content, mode: 0o600, modifiedSeconds: 0, kind: "file" } as const;
    const archive = textOfBytes(writeTar([entry, { ...entry, kind: "directory", name: "d/empty" }]));
    expect(exec("web", ["tar", "-xmf", "-", "-C", "/opt"], archive)).toEqual({ stdout: "", stderr: "", exitCode: 0 });
    const packed = exec("web", ["tar", "cf", "-", "/opt/d"]);
    expect(packed.stderr).toBe("tar: Removing leading `/' from member names\n");
    expect(readTar(bytesOfText(packed.stdout)).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "directory opt/d",
      "file opt/d/bytes",
      "directory opt/d/empty",
    ]);
    expect(readTar(bytesOfText(packed.stdout))[1]?.content).toEqual(content);
    expect(exec("box", ["tar", "xf", "-", "-C", "/nodir"], archive)).toMatchObject({
      stderr: "tar: can't change directory to '/nodir': No such file or directory\n",
      exitCode: 1,
    });
    expect(exec("web", ["tar", "tf", "-"], "no archive".repeat(60))).toMatchObject({
      stderr: "tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n",
      exitCode: 2,
    });
    expect(exec("web", ["tar", "czf", "-", "/opt"]).stderr).toBe("tar: k8sim does not emulate -z\n");
  });
});

describe("programs", () => {
  test("complain in the words of their user land, and are not all there", () => {
    const { exec } = lab();
    expect(exec("web", ["cat", "/x"]).stderr).toBe("cat: /x: No such file or directory\n");
    expect(exec("box", ["cat", "/x"]).stderr).toBe("cat: can't open '/x': No such file or directory\n");
    expect(exec("web", ["ls", "/x"])).toMatchObject({ stderr: "ls: cannot access '/x': No such file or directory\n", exitCode: 2 });
    expect(exec("web", ["ps"]).exitCode).toBe(126);
    expect(exec("web", ["sh", "-c", "ps"])).toMatchObject({ stderr: "sh: 1: ps: not found\n", exitCode: 127 });
    expect(exec("box", ["ps"]).stdout).toBe("PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 3600\n    7 root      0:00 ps\n");
  });

  test("have the values that config maps and secrets had when their container started", () => {
    const { world, exec } = lab();
    const config = (value: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "env" }, data: { VALUE: value } });
    world.create(config("old"));
    const env = [{ name: "TEXT", value: "is $(VALUE)" }];
    const told = { image: "busybox", command: ["sh", "-c", 'echo "$VALUE"; sleep 100'], env, envFrom: [{ configMapRef: { name: "env" } }] };
    world.create(pod("told", told, { nodeName: "w1-k8s" }));
    world.run(5);
    world.client.update({ group: "", version: "v1", resource: "configmaps", namespace: "default" }, {
      ...world.store.get("configmaps", "default", "env"),
      ...config("new"),
    } as never);
    expect(exec("told", ["sh", "-c", "echo $VALUE $TEXT"]).stdout).toBe("old is old\n");
  });

  test("write to no config map, and to no root that the manifest has closed", () => {
    const { world, runtime } = lab();
    world.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "conf" }, data: { a: "1" } });
    const volumeMounts = [
      { name: "conf", mountPath: "/conf" },
      { name: "tmp", mountPath: "/tmp" },
    ];
    const container = { image: "nginx:1.20", volumeMounts, securityContext: { readOnlyRootFilesystem: true } };
    const volumes = [
      { name: "conf", configMap: { name: "conf" } },
      { name: "tmp", emptyDir: {} },
    ];
    world.create(pod("closed", container, { nodeName: "w1-k8s", volumes }));
    world.run(5);
    const exec = (...command: string[]) => runtime.exec(world.pod("closed"), { container: "c", command });
    expect(exec("cat", "/conf/a").stdout).toBe("1");
    expect(exec("sh", "-c", "echo x > /conf/a")).toMatchObject({
      stderr: "sh: 1: cannot create /conf/a: Read-only file system\n",
      exitCode: 2,
    });
    expect(exec("bash", "-c", "echo x > /x").stderr).toBe("bash: /x: Read-only file system\n");
    expect(exec("touch", "/x").stderr).toBe("touch: cannot touch '/x': Read-only file system\n");
    expect(exec("sh", "-c", "echo x > /tmp/x; cat /tmp/x").stdout).toBe("x\n");
  });

  test("make directories, and say which they cannot", () => {
    const { exec } = lab();
    expect(exec("box", ["mkdir", "/a/b"]).stderr).toBe("mkdir: can't create directory '/a/b': No such file or directory\n");
    expect(exec("box", ["sh", "-c", "mkdir -p /a/b && mkdir /a/b || ls /a"])).toMatchObject({
      stdout: "b\n",
      stderr: "mkdir: can't create directory '/a/b': File exists\n",
    });
  });
});

test("a shell that waits for input answers what is typed, logs it and ends with it", () => {
  const { world, runtime } = lab();
  expect(world.pod("typed").status?.phase).toBe("Running");
  expect(runtime.attach(world.pod("web"), { container: "c", stdin: "echo hi\n" }).stdout).toBe("");
  expect(runtime.attach(world.pod("typed"), { container: "c", stdin: "echo hi\nexit 3\n" }).stdout).toBe("hi\n");
  world.run(2);
  expect(world.pod("typed").status?.phase).toBe("Failed");
  expect(world.pod("typed").status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
  expect(runtime.logs(world.pod("typed"), "c", {})).toBe("hi\n");
});

describe("the kubelet", () => {
  test("forwards ports from inside the pod, and says whom it did not find", () => {
    const { world, runtime } = lab();
    const uid = world.pod("web").metadata.uid ?? "";
    const forward = (port: number, there = true) => runtime.forward({ uid, port, ...(there ? { pod: world.pod("web") } : {}) }, request);
    expect(forward(80)?.status).toBe(200);
    expect(runtime.logs(world.pod("web"), "c", { tailLines: 1 })).toStartWith("127.0.0.1 - - ");
    expect(() => forward(81)).toThrow(/^error forwarding port 81 to pod [0-9a-f]{64}, uid : exit status 1: .* Connection refused\n$/);
    expect(() => forward(80, false)).toThrow(/, uid : Error: No such container: [0-9a-f]{64}$/);
  });

  test("of containerd says it in containerd's words, of programs that are not there too", () => {
    const { world, runtime, exec } = lab("containerd://1.6.4");
    const uid = world.pod("web").metadata.uid ?? "";
    expect(() => runtime.forward({ uid, port: 81, pod: world.pod("web") }, undefined)).toThrow(
      /failed to execute portforward in network namespace "\/var\/run\/netns\/cni-[0-9a-f-]{36}": failed to connect to localhost:81 inside namespace "[0-9a-f]{64}", IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found $/,
    );
    expect(exec("web", ["foo"]).startError).toMatch(
      /^failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "foo": executable file not found in \$PATH: unknown$/,
    );
  });

  test("of a machine that is off has no route, one that is stopped refuses; so does what runs there, as far as packets go", () => {
    const { world, runtime, exec } = lab();
    const web = world.pod("web");
    const forward = () => runtime.forward({ uid: web.metadata.uid ?? "", port: 80, pod: web }, request);
    const break_ = (kind: NodeFault["kind"]) => setFault(world.memory, "w1-k8s", { kind, since: world.sim.now() });
    expect([runtime.http(web, 80, request)?.status, runtime.trouble(web, 80)]).toEqual([200, undefined]);
    break_("kubelet-stopped");
    expect(forward).toThrow(/^error dialing backend: dial tcp \S+:10250: connect: connection refused$/);
    expect(runtime.http(web, 80, request)?.status).toBe(200);
    break_("network-cut");
    for (const call of [forward, () => exec("web", ["ls"])])
      expect(call).toThrow(/^error dialing backend: dial tcp \S+:10250: connect: no route to host$/);
    expect([runtime.http(web, 80, request), runtime.trouble(web, 80)]).toEqual([undefined, "i/o timeout"]);
    break_("kubelet-stopped");
    addFault(world.memory, { kind: "partition", between: ["m-k8s", "w1-k8s"] }, world.sim.now());
    expect(runtime.trouble(web, 80)).toBe("i/o timeout");
  });

  test("knows how long a program took", () => {
    const { exec } = lab();
    expect(exec("box", ["sleep", "3"])).toEqual({ stdout: "", stderr: "", exitCode: 0, tookMs: 3000 });
    expect(exec("box", ["true"]).tookMs).toBeUndefined();
  });

  test("shows some pages of its own, and names those it has not", () => {
    const { world, runtime } = lab();
    const node = world.lister.get("nodes", "", "w1-k8s") as Node;
    const ask = (path: string) => runtime.kubelet(node, { ...request, path });
    expect(ask("/healthz").body).toBe("ok");
    const { items } = JSON.parse(ask("/pods").body) as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toContain("web");
    expect(ask("/containerLogs/default/nope/c").status).toBe(404);
    expect(ask("/metrics/cadvisor")).toMatchObject({ status: 501, body: expect.stringContaining("k8sim does not emulate /metrics") });
    expect(ask("/nope").status).toBe(404);
  });
});
