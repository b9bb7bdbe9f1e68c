import { describe, expect, test } from "bun:test";
import type { Service } from "../../../src/kinds/core/service/types.ts";
import { ADDRESSES, createLab, node, PC, TUNNELS } from "./lab.ts";

const LB = "192.168.1.11";

// facts/dataplane.md 1, 2
describe("without an answer", () => {
  test("no endpoints: refused everywhere but over the wire to a load balancer's address", () => {
    const { ask, pod, publish } = createLab({ pods: {}, service: { type: "LoadBalancer" } });
    publish(LB);
    const { m } = ADDRESSES;
    expect([ask(`${m}:30000`), ask("10.96.0.77", node("w1")), ask("10.96.0.77", pod("tools")), ask(LB, node("w1")), ask(LB)]).toEqual([
      "refused",
      "refused",
      "refused",
      "refused",
      "no route",
    ]);
  });

  test("ports that nobody has, addresses that nobody has", () => {
    const { ask, pod, ip } = createLab();
    const tools = pod("tools");
    const nobody = ip("a").replace(/\d+$/, "190");
    expect(ask("10.96.0.77:81", tools)).toBe("timeout");
    expect(ask("10.96.0.99", tools)).toBe("timeout");
    expect(ask(`${ADDRESSES.w1}:30001`)).toBe("refused");
    expect(ask(`${ip("a")}:8080`, tools)).toBe("refused");
    expect(ask(nobody, tools)).toBe("timeout");
    expect(ask(nobody, node("w1"))).toBe("refused");
    expect(ask("172.16.9.9", node("w1"))).toBe("timeout");
    expect([ask("192.168.1.77"), ask("192.168.1.77", tools), ask("8.8.8.8"), ask("127.0.0.1")]).toEqual([
      "no route",
      "no route",
      "timeout",
      "refused",
    ]);
  });

  test("IPVS refuses what nobody serves on a service's address", () => {
    const { ask } = createLab({ settings: { proxyMode: "ipvs" } });
    expect([ask("10.96.0.77:81", node("w1")), ask("10.96.0.99", node("w1"))]).toEqual(["refused", "timeout"]);
  });

  test("from the user's machine there is no way to cluster IPs and pods", () => {
    const { ask, ip } = createLab();
    expect([ask("10.96.0.77"), ask(ip("a"))]).toEqual(["timeout", "timeout"]);
  });
});

// facts/dataplane.md 3
describe("the address that the pod sees", () => {
  const lab = () => createLab({ pods: { a: "w1" }, service: { type: "LoadBalancer" }, announcer: () => "w2-k8s" });
  test.each([
    ["pod to pod", "tools", "pod", "tools"],
    ["pod to cluster IP", "tools", "cluster", "tools"],
    ["pod to its own service: hairpin", "a", "cluster", ADDRESSES.w1],
    ["node to cluster IP, pod on the same node", "w1", "cluster", ADDRESSES.w1],
    ["node to cluster IP, pod elsewhere", "m", "cluster", TUNNELS.m],
    ["node to pod elsewhere", "w2", "pod", TUNNELS.w2],
    ["node to its own pod", "w1", "pod", ADDRESSES.w1],
    ["pod on the host's network to pod elsewhere", "host", "pod", TUNNELS.w2],
    ["outside to node port, pod on that node", "pc", `${ADDRESSES.w1}:30000`, ADDRESSES.w1],
    ["outside to node port, pod elsewhere", "pc", `${ADDRESSES.w2}:30000`, TUNNELS.w2],
    ["outside to a load balancer's address", "pc", LB, TUNNELS.w2],
    ["pod to a load balancer's address", "tools", LB, TUNNELS.w3],
    ["node to a load balancer's address", "w1", LB, ADDRESSES.w1],
    ["pod to its own node's port", "tools", `${ADDRESSES.w3}:30000`, TUNNELS.w3],
    ["pod to another node's port", "tools", `${ADDRESSES.w2}:30000`, TUNNELS.w2],
  ] as const)("%s", (_what, from, to, seen) => {
    const { ask, pod, ip, publish } = lab();
    publish(LB);
    const place = from === "pc" ? PC : from in ADDRESSES ? node(from as keyof typeof ADDRESSES) : pod(from);
    const url = to === "pod" ? ip("a") : to === "cluster" ? "10.96.0.77" : to;
    expect(ask(url, place)).toBe(`a ${seen === "tools" ? ip("tools") : seen}`);
  });

  test("policy Local keeps the real client, whoever comes from outside", () => {
    const { ask, publish } = createLab({
      pods: { a: "w1" },
      service: { type: "LoadBalancer", externalTrafficPolicy: "Local" },
      announcer: () => "w1-k8s",
    });
    publish(LB);
    expect([ask(`${ADDRESSES.w1}:30000`), ask(LB), ask(`${ADDRESSES.w1}:30000`, node("w2"))]).toEqual([
      "a 192.168.1.254",
      "a 192.168.1.254",
      `a ${ADDRESSES.w2}`,
    ]);
  });
});

