import { describe, expect, test } from "bun:test";
import type { Place } from "../../../src/network/types.ts";
import { pod } from "../nodes/world.ts";
import { createLab, node, PC } from "./lab.ts";

const service = (name: string, spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name }, spec });

function lab() {
  const { world, network, ip, pod: place } = createLab();
  const named = (name: string, labels: Record<string, string>, spec: object) => {
    const made = pod(name, {}, { nodeName: "w1-k8s", ...spec });
    return { ...made, metadata: { name, labels } };
  };
  world.create(service("db", { clusterIP: "None", selector: { app: "db" }, ports: [{ name: "sql", port: 3306 }] }));
  world.create(service("out", { type: "ExternalName", externalName: "echo.default.svc.cluster.local" }));
  world.create(service("far", { type: "ExternalName", externalName: "www.example.com" }));
  world.create(service("empty", { clusterIP: "None", selector: { app: "none" }, ports: [{ port: 80 }] }));
  world.create(service("named", { clusterIP: "10.96.0.78", selector: { app: "echo" }, ports: [{ name: "http", port: 80 }] }));
  world.create(named("db-0", { app: "db" }, { hostname: "db-0", subdomain: "db" }));
  world.create(named("db-x", { app: "db" }, {}));
  world.run(4);
  const resolve = (name: string, from: Place = place("tools")) => network.resolve(from, name).toSorted();
  return { world, network, ip, place, resolve };
}

// facts/dataplane.md 9
describe("names in a pod", () => {
  test("of services, with search domains; of pods by address; of endpoints", () => {
    const { ip, resolve } = lab();
    expect(
      ["echo", "echo.default", "echo.default.svc", "echo.default.svc.cluster.local", "echo.default.svc.cluster.local."].map((name) =>
        resolve(name),
      ),
    ).toEqual(Array.from({ length: 5 }, () => ["10.96.0.77"]));
    expect(resolve("172-16-1-2.default.pod.cluster.local")).toEqual(["172.16.1.2"]);
    expect(resolve("db")).toEqual([ip("db-0"), ip("db-x")].toSorted());
    expect([resolve("db-0.db"), resolve(`${ip("db-x").replaceAll(".", "-")}.db`)]).toEqual([[ip("db-0")], [ip("db-x")]]);
    expect([resolve("out"), resolve("tools"), resolve("localhost")]).toEqual([["10.96.0.77"], [ip("tools")], ["127.0.0.1"]]);
    expect(
      ["far", "empty", "nobody", "echo.other", "w1-k8s", "db-1.db", "echo.default.svc.cluster.local.default"].flatMap((name) =>
        resolve(name),
      ),
    ).toEqual([]);
  });

  test("records: SRV, aliases, pointers, and whether there is such a name at all", () => {
    const { network, ip, place } = lab();
    const ask = (...question: [string, ("CNAME" | "PTR" | "SRV")?]) => {
      const { status, records } = network.lookup(place("tools"), ...question);
      return [status, ...records.map(({ value }) => value)];
    };
    expect(ask("_http._tcp.named.default.svc.cluster.local", "SRV")).toEqual(["ok", "0 100 80 named.default.svc.cluster.local"]);
    expect(ask("_sql._tcp.db", "SRV").slice(1).toSorted()).toEqual(
      [
        `0 50 3306 db-0.db.default.svc.cluster.local`,
        `0 50 3306 ${ip("db-x").replaceAll(".", "-")}.db.default.svc.cluster.local`,
      ].toSorted(),
    );
    expect([ask("far", "CNAME"), ask("far"), ask("named", "CNAME"), ask("nobody")]).toEqual([
      ["ok", "www.example.com"],
      ["nxdomain"],
      ["nodata"],
      ["nxdomain"],
    ]);
    expect([ask("10.96.0.77", "PTR"), ask(ip("db-0"), "PTR")]).toEqual([
      ["ok", "echo.default.svc.cluster.local"],
      ["ok", "db-0.db.default.svc.cluster.local"],
    ]);
  });

  test("as its own settings say: policies, search domains, ndots, aliases of hosts", () => {
    const { world, place, resolve } = lab();
    const made = (name: string, spec: object) => world.create(pod(name, {}, { nodeName: "w1-k8s", ...spec }));
    made("plain", { dnsPolicy: "Default" });
    made("host-dns", { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" });
    made("own", { dnsPolicy: "None", dnsConfig: { nameservers: [world.cluster.dnsAddress], searches: ["kube-system.svc.cluster.local"] } });
    made("more", { dnsConfig: { searches: ["svc.cluster.local"], options: [{ name: "ndots", value: "1" }] } });
    made("aliased", { hostAliases: [{ ip: "10.1.2.3", hostnames: ["elsewhere"] }] });
    world.run(4);
    expect([resolve("echo", place("plain")), resolve("echo", place("host-dns")), resolve("echo", place("host"))]).toEqual([
      [],
      ["10.96.0.77"],
      [],
    ]);
    const names = ["echo", "echo.default.svc.cluster.local"].map((name) => resolve(name, place("own")));
    expect([...names, resolve("echo.default", place("more"))]).toEqual([[], ["10.96.0.77"], ["10.96.0.77"]]);
    expect(resolve("elsewhere", place("aliased"))).toEqual(["10.1.2.3"]);
  });

  test("nodes and the user's machine know machines alone", () => {
    const { resolve } = lab();
    expect([resolve("echo", node("m")), resolve("echo", PC), resolve("w1-k8s", node("m"))]).toEqual([[], [], ["192.168.1.101"]]);
  });
});

describe("without DNS pods", () => {
  const dns = (world: ReturnType<typeof lab>["world"], isReady: boolean) => {
    world.create({
      ...service("kube-dns", { clusterIP: world.cluster.dnsAddress, selector: { "k8s-app": "kube-dns" }, ports: [{ port: 53 }] }),
      metadata: { name: "kube-dns", namespace: "kube-system" },
    });
    const made = pod("coredns", {}, { nodeName: "w2-k8s" });
    if (isReady) world.create({ ...made, metadata: { name: "coredns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } } });
    world.run(4);
  };

  test("no name resolves", () => {
    const { world, resolve, network, place } = lab();
    dns(world, false);
    expect(resolve("echo")).toEqual([]);
    expect(network.lookup(place("tools"), "echo").problem?.text).toBe("no DNS pod is ready: kube-system/kube-dns has no endpoints");
  });

  test("a policy that lets out no DNS keeps names away, not addresses", () => {
    const { world, resolve, network, place } = lab();
    dns(world, true);
    expect(resolve("echo")).toEqual(["10.96.0.77"]);
    world.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "web-only" },
      spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ port: 80 }] }] },
    });
    expect(network.lookup(place("tools"), "echo")).toMatchObject({
      status: "timeout",
      problem: { text: "network policy web-only keeps the pod from DNS" },
    });
    expect(network.connect(place("tools"), "10.96.0.77", 80).kind).toBe("open");
  });
});
