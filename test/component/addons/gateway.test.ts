import { describe, expect, test } from "bun:test";
import { bookFile } from "../../../src/cluster/book-files.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";
import type { Gateway, GatewayClass, HttpRoute } from "../../../src/images/nginx-gateway/types.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { runCurl } from "../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../src/network/curl/messages.ts";
import { createNetwork } from "../../../src/network/network.ts";
import type { Network } from "../../../src/network/types.ts";
import { createWorld } from "../nodes/world.ts";
import { objectsOf } from "./apply.ts";

const API = "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.5.1/standard-install.yaml";
const RAW = "https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.6.1/deploy";
const PLURALS: Readonly<Record<string, string>> = {
  Gateway: "gateways",
  GatewayClass: "gatewayclasses",
  HTTPRoute: "httproutes",
  NginxGateway: "nginxgateways",
  NginxProxy: "nginxproxies",
  ReferenceGrant: "referencegrants",
};

async function lab() {
  const world = createWorld({ version: "v1.30.1", runtime: "containerd://1.7.0" });
  const create = (object: KubeObject): KubeObject => {
    const resource = PLURALS[object.kind];
    if (resource === undefined) return world.create(object);
    const [group = "", version = ""] = object.apiVersion.split("/");
    const namespace = object.kind === "GatewayClass" ? "" : (object.metadata.namespace ?? "default");
    return world.client.create({ group, version, resource, namespace }, object);
  };
  const apply = (yaml: string | undefined): void => {
    for (const object of objectsOf(yaml ?? "")) create(object);
  };
  apply(await publishedManifest(API));
  apply(await publishedManifest(`${RAW}/crds.yaml`));
  world.run(2);
  apply(await publishedManifest(`${RAW}/default/deploy.yaml`));
  world.run(40);
  const { lister, sim, memory, cluster } = world;
  const network: Network = createNetwork({
    lister,
    sim,
    memory,
    cluster,
    programs: createPrograms({ ...world.context("kubelet"), outside: () => ({ network, sim }) }),
  });
  const dataPlane = (): Pod => world.pods().find(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === "external-nginx") as Pod;
  return {
    world,
    create,
    apply,
    gateway: () => world.store.get("gateways.gateway.networking.k8s.io", "default", "external") as Gateway,
    route: (name = "nginx-multipath") => world.store.get("httproutes.gateway.networking.k8s.io", "default", name) as HttpRoute,
    dataPlane,
    curl: (...argv: string[]) =>
      runCurl(argv, { network, from: { kind: "node", name: "m-k8s" }, version: curlVersion("7.79.1") }).stdout.replaceAll("\r", ""),
    at: (path: string) => `http://${dataPlane().status?.podIP}${path}`,
    book(...files: string[]) {
      for (const file of files) apply(bookFile(`/root/_Book_k8sInfra/ch3/3.3.3/${file}.yaml`));
      world.run(30);
    },
  };
}