// facts/dataplane.md 4
describe("node ports", () => {
  test("policy Local: other nodes drop what comes from outside; what comes from themselves goes on to every endpoint", () => {
    const { ask, pod, ip } = createLab({ pods: { a: "w1" }, service: { externalTrafficPolicy: "Local" } });
    const port = (name: keyof typeof ADDRESSES) => `${ADDRESSES[name]}:30000`;
    expect([ask(port("w2")), ask(port("m"))]).toEqual(["timeout", "timeout"]);
    expect(ask(port("w2"), node("w2"))).toBe(`a ${TUNNELS.w2}`);
    expect(ask(port("w3"), pod("tools"))).toBe(`a ${ip("tools")}`);
    expect(ask("10.96.0.77", node("w3"))).toBe(`a ${TUNNELS.w3}`);
    // another node is an outsider, and so is a pod that has left its own
    expect([ask(port("w2"), node("w3")), ask(port("w2"), pod("tools"))]).toEqual(["timeout", "timeout"]);
  });

  test("in IPVS mode policy Local refuses where there is no endpoint, for everybody", () => {
    const { ask, pod } = createLab({ pods: { a: "w1" }, service: { externalTrafficPolicy: "Local" }, settings: { proxyMode: "ipvs" } });
    expect([ask(`${ADDRESSES.w2}:30000`), ask(`${ADDRESSES.w3}:30000`, pod("tools")), ask(`${ADDRESSES.w1}:30000`)]).toEqual([
      "refused",
      "refused",
      "a 192.168.1.254",
    ]);
  });

  test("on 127.0.0.1 in iptables mode alone, and on the tunnel's address", () => {
    const { ask, pod } = createLab({ pods: { a: "w1" } });
    expect([ask("127.0.0.1:30000", node("w2")), ask(`${TUNNELS.w2}:30000`, pod("tools"))]).toEqual([`a ${TUNNELS.w2}`, `a ${TUNNELS.w2}`]);
    expect(ask("127.0.0.1:30000", pod("host"))).toBe(`a ${TUNNELS.w2}`);
    const ipvs = createLab({ pods: { a: "w1" }, settings: { proxyMode: "ipvs" } });
    expect(ipvs.ask("127.0.0.1:30000", node("w2"))).toBe("refused");
  });

  test("a load balancer's health check counts the node's own endpoints", () => {
    const { curl, world } = createLab({ pods: { a: "w1", b: "w1" }, service: { type: "LoadBalancer", externalTrafficPolicy: "Local" } });
    const port = (world.lister.get("services", "default", "echo") as Service).spec.healthCheckNodePort ?? 0;
    expect(port).toBeGreaterThan(0);
    const ask = (address: string) => curl(`-s -w :%{http_code} ${address}:${port}/any`).stdout;
    const body = (count: number) =>
      `{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "echo"\n\t},\n\t"localEndpoints": ${count}\n}`;
    expect([ask(ADDRESSES.w1), ask(ADDRESSES.w2)]).toEqual([`${body(2)}:200`, `${body(0)}:503`]);
  });
});

