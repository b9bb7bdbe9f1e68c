import { describe, expect, test } from "bun:test";
import type { FaultAction } from "../../../src/components/faults/action.ts";
import type { Json } from "../../../src/base/json.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import type { Place } from "../../../src/network/types.ts";
import { traceJson, traceMermaid, traceText } from "../../../src/network/trace/show.ts";
import { traceRequest } from "../../../src/network/trace/trace.ts";
import { ADDRESSES, createLab, node, PC } from "./lab.ts";

type Lab = ReturnType<typeof createLab>;

function trace({ networkWorld, world }: Lab, url: string, from: Place = PC) {
  const { sim, memory } = world;
  const found = traceRequest(
    (parts) => ({ ...networkWorld, ...parts, programs: createPrograms({ ...world.context("kubelet"), memory: parts.memory }) }),
    { sim, memory },
    from,
    url,
  );
  if (found === undefined) throw new Error(`${url} is no URL`);
  return found;
}

function act({ world }: Lab, action: FaultAction, seconds = 0): void {
  world.sim.schedule({ at: world.sim.now(), actor: "faults", name: "do", key: JSON.stringify(action), data: action as unknown as Json });
  world.run(seconds);
}

const LB = "192.168.1.11";
const NODE_PORT = `${ADDRESSES.w1}:30000`;

describe("a way that works", () => {
  test("is shown hop by hop, there and back", () => {
    const lab = createLab({ pods: { a: "w2" }, service: { type: "LoadBalancer" }, announcer: () => "w1-k8s" });
    lab.publish(LB);
    const { ways } = trace(lab, LB);
    expect(ways).toHaveLength(1);
    expect(ways[0]?.hops.map(({ at }) => at)).toEqual(["client", "arp", "service", "masquerade", "route", "pod"]);
    const text = traceText(trace(lab, LB)).replaceAll(lab.ip("a"), "POD");
    expect(text).toBe(
      [
        "pc -> http://192.168.1.11/",
        "  1  client      pc (192.168.1.254) -> 192.168.1.11:80",
        "  2  arp         w1-k8s answers ARP for 192.168.1.11",
        "  3  service     default/echo port 80 -> a (POD:80), one of 1",
        "  4  masquerade  w1-k8s sends it on as 172.16.221.128",
        "  5  route       w1-k8s -> w2-k8s: 172.16.103.128/26 via 192.168.1.102 dev tunl0",
        "  6  pod         pod a on w2-k8s, port 80, sees 172.16.221.128",
        "     back        default/a -> w1-k8s, which puts back the addresses that it changed -> pc",
        expect.stringMatching(/^ {5}end {9}HTTP 200 OK, \d+ bytes$/),
        "",
      ]
        .map((line) => (typeof line === "string" ? line : text.split("\n")[8]))
        .join("\n"),
    );
  });

  test("has each backend's share, those that fail first", () => {
    const lab = createLab({ pods: { a: "w1", b: "w2", c: "w3" } });
    act(lab, { do: "node", node: "w2-k8s", action: "down" });
    const { ways } = trace(lab, NODE_PORT);
    expect(ways.map(({ end, share }) => [end, Number(share.toFixed(3))])).toEqual([
      ["timeout", 0.333],
      ["answered", 0.333],
      ["answered", 0.333],
    ]);
    expect(ways[0]?.problem).toEqual({ cause: "node-off", text: "w2-k8s is off", see: "kubectl get node w2-k8s" });
  });

  test("changes nothing: no draw, no affinity, no log", () => {
    const lab = createLab({ pods: { a: "w1", b: "w2", c: "w3" }, service: { sessionAffinity: "ClientIP" } });
    const before = lab.world.sim.traceHash();
    for (let turn = 0; turn < 10; turn++) trace(lab, NODE_PORT);
    expect(lab.world.sim.traceHash()).toBe(before);
    expect(lab.world.memory.get("network/affinity/w1-k8s/default/echo/80")).toBeUndefined();
    const kept = lab.ask(NODE_PORT).split(" ")[0];
    const { ways } = trace(lab, NODE_PORT);
    expect(ways.map(({ hops }) => hops.find(({ at }) => at === "pod")?.data?.["pod"])).toEqual([`default/${kept}`]);
  });

  test("as JSON and as a chart", () => {
    const lab = createLab({ pods: { a: "w1" } });
    const json = JSON.parse(traceJson(trace(lab, NODE_PORT))) as { works: boolean; ways: { hops: { at: string; mode?: string }[] }[] };
    expect([json.works, json.ways[0]?.hops.map(({ at }) => at)]).toEqual([
      true,
      ["client", "arp", "node", "node-port", "service", "masquerade", "pod"],
    ]);
    expect(json.ways[0]?.hops.find(({ at }) => at === "service")?.mode).toBe("iptables");
    expect(traceMermaid(trace(lab, NODE_PORT)).split("\n")[0]).toBe("flowchart LR");
  });
});

