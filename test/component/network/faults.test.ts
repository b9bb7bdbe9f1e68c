import { describe, expect, test } from "bun:test";
import type { FaultAction, NodeAction } from "../../../src/components/faults/action.ts";
import type { Json } from "../../../src/base/json.ts";
import { standingFaults } from "../../../src/machinery/faults.ts";
import { pod } from "../nodes/world.ts";
import { ADDRESSES, createLab, node, PC, TUNNELS } from "./lab.ts";

function faulty(options: Parameters<typeof createLab>[0] = {}) {
  const lab = createLab(options);
  const { world } = lab;
  let number = 0;
  const act = (action: FaultAction, afterMs = 0): void => {
    world.sim.schedule({
      at: world.sim.now() + afterMs,
      actor: "faults",
      name: "do",
      key: String(++number),
      data: action as unknown as Json,
    });
    world.run(0);
  };
  return {
    ...lab,
    act,
    toNode: (name: string, action: NodeAction, afterMs = 0) => act({ do: "node", node: `${name}-k8s`, action }, afterMs),
    ready: (name: string) =>
      (world.lister.get("nodes", "", `${name}-k8s`)?.["status"] as { conditions?: { type: string; status: string }[] }).conditions?.find(
        ({ type }) => type === "Ready",
      )?.status,
    state: (name: string) => {
      const found = world.pod(name);
      const status = found?.status?.containerStatuses?.[0];
      return found === undefined ? "gone" : `${Object.keys(status?.state ?? {})[0]} ${status?.restartCount} ${found.status?.podIP ?? "-"}`;
    },
  };
}

const kubeProxy = (on: string) => {
  const made = pod(`kube-proxy-${on}`, { image: "k8s.gcr.io/kube-proxy:v1.20.2" }, { nodeName: `${on}-k8s`, hostNetwork: true });
  return { ...made, metadata: { name: `kube-proxy-${on}`, namespace: "kube-system" } };
};

describe("a machine that is off", () => {
  test("answers no ARP; its pods time out for a share of the connections until it is known, then not at all", () => {
    const { ask, toNode, ready, world } = faulty();
    toNode("w2", "down");
    expect([ask(`${ADDRESSES.w2}:30000`), ask(`${ADDRESSES.w2}:30000`, node("w1"))]).toEqual(["no route", "no route"]);
    const early = Array.from({ length: 40 }, () => ask(`${ADDRESSES.w1}:30000`));
    expect(new Set(early)).toEqual(new Set([`a ${ADDRESSES.w1}`, "timeout"]));
    world.run(60);
    expect(ready("w2")).toBe("Unknown");
    expect(new Set(Array.from({ length: 20 }, () => ask(`${ADDRESSES.w1}:30000`)))).toEqual(new Set([`a ${ADDRESSES.w1}`]));
  });

  test("boots when it is switched on, its containers torn away", () => {
    const { state, toNode, world, ready, ip } = faulty();
    const before = ip("b");
    toNode("w2", "down");
    world.run(60);
    toNode("w2", "up");
    world.run(30);
    expect([ready("w2"), state("b").split(" ").slice(0, 2).join(" "), ip("b") === before]).toEqual(["True", "running 1", false]);
    expect(world.pod("b").status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 255, reason: "Error" });
    expect(world.pod("b").status?.conditions?.find(({ type }) => type === "Ready")?.status).toBe("True");
  });
});

describe("a reboot", () => {
  test("of half a minute: restarts, the next addresses, a new boot id, the node never unready", () => {
    const { state, toNode, world, ready, ip, ask } = faulty({ pods: { a: "w1", b: "w1" } });
    const before = [ip("a"), ip("b")];
    toNode("w1", "reboot");
    expect(ask(`${ADDRESSES.w1}:30000`)).toBe("no route");
    world.run(25);
    expect([ready("w1"), state("a")]).toEqual(["True", `running 0 ${before[0]}`]);
    world.run(10);
    const next = (address = "") => address.replace(/\d+$/, (last) => String(Number(last) + 2));
    expect([state("a"), state("b")].toSorted()).toEqual(before.map((address) => `running 1 ${next(address)}`).toSorted());
    expect(world.events("w1-k8s").filter((event) => /Rebooted|Starting/.test(event))).toEqual([
      "Normal Starting Starting kubelet.",
      expect.stringMatching(/^Warning Rebooted Node w1-k8s has been rebooted, boot id: [0-9a-f-]{36}$/),
    ]);
    expect(world.events("a")).toContain("Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.");
  });

  test("later, as it was planned", () => {
    const { toNode, world, ask } = faulty();
    toNode("w1", "down", 30_000);
    expect(ask(`${ADDRESSES.w1}:30000`)).not.toBe("no route");
    world.run(31);
    expect(ask(`${ADDRESSES.w1}:30000`)).toBe("no route");
  });
});