// facts/dataplane.md 5
describe("load balancers and external addresses", () => {
  const ranges = ["192.168.1.254/32"];

  test("source ranges hold for the load balancer's address alone; nodes pass when their own address is in one", () => {
    const { ask, pod, publish } = createLab({
      pods: { a: "w1" },
      service: { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8", "192.168.1.102/32"] },
      announcer: () => "w1-k8s",
    });
    publish(LB);
    expect([ask(LB), ask(`${ADDRESSES.w1}:30000`), ask(LB, node("w2")), ask(LB, node("w3")), ask(LB, pod("tools"))]).toEqual([
      "timeout",
      `a ${ADDRESSES.w1}`,
      `a ${TUNNELS.w2}`,
      "timeout",
      "timeout",
    ]);
    const open = createLab({
      pods: { a: "w1" },
      service: { type: "LoadBalancer", loadBalancerSourceRanges: ranges },
      announcer: () => "w1-k8s",
    });
    open.publish(LB);
    expect(open.ask(LB)).toBe(`a ${ADDRESSES.w1}`);
  });

  test("nodes and pods reach the address without asking for it, whatever the policy; from outside only its own port", () => {
    const { ask, pod, ip, publish } = createLab({
      pods: { a: "w1" },
      service: { type: "LoadBalancer", externalTrafficPolicy: "Local" },
      announcer: () => "w2-k8s",
    });
    publish(LB);
    expect([ask(LB, node("w3")), ask(LB, pod("tools")), ask(LB), ask(`${LB}:81`), ask(`${LB}:81`, node("w3"))]).toEqual([
      `a ${TUNNELS.w3}`,
      `a ${ip("tools")}`,
      "timeout",
      "timeout",
      "timeout",
    ]);
  });

  test("an external address works where it is a node's own; elsewhere only from inside", () => {
    const { ask } = createLab({ pods: { a: "w1" }, service: { type: "ClusterIP", externalIPs: [ADDRESSES.w2, "192.168.1.200"] } });
    expect([ask(ADDRESSES.w2), ask("192.168.1.200"), ask("192.168.1.200", node("w3")), ask(`${ADDRESSES.w2}:81`)]).toEqual([
      `a ${TUNNELS.w2}`,
      "no route",
      `a ${TUNNELS.w3}`,
      "refused",
    ]);
  });

  test("addresses of mode Proxy are left to the load balancer, by those who know the mode", () => {
    const status = { loadBalancer: { ingress: [{ ip: LB, ipMode: "Proxy" }] } };
    const ask = (loadBalancerIpMode: boolean) => {
      const lab = createLab({ version: "v1.30.0", pods: { a: "w1" }, service: { type: "LoadBalancer" }, features: { loadBalancerIpMode } });
      lab.change((service) => service, status);
      return lab.ask(LB, node("w3"));
    };
    expect([ask(false), ask(true)]).toEqual([`a ${TUNNELS.w3}`, "no route"]);
  });

  test("a cluster IP answers pings in IPVS mode alone, pods and nodes in both", () => {
    const pings = (proxyMode?: "ipvs") => {
      const { network, pod, ip } = createLab(proxyMode ? { settings: { proxyMode } } : {});
      return ["10.96.0.77", ip("a"), ADDRESSES.w1, "192.168.1.77"].map((address) => network.ping(pod("tools"), address));
    };
    expect(pings()).toEqual(["lost", "reply", "reply", "unreachable"]);
    expect(pings("ipvs")).toEqual(["reply", "reply", "reply", "unreachable"]);
  });
});

describe("internalTrafficPolicy Local", () => {
  test.each([
    ["ignored", `a ${TUNNELS.w3}`],
    ["rejects", "refused"],
    ["drops", "timeout"],
  ] as const)("%s where there is no endpoint", (internalTrafficPolicy, outcome) => {
    const { ask } = createLab({
      version: "v1.28.0",
      pods: { a: "w1" },
      service: { internalTrafficPolicy: "Local" },
      features: { internalTrafficPolicy },
    });
    expect([ask("10.96.0.77", node("w3")), ask("10.96.0.77", node("w1"))]).toEqual([outcome, `a ${ADDRESSES.w1}`]);
  });
});

// facts/dataplane.md 6
describe("session affinity", () => {
  const sticky = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 100 } } } as const;
  const pods = { a: "w1", b: "w2", c: "w3" } as const;

  test("holds for each node by itself, for as long as the client comes again in time", () => {
    const { ask, world } = createLab({ pods, service: sticky });
    const who = (address: string) => ask(`${address}:30000`).split(" ")[0] ?? "";
    const first = who(ADDRESSES.w1);
    for (let turn = 0; turn < 10; turn++) {
      world.run(90);
      expect(who(ADDRESSES.w1)).toBe(first);
    }
    const others = new Set(Array.from({ length: 12 }, () => (world.run(101), who(ADDRESSES.w1))));
    expect(others.size).toBeGreaterThan(1);
  });

  test("is kept by the client's address before masquerading: two clients of one node have each their own", () => {
    const { curl, world, pod, networkWorld } = createLab({ pods, service: sticky });
    curl("-s 10.96.0.77", pod("tools"));
    curl("-s 10.96.0.77", node("w3"));
    const table = networkWorld.memory.get("network/affinity/w3-k8s/default/echo/80") as Record<string, unknown>;
    expect(Object.keys(table).sort()).toEqual([world.pod("tools").status?.podIP ?? "", ADDRESSES.w3].sort());
  });

  test("ends with the endpoint", () => {
    const { ask, world } = createLab({ pods, service: sticky });
    const first = ask(`${ADDRESSES.m}:30000`).split(" ")[0] ?? "";
    world.deletePod(first);
    world.run(5);
    const second = ask(`${ADDRESSES.m}:30000`).split(" ")[0] ?? "";
    expect(second).not.toBe(first);
    expect(ask(`${ADDRESSES.m}:30000`).split(" ")[0]).toBe(second);
  });
});

