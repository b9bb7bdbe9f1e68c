import { describe, expect, test } from "bun:test";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import { runCurl } from "../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../src/network/curl/messages.ts";
import { createNetwork } from "../../../src/network/network.ts";
import type { Service } from "../../../src/kinds/core/service/types.ts";
import type { Place } from "../../../src/network/types.ts";
import { createWorld, pod } from "./world.ts";

function lab(pins: Record<string, string[]> = {}, service: object = {}) {
  const world = createWorld({ pins: { "node/default/a": ["w1-k8s"], "node/default/b": ["w2-k8s"], ...pins } });
  const labelled = (name: string) => ({ ...pod(name, { image: "sysnet4admin/echo-hname" }), metadata: { name, labels: { app: "np" } } });
  world.create(labelled("a"));
  world.create(labelled("b"));
  world.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "np" },
    spec: { type: "NodePort", selector: { app: "np" }, ports: [{ port: 80, nodePort: 30000 }], ...service },
  });
  world.create(pod("tools", { image: "sysnet4admin/net-tools", command: ["sleep", "3600"] }, { nodeName: "w3-k8s" }));
  world.create(pod("web", {}, { nodeName: "w3-k8s" }));
  world.create(pod("ip", { image: "amsy810/echo-nginx:v2.0" }, { nodeName: "w3-k8s" }));
  world.run(4);
  const context = world.context("kubelet");
  const network = createNetwork({
    lister: world.lister,
    sim: world.sim,
    memory: world.memory,
    cluster: world.cluster,
    programs: createPrograms(context),
  });
  const curl = (line: string, from: Place = { kind: "pc" }, version = "7.29.0") =>
    runCurl(line.split(" "), { network, from, version: curlVersion(version) });
  return {
    world,
    network,
    curl,
    runtime: createNodeRuntime(context, network),
    addressOf: (name: string) => world.pod(name).status?.podIP ?? "",
  };
}

describe("node ports", () => {
  test("answer on every node, with the backend that a tape says", () => {
    const { curl } = lab({ "backend/default/np": ["b", "b", "a"] });
    const answers = ["192.168.1.10", "192.168.1.101", "192.168.1.103"].map((address) => curl(`-s ${address}:30000`).stdout);
    expect(answers).toEqual(["b\n", "b\n", "a\n"]);
  });

  test("of policy Local answer from their own pods, and hang elsewhere", () => {
    const { curl } = lab({}, { externalTrafficPolicy: "Local" });
    expect(curl("-s 192.168.1.101:30000").stdout).toBe("a\n");
    expect(curl("-m 5 192.168.1.103:30000")).toMatchObject({
      exitCode: 28,
      elapsedMs: 5000,
      stderr: "curl: (28) Connection timed out after 5001 milliseconds\n",
    });
  });

  test("stick to a pod with session affinity", () => {
    const { curl } = lab({}, { sessionAffinity: "ClientIP" });
    expect(new Set(Array.from({ length: 10 }, () => curl("-s 192.168.1.101:30000").stdout)).size).toBe(1);
  });

  test("refuse without endpoints", () => {
    const { curl } = lab({}, { selector: { app: "nobody" } });
    expect(curl("192.168.1.101:30000")).toMatchObject({
      exitCode: 7,
      stderr: "curl: (7) Failed connect to 192.168.1.101:30000; Connection refused\n",
    });
  });
});