// facts/book-labs.md 3.1.6
test("a stopped kubelet leaves a deleted pod where it is until it starts again", () => {
  const { toNode, world, ready, ask, ip } = faulty();
  toNode("w1", "stop-kubelet");
  const address = ip("a");
  world.client.delete({ group: "", version: "v1", resource: "pods", namespace: "default" }, "a");
  world.run(35);
  expect([world.pod("a")?.metadata.deletionTimestamp === undefined, ask(address, node("m")).split(" ")[0]]).toEqual([false, "a"]);
  world.run(30);
  expect(ready("w1")).toBe("Unknown");
  toNode("w1", "start-kubelet");
  world.run(5);
  expect([ready("w1"), world.pod("a")]).toEqual(["True", undefined as never]);
  expect(world.events("w1-k8s")).toContain("Normal NodeReady Node w1-k8s status is now: NodeReady");
});

// facts/calico.md 4
test("without br_netfilter a node's pods are reached from itself alone, until it is loaded or the node boots", () => {
  const { ask, ip, toNode, world, pod: place, network } = faulty();
  toNode("w1", "unload-module");
  expect([ask(ip("a"), node("m")), ask(ip("a"), place("tools")), ask(ip("a"), node("w1")), ask(ip("b"), node("m"))]).toEqual([
    "timeout",
    "timeout",
    `a ${ADDRESSES.w1}`,
    `b ${TUNNELS.m}`,
  ]);
  expect([network.ping(node("m"), ip("a")), network.ping(node("w1"), ip("a")), network.ping(node("m"), ADDRESSES.w1)]).toEqual([
    "lost",
    "reply",
    "reply",
  ]);
  toNode("w1", "load-module");
  expect(ask(ip("a"), node("m"))).toBe(`a ${TUNNELS.m}`);
  toNode("w1", "unload-module");
  toNode("w1", "reboot");
  world.run(40);
  expect([ask(ip("a"), node("m")), standingFaults(world.memory)]).toEqual([`a ${TUNNELS.m}`, [] as never]);
});

test("a cut network: the node falls silent, its own pods reach each other by the rules of then", () => {
  const { toNode, world, ready, ask, pod: place, ip } = faulty({ pods: { a: "w3", b: "w2" } });
  world.create(kubeProxy("w3"));
  world.run(4);
  toNode("w3", "cut-network");
  expect([ask(`${ADDRESSES.w3}:30000`), ask(ip("a"), place("tools")), ask(ip("b"), place("tools"))]).toEqual([
    "no route",
    `a ${ip("tools")}`,
    "timeout",
  ]);
  world.run(60);
  expect(ready("w3")).toBe("Unknown");
  // the cluster no longer counts on the pod, the node's rules still do
  expect(new Set(Array.from({ length: 20 }, () => ask("10.96.0.77", place("tools"))))).toEqual(new Set([`a ${ip("tools")}`, "timeout"]));
  toNode("w3", "restore-network");
  world.run(5);
  expect([ready("w3"), ask(ip("b"), place("tools"))]).toEqual(["True", `b ${ip("tools")}`]);
});

test("a stopped kube-proxy: rules stay, nothing new is learned; a new one starts from what there is", () => {
  const { world, ask, echo } = faulty({ pods: { a: "w1" } });
  world.create(kubeProxy("m"));
  world.run(4);
  const ref = { group: "", version: "v1", resource: "pods", namespace: "kube-system" };
  world.client.delete(ref, "kube-proxy-m", { gracePeriodSeconds: 0 });
  world.run(1);
  world.deletePod("a");
  world.create(echo("later", "w2"));
  world.run(5);
  expect([ask(`${ADDRESSES.m}:30000`), ask(`${ADDRESSES.w1}:30000`)]).toEqual(["timeout", `later ${TUNNELS.w1}`]);
  world.create(kubeProxy("m"));
  world.run(4);
  expect(ask(`${ADDRESSES.m}:30000`)).toBe(`later ${TUNNELS.m}`);
  expect(world.events("m-k8s").filter((event) => event.includes("kube-proxy"))).toEqual(["Normal Starting Starting kube-proxy."]);
});