const startOf = ({ status }: Pod): string => status?.containerStatuses?.[0]?.state?.terminated?.startedAt ?? "";
const conditions = (all: readonly { type: string; status: string; reason: string; message: string }[] = []): string[] =>
  all.map(({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`);

describe("second edition, 3.3.3", () => {
  test("class, gateway and routes, with all that the controller makes of them", async () => {
    const { world, gateway, route, book, curl, at, dataPlane } = await lab();
    const one = world.store.get("gatewayclasses.gateway.networking.k8s.io", "", "nginx") as GatewayClass;
    expect(conditions(one.status?.conditions)).toEqual([
      "Accepted True Accepted: The GatewayClass is accepted",
      "SupportedVersion True SupportedVersion: The Gateway API CRD versions are supported",
      "ResolvedRefs True ResolvedRefs: The ParametersRef resource is resolved",
    ]);
    expect(world.store.list("secrets", { namespace: "nginx-gateway" }).map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(["agent-tls", "server-tls"]),
    );
    expect(world.store.list("jobs.batch", { namespace: "nginx-gateway" })).toEqual([]);
    book("nginx-clusterIP", "hname-clusterIP", "ip-clusterIP", "gateway");
    for (const resource of ["deployments.apps", "services", "serviceaccounts"])
      expect(world.store.get(resource, "default", "external-nginx")?.metadata.ownerReferences).toMatchObject([
        { kind: "Gateway", name: "external" },
      ]);
    expect(world.store.get("services", "default", "external-nginx")).toMatchObject({
      spec: { type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [{ name: "port-80", port: 80, targetPort: 80 }] },
    });
    expect(dataPlane().spec.containers[0]?.image).toBe("ghcr.io/nginx/nginx-gateway-fabric/nginx:2.6.1");
    expect(conditions(gateway().status?.conditions)).toEqual([
      "Accepted True Accepted: The Gateway is accepted",
      "Programmed True Programmed: The Gateway is programmed",
    ]);
    expect(gateway().status).toMatchObject({ addresses: [], listeners: [{ name: "http", attachedRoutes: 1 }] });
    const service = world.store.get("services", "default", "external-nginx") as KubeObject;
    world.client.updateStatus({ group: "", version: "v1", resource: "services", namespace: "default" }, {
      ...service,
      status: { loadBalancer: { ingress: [{ ip: "192.168.1.11" }] } },
    } as KubeObject);
    world.run(1);
    expect(gateway().status?.addresses).toEqual([{ type: "IPAddress", value: "192.168.1.11" }]);
    expect(conditions(route().status?.parents?.[0]?.conditions)).toEqual([
      "Accepted True Accepted: The Route is accepted",
      "ResolvedRefs True ResolvedRefs: All references are resolved",
    ]);
    expect(curl("-s", at("/"))).toContain("<title>Welcome to nginx!</title>");
    expect(curl("-s", at("/hn"))).toStartWith("gtw-cl-hname-");
    expect(curl("-s", at("/ip/deeper"))).toStartWith("request_method : GET | ip_dest: 172.");
    expect(curl("-s", at("/ipx"))).toContain("<center>nginx/1.27.5</center>");
    expect(curl("-sI", at("/hn"))).toStartWith("HTTP/1.1 200 OK\nServer: nginx\n");
  });

  test("a script in a pod asks through the gateway", async () => {
    const { world, book, at, create } = await lab();
    book("nginx-clusterIP", "hname-clusterIP", "ip-clusterIP", "gateway");
    const container = { name: "c", image: "busybox:1.36", command: ["wget", "-q", "-O-", at("/ip")] };
    create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "asks" },
      spec: { restartPolicy: "Never", containers: [container] },
    } as KubeObject);
    world.run(10);
    const calls = world.memory.get(`calls/${world.pod("asks").metadata.uid}/c/${Date.parse(startOf(world.pod("asks")))}`);
    expect(JSON.stringify(calls)).toContain("request_method : GET");
  });

  test("the data plane goes with its gateway, and comes back when somebody deletes it", async () => {
    const { world, book } = await lab();
    book("gateway");
    world.client.delete({ group: "apps", version: "v1", resource: "deployments", namespace: "default" }, "external-nginx");
    world.run(30);
    expect(world.store.get("deployments.apps", "default", "external-nginx")).toBeDefined();
    world.client.delete({ group: "gateway.networking.k8s.io", version: "v1", resource: "gateways", namespace: "default" }, "external");
    world.run(60);
    for (const resource of ["deployments.apps", "services", "serviceaccounts", "pods"])
      expect(
        world.store.list(resource, { namespace: "default" }).filter(({ metadata }) => metadata.name?.startsWith("external-nginx")),
      ).toEqual([]);
  });
});

describe("routes", () => {
  const route = (name: string, spec: object): KubeObject => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name, namespace: "default" },
    spec: { parentRefs: [{ name: "external" }], ...spec },
  });
  const backend = (name: string, weight?: number) => ({
    name: `gtw-cl-${name}-svc`,
    port: 80,
    ...(weight === undefined ? {} : { weight }),
  });

  async function routed(...routes: KubeObject[]) {
    const made = await lab();
    made.book("nginx-clusterIP", "hname-clusterIP", "ip-clusterIP", "gateway");
    made.world.client.delete(
      { group: "gateway.networking.k8s.io", version: "v1", resource: "httproutes", namespace: "default" },
      "nginx-multipath",
    );
    for (const one of routes) made.create(one);
    made.world.run(5);
    return made;
  }

  test("the best host name, then the best match", async () => {
    const rule = (match: object, name: string) => ({ matches: [match], backendRefs: [backend(name)] });
    const { curl, at } = await routed(
      route("exact", { hostnames: ["a.example.com"], rules: [rule({ path: { type: "PathPrefix", value: "/" } }, "hname")] }),
      route("wild", {
        hostnames: ["*.example.com"],
        rules: [
          rule({ path: { type: "Exact", value: "/x" } }, "ip"),
          rule({ path: { type: "PathPrefix", value: "/x" }, headers: [{ name: "version", value: "two" }] }, "hname"),
          rule({ path: { type: "PathPrefix", value: "/q" }, queryParams: [{ name: "animal", value: "whale" }], method: "POST" }, "ip"),
        ],
      }),
    );
    const ask = (host: string, path: string, ...more: string[]) => curl("-s", "-H", `Host: ${host}`, ...more, at(path)).split(/[-_<]/)[0];
    expect(ask("a.example.com", "/x")).toBe("gtw");
    expect(ask("b.example.com", "/x")).toBe("request");
    expect(ask("b.example.com", "/x/y", "-H", "version: two")).toBe("gtw");
    expect(curl("-s", "-H", "Host: b.example.com", at("/x/y"))).toContain("<center>nginx</center>");
    expect(curl("-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: other.org", at("/x"))).toBe("404");
    expect(ask("b.example.com", "/q?animal=whale", "-X", "POST")).toBe("request");
  });

  test("filters: redirects, rewrites and headers", async () => {
    const filters = (...all: object[]) => ({ filters: all });
    const { curl, at } = await routed(
      route("filters", {
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/old" } }],
            ...filters({
              type: "RequestRedirect",
              requestRedirect: {
                scheme: "https",
                hostname: "new.org",
                statusCode: 301,
                path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/new" },
              },
            }),
          },
          {
            matches: [{ path: { type: "PathPrefix", value: "/app" } }],
            ...filters(
              { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
              { type: "ResponseHeaderModifier", responseHeaderModifier: { add: [{ name: "X-Route", value: "app" }], remove: ["ETag"] } },
            ),
            backendRefs: [backend("default")],
          },
        ],
      }),
    );
    const moved = curl("-sI", at("/old/page?x=1"));
    expect(moved).toStartWith("HTTP/1.1 301 Moved Permanently\n");
    expect(moved).toContain("Location: https://new.org/new/page?x=1\n");
    const answer = curl("-si", at("/app/"));
    expect(answer).toContain("<title>Welcome to nginx!</title>");
    expect(answer).toContain("X-Route: app\n");
    expect(answer).not.toContain("ETag");
  });

  test("weights, and backends that are not there", async () => {
    const {
      curl,
      at,
      route: found,
      world,
    } = await routed(
      route("split", {
        rules: [
          { matches: [{ path: { value: "/split" } }], backendRefs: [backend("hname", 3), backend("ip", 1)] },
          { matches: [{ path: { value: "/gone" } }], backendRefs: [{ name: "nobody", port: 80 }] },
          { matches: [{ path: { value: "/empty" } }], backendRefs: [backend("default")] },
        ],
      }),
    );
    const names = Array.from({ length: 400 }, () => curl("-s", at("/split")).startsWith("gtw"));
    expect(names.filter(Boolean).length).toBeWithin(260, 340);
    const code = (path: string) => curl("-s", "-o", "/dev/null", "-w", "%{http_code}", at(path));
    expect(code("/gone")).toBe("500");
    expect(conditions(found("split").status?.parents?.[0]?.conditions)[1]).toBe(
      'ResolvedRefs False BackendNotFound: spec.rules[1].backendRefs[0].name: Not found: "nobody"',
    );
    const patch = { spec: { replicas: 0 } };
    world.client.patch({ group: "apps", version: "v1", resource: "deployments", namespace: "default" }, "gtw-cl-default", "merge", patch);
    world.run(10);
    expect(code("/empty")).toBe("503");
  });

  test("a service of another namespace needs a grant; a listener that is not there takes no route", async () => {
    const {
      create,
      route: found,
      world,
      curl,
      at,
    } = await routed(
      route("far", { rules: [{ backendRefs: [{ name: "far-svc", namespace: "kube-system", port: 80 }] }] }),
      route("nowhere", { parentRefs: [{ name: "external", sectionName: "https" }] }),
    );
    const said = () => conditions(found("far").status?.parents?.[0]?.conditions)[1];
    expect(said()).toBe(
      "ResolvedRefs False RefNotPermitted: spec.rules[0].backendRefs[0].namespace: Forbidden: Backend ref to Service kube-system/far-svc not permitted by any ReferenceGrant",
    );
    expect(conditions(found("nowhere").status?.parents?.[0]?.conditions)[0]).toBe(
      "Accepted False NoMatchingParent: The Listener is not found for this parent ref",
    );
    expect(curl("-s", "-o", "/dev/null", "-w", "%{http_code}", at("/"))).toBe("500");
    create({
      apiVersion: "gateway.networking.k8s.io/v1beta1",
      kind: "ReferenceGrant",
      metadata: { name: "grant", namespace: "kube-system" },
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "default" }],
        to: [{ group: "", kind: "Service" }],
      },
    } as KubeObject);
    world.run(2);
    expect(said()).toBe('ResolvedRefs False BackendNotFound: spec.rules[0].backendRefs[0].name: Not found: "far-svc"');
  });
});