describe("who reaches whom", () => {
  test("pods and cluster IPs from nodes and pods, not from the user's machine", () => {
    const { curl, world, addressOf } = lab();
    const service = world.lister.get("services", "default", "np") as Service | undefined;
    const clusterIP = service?.spec.clusterIP;
    expect(curl(`-s ${addressOf("a")}`, { kind: "node", name: "m-k8s" }).stdout).toBe("a\n");
    expect(curl(`-s ${clusterIP}`, { kind: "pod", pod: world.pod("tools") }).exitCode).toBe(0);
    expect(curl(`-s --connect-timeout 3 ${clusterIP}`).exitCode).toBe(28);
    expect(curl(`-s -m 3 ${addressOf("a")}`).exitCode).toBe(28);
  });

  test("names resolve in pods alone", () => {
    const { curl, world } = lab();
    expect(curl("-s http://np.default.svc.cluster.local", { kind: "pod", pod: world.pod("tools") }).exitCode).toBe(0);
    expect(curl("http://np", { kind: "node", name: "m-k8s" }, "7.68.0").stderr).toBe("curl: (6) Could not resolve host: np\n");
  });

  test("the pod sees the pod, or the tunnel of the node that a stranger came by", () => {
    const { curl, world, addressOf } = lab();
    const seen = (from: Place) => /ClientIP=(\S+)/.exec(curl(`-s ${addressOf("ip")}`, from).stdout)?.[1];
    expect(seen({ kind: "pod", pod: world.pod("tools") })).toBe(addressOf("tools"));
    expect(seen({ kind: "node", name: "m-k8s" })).toBe("172.16.171.64");
    expect(seen({ kind: "node", name: "w3-k8s" })).toBe("192.168.1.103");
  });
});

describe("curl", () => {
  test("-I, -w and -f", () => {
    const { curl, addressOf } = lab();
    const from: Place = { kind: "node", name: "m-k8s" };
    expect(curl("-I 192.168.1.101:30000").stdout).toStartWith("HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\n");
    expect(curl("-s -o /dev/null -w %{http_code}\\n 192.168.1.101:30000").stdout).toBe("200\n");
    expect(curl(`-f -s -S ${addressOf("web")}/nothing`, from)).toMatchObject({
      exitCode: 22,
      stderr: "curl: (22) The requested URL returned error: 404 Not Found\n",
    });
  });

  test("a plain port does not speak TLS", () => {
    const { curl } = lab();
    expect(curl("-k https://192.168.1.101:30000", { kind: "pc" }, "7.68.0")).toMatchObject({
      exitCode: 35,
      stderr: "curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number\n",
    });
  });

  test("an unknown flag is refused as curl does", () => {
    const { curl } = lab();
    expect(curl("--nosuch x")).toMatchObject({
      exitCode: 2,
      stderr: "curl: option --nosuch: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    });
  });
});

describe("logs and exec", () => {
  test("an access shows in the log", () => {
    const { curl, runtime, world, addressOf } = lab();
    curl(`-s ${addressOf("a")}/x`, { kind: "node", name: "w1-k8s" });
    expect(runtime.logs(world.pod("a"), "c", {})).toMatch(
      /^192\.168\.1\.101 - - \[20\/Nov\/2026:10:00:\d\d \+0000\] "GET \/x HTTP\/1\.1" 200 2 "-" "curl\/7\.29\.0" "-"\n$/,
    );
  });

  test("commands see the pod: name, files, variables, network", () => {
    const { runtime, world } = lab();
    const exec = (...command: string[]) => runtime.exec(world.pod("tools"), { container: "c", command });
    expect(exec("hostname").stdout).toBe("tools\n");
    expect(exec("sh", "-c", "echo hi > /tmp/x; cat /tmp/x").stdout).toBe("hi\n");
    expect(exec("cat", "/tmp/x").stdout).toBe("hi\n");
    expect(exec("curl", "-s", "np").stdout).toMatch(/^[ab]\n$/);
    expect(exec("sh", "-c", "exit 3").exitCode).toBe(3);
    expect(exec("nosuch").exitCode).toBe(126);
    expect(exec("nosuch").stdout).toContain('exec: \\"nosuch\\": executable file not found in $PATH');
  });

  test("a container that waits has no log", () => {
    const { runtime, world } = lab();
    world.create(pod("ill", { image: "bad/image" }));
    world.run(4);
    expect(() => runtime.logs(world.pod("ill"), "c", {})).toThrow(
      'container "c" in pod "ill" is waiting to start: trying and failing to pull image',
    );
    expect(() => runtime.logs(world.pod("a"), "c", { previous: true })).toThrow('previous terminated container "c" in pod "a" not found');
  });
});