describe("wires", () => {
  test("lost ARP: no route to that address alone", () => {
    const { act, ask, world } = faulty();
    act({ do: "stand", fault: { kind: "arp-loss", address: ADDRESSES.w1 }, forMs: 10_000 });
    expect([ask(`${ADDRESSES.w1}:30000`), ask(`${ADDRESSES.w3}:30000`).length > 10]).toEqual(["no route", true]);
    world.run(11);
    expect(ask(`${ADDRESSES.w1}:30000`)).not.toBe("no route");
  });

  test("a partition of two workers: pods across it time out, both stay ready", () => {
    const { act, ask, ip, ready, world } = faulty();
    act({ do: "stand", fault: { kind: "partition", between: ["w1-k8s", "w2-k8s"] } });
    world.run(60);
    expect([
      ask(ip("a"), node("w2")),
      ask(ip("a"), node("w3")),
      ask(`${ADDRESSES.w1}:30000`, node("w2")),
      ready("w1"),
      ready("w2"),
    ]).toEqual(["timeout", `a ${TUNNELS.w3}`, "no route", "True", "True"]);
    act({ do: "clear", ids: "all" });
    expect(ask(ip("a"), node("w2"))).toBe(`a ${TUNNELS.w2}`);
  });

  test("a worker cut off from the control plane is lost to it, and answers everybody else", () => {
    const { act, ask, ready, world, ip } = faulty();
    act({ do: "stand", fault: { kind: "partition", between: ["m-k8s", "w1-k8s"] } });
    world.run(60);
    expect([ready("w1"), ask(ip("a"), node("w2")), ask(`${ADDRESSES.w1}:30000`, PC).split(" ")[0]]).toEqual([
      "Unknown",
      `a ${TUNNELS.w2}`,
      "b",
    ]);
    act({ do: "clear", ids: "all" });
    world.run(5);
    expect(ready("w1")).toBe("True");
  });
});

describe("containers", () => {
  test("out of memory: killed, restarted, told", () => {
    const { act, state, world } = faulty();
    act({ do: "end", pod: "default/a", container: "c", exitCode: 137, reason: "OOMKilled" });
    world.run(5);
    expect(state("a")).toStartWith("running 1 ");
    expect(world.pod("a").status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });

  test("a crash again and again backs off, until it is cleared", () => {
    const { act, world, state } = faulty();
    act({ do: "stand", fault: { kind: "crash-loop", pod: "default/a", container: "c", exitCode: 3, afterMs: 1000 } });
    world.run(30);
    expect(world.pod("a").status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("CrashLoopBackOff");
    act({ do: "clear", ids: "all" });
    world.run(120);
    expect(state("a")).toStartWith("running");
  });

  test("a failing readiness probe takes the pod out of its service; a failing liveness probe restarts it", () => {
    const { act, world, ask, echo, state } = faulty({ pods: {} });
    const probed = echo("probed", "w1");
    const probe = { httpGet: { path: "/", port: 80 }, periodSeconds: 5 };
    const containers = (probed["spec"] as { containers: object[] }).containers.map((one) => ({
      ...one,
      readinessProbe: probe,
      livenessProbe: probe,
    }));
    world.create({ ...probed, spec: { ...(probed["spec"] as object), containers } });
    world.run(4);
    expect(ask(`${ADDRESSES.w1}:30000`)).toBe(`probed ${ADDRESSES.w1}`);
    act({ do: "stand", fault: { kind: "probe", pod: "default/probed", container: "c", probe: "readiness" } });
    world.run(20);
    expect(ask(`${ADDRESSES.w1}:30000`)).toBe("refused");
    expect(
      world
        .events("probed")
        .some((event) => event.startsWith("Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 500")),
    ).toBe(true);
    act({ do: "clear", ids: [1] });
    world.run(10);
    expect(ask(`${ADDRESSES.w1}:30000`)).toBe(`probed ${ADDRESSES.w1}`);
    act({ do: "stand", fault: { kind: "probe", pod: "default/probed", container: "c", probe: "liveness" } });
    world.run(25);
    expect(world.events("probed")).toContain("Normal Killing Container c failed liveness probe, will be restarted");
    expect(state("probed")).toMatch(/^\w+ [1-9]/);
  });

  test.each([
    ["denied", /pull access denied for nginx, repository does not exist/],
    ["rate-limit", /toomanyrequests: You have reached your pull rate limit/],
    ["unreachable", /Client\.Timeout exceeded while awaiting headers/],
  ] as const)("an image that cannot be pulled: %s", (why, text) => {
    const { act, world } = faulty();
    act({ do: "stand", fault: { kind: "image-pull", image: "nginx", why } });
    world.create(pod("late", { image: "nginx:1.19" }, { nodeName: "w1-k8s" }));
    world.run(30);
    expect(world.pod("late").status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("ImagePullBackOff");
    expect(world.events("late").find((event) => event.includes("Failed to pull image"))).toMatch(text);
    act({ do: "clear", ids: "all" });
    world.run(60);
    expect(world.pod("late").status?.phase).toBe("Running");
  });

  test("slow disks and pulls take their factor", () => {
    const { act, world } = faulty();
    act({ do: "stand", fault: { kind: "slow-disk", node: "w1-k8s", factor: 20 } });
    world.create(pod("slow", {}, { nodeName: "w1-k8s" }));
    world.create(pod("quick", {}, { nodeName: "w2-k8s" }));
    world.run(5);
    expect([world.pod("slow").status?.phase, world.pod("quick").status?.phase]).toEqual(["Pending", "Running"]);
    world.run(30);
    expect(world.pod("slow").status?.phase).toBe("Running");
  });
});