describe("what is wrong", () => {
  const see = (lab: Lab, url: string, from?: Place) => {
    const { problem } = trace(lab, url, from).ways[0] ?? {};
    return [problem?.cause, problem?.see];
  };

  test("with services and pods", () => {
    const none = createLab({ pods: {} });
    expect(see(none, NODE_PORT)).toEqual(["no-endpoints", "kubectl get endpoints echo -n default"]);
    const local = createLab({ pods: { a: "w2" }, service: { externalTrafficPolicy: "Local" } });
    expect(see(local, NODE_PORT)).toEqual(["no-local-endpoints", "kubectl get endpoints echo -n default"]);
    const lab = createLab({ pods: { a: "w1" }, service: { ports: [{ port: 80, targetPort: 8080, nodePort: 30000 }] } });
    expect(see(lab, NODE_PORT)).toEqual(["not-listening", "kubectl describe pod a -n default"]);
    expect(see(lab, "10.96.0.77:81", lab.pod("tools"))).toEqual(["no-such-service-port", "kubectl describe service echo -n default"]);
    expect(see(lab, "10.96.9.9", lab.pod("tools"))).toEqual(["no-such-service", "kubectl get services -A"]);
    expect(see(lab, "10.96.0.77")).toEqual(["no-route-to-cluster-ip", "kubectl get services -A -o wide"]);
    expect(see(lab, lab.ip("a"))).toEqual(["no-route-to-pod", "kubectl get pods -A -o wide"]);
    expect(see(lab, lab.ip("a").replace(/\d+$/, "190"), node("m"))).toEqual(["no-such-pod", "kubectl get pods -A -o wide"]);
    expect(see(lab, `${ADDRESSES.w1}:31000`)[0]).toBe("not-listening");
    expect(see(lab, "192.168.1.77")[0]).toBe("no-arp");
    expect(see(lab, "http://ecko", lab.pod("tools"))).toEqual(["dns-nxdomain", "kubectl get services -A"]);
    expect(see(lab, "http://echo", node("m"))[0]).toBe("dns-nxdomain");
    expect(see(lab, `https://${lab.ip("a")}:80`, node("m"))[0]).toBe("no-tls");
  });

  test("with load balancers", () => {
    const lab = createLab({
      pods: { a: "w1" },
      service: { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] },
      announcer: () => "w1-k8s",
    });
    lab.publish(LB);
    expect(see(lab, LB)).toEqual(["source-range", "kubectl describe service echo -n default"]);
    const silent = createLab({ pods: { a: "w1" }, service: { type: "LoadBalancer" } });
    silent.publish(LB);
    expect(see(silent, LB)).toEqual(["no-arp", "kubectl get services -A -o wide"]);
  });

  test("with policies and broken things", () => {
    const policy = createLab({ pods: { a: "w1" } });
    policy.world.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "closed" },
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    });
    expect(see(policy, policy.ip("a"), policy.pod("tools"))).toEqual([
      "network-policy",
      "kubectl describe networkpolicy closed -n default",
    ]);
    const broken = (...actions: FaultAction[]) => {
      const lab = createLab({ pods: { a: "w1" } });
      for (const action of actions) act(lab, action);
      return lab;
    };
    expect(see(broken({ do: "node", node: "w1-k8s", action: "down" }), NODE_PORT)).toEqual(["node-off", "kubectl get node w1-k8s"]);
    expect(see(broken({ do: "node", node: "w1-k8s", action: "cut-network" }), NODE_PORT)[0]).toBe("node-unreachable");
    expect(see(broken({ do: "node", node: "w1-k8s", action: "unload-module" }), `${ADDRESSES.w2}:30000`)[0]).toBe("no-forwarding");
    expect(see(broken({ do: "stand", fault: { kind: "arp-loss", address: ADDRESSES.w1 } }), NODE_PORT)[0]).toBe("arp-loss");
    const partition = broken({ do: "stand", fault: { kind: "partition", between: ["w1-k8s", "w2-k8s"] } });
    expect(see(partition, `${ADDRESSES.w2}:30000`)[0]).toBe("partition");
  });
});