describe("terminating endpoints", () => {
  test("are used where no ready one is left, by those who do", () => {
    const ask = (terminatingEndpoints: boolean) => {
      const lab = createLab({ version: "v1.28.0", pods: { a: "w1" }, features: { terminatingEndpoints } });
      lab.world.deletePod("a");
      lab.world.engine.runUntil(lab.world.sim.now() + 100);
      return lab.ask(`${ADDRESSES.w1}:30000`);
    };
    expect([ask(false), ask(true)]).toEqual(["refused", `a ${ADDRESSES.w1}`]);
  });
});

// facts/dataplane.md 8
test("pods that are not ready get nothing, unless the service publishes them", () => {
  const unready = { readinessProbe: { httpGet: { path: "/", port: 81 } } };
  const ask = (publishNotReadyAddresses: boolean) => {
    const lab = createLab({ pods: {}, service: { publishNotReadyAddresses } });
    const made = lab.echo("late", "w1");
    const containers = (made["spec"] as { containers: object[] }).containers.map((container) => ({ ...container, ...unready }));
    lab.world.create({ ...made, spec: { ...(made["spec"] as object), containers } });
    lab.world.run(4);
    return lab.ask(`${ADDRESSES.w1}:30000`);
  };
  expect([ask(false), ask(true)]).toEqual(["refused", `late ${ADDRESSES.w1}`]);
});

// facts/dataplane.md 10
test("host ports answer on their pod's node alone, with the client's own address; host-network pods on the node's", () => {
  const { world, ask, echo, pod } = createLab({ pods: {} });
  const withPort = echo("mapped", "w1");
  const containers = (withPort["spec"] as { containers: object[] }).containers.map((container) => ({
    ...container,
    ports: [{ containerPort: 80, hostPort: 8080 }],
  }));
  world.create({ ...withPort, spec: { ...(withPort["spec"] as object), containers } });
  world.create(echo("own", "w2", { hostNetwork: true }));
  world.run(4);
  expect([ask(`${ADDRESSES.w1}:8080`), ask(`${ADDRESSES.w2}:8080`), ask(`${ADDRESSES.w2}:80`), ask("10.96.0.77", pod("tools"))]).toEqual([
    "mapped 192.168.1.254",
    "refused",
    expect.stringMatching(/^\S+ 192\.168\.1\.254$/),
    expect.stringMatching(/^\S+ (172\.16\.132\.\d+|192\.168\.1\.103)$/),
  ]);
});
