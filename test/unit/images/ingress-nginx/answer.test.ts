import { describe, expect, test } from "bun:test";
import { nginxAnswer } from "../../../../src/images/ingress-nginx/answer.ts";
import { controllerFlags } from "../../../../src/images/ingress-nginx/arguments.ts";
import { apr1 } from "../../../../src/images/ingress-nginx/basic-auth.ts";
import type { ControllerView } from "../../../../src/images/ingress-nginx/controller-view.ts";
import { ingressNginx } from "../../../../src/images/ingress-nginx/index.ts";
import type { RunningConfiguration } from "../../../../src/images/ingress-nginx/model.ts";
import { controllerRelease } from "../../../../src/images/ingress-nginx/release.ts";
import { loggedLines } from "../../../../src/images/access-log.ts";
import type { ContainerView } from "../../../../src/images/view.ts";
import type { Json } from "../../../../src/base/json.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import { type AppRequest, headerOf, type HttpResponse, response } from "../../../../src/network/http.ts";
import type { Connection, Network } from "../../../../src/network/types.ts";
import { createSim, newHeader } from "../../../../src/sim/sim.ts";
import { settings } from "../../../component/apiserver/world.ts";
import { configurationOf, ingressOf } from "./world.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");

/** nginx of one release with a configuration; its endpoints answer with what they got, unless the network says otherwise. */
function nginxOf(release: string, configuration: RunningConfiguration, refusals: Readonly<Record<string, Connection>> = {}) {
  const container = { name: "controller", image: `registry.k8s.io/ingress-nginx/controller:${release}` };
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "ingress-nginx", uid: "u" },
    spec: { containers: [container], nodeName: "n" },
  };
  const memory = new Map<string, Json>();
  const view: ContainerView = {
    pod,
    container,
    behaviour: ingressNginx,
    startedAt: NOW,
    now: NOW,
    lister: { get: () => undefined, list: () => [], count: () => 0 },
    memory: { get: (key) => memory.get(key), set: (key, value) => void memory.set(key, value) },
    cluster: settings,
  };
  const known = controllerRelease(container);
  const controller: ControllerView = { view, release: known, flags: controllerFlags(pod, container, known), configuration };
  const sent: Parameters<Network["exchange"]>[1][] = [];
  const asked: string[] = [];
  const network = {
    connect(_from: unknown, address: string, port: number) {
      asked.push(`${address}:${port}`);
      return refusals[`${address}:${port}`] ?? { kind: "open", hops: [], pod, port, source: "10.0.9.9" };
    },
    resolve: () => [],
    certificate: ({ port }: { port: number }) => (port === 8443 ? {} : undefined),
    exchange(_connection: unknown, request: Parameters<Network["exchange"]>[1]) {
      sent.push(request);
      return response(
        200,
        [
          ["Server", "Apache"],
          ["Content-Type", "text/plain"],
          ["Content-Length", "3"],
          ["ETag", '"x"'],
        ],
        "ok\n",
      );
    },
  } as unknown as Network;
  const sim = createSim({ seed: 1, header: newHeader(NOW) });
  const ask = (path: string, given: Partial<AppRequest> & { host?: string } = {}): HttpResponse => {
    const { host = "192.168.1.101:30100", headers = [], ...rest } = given;
    const request: AppRequest = {
      method: "GET",
      path,
      headers: [["Host", host], ["User-Agent", "curl/7.68.0"], ["Accept", "*/*"], ...headers],
      body: "",
      clientAddress: "192.168.1.101",
      address: "10.0.9.9",
      port: given.tls ? 443 : 80,
      ...rest,
    };
    return nginxAnswer(request, controller, { network, sim });
  };
  return { ask, sent, asked, log: () => loggedLines(view).map(({ text }) => text), memory };
}

const refused: Connection = { kind: "refused", why: "refused", hops: [], afterMs: 1 } as unknown as Connection;
const silent: Connection = { kind: "refused", why: "timeout", hops: [], afterMs: 127_000 } as unknown as Connection;
const unreachable: Connection = { kind: "refused", why: "no-route", hops: [], afterMs: 3_060 } as unknown as Connection;

const web = (annotations: Record<string, string> = {}, spec: object = {}): RunningConfiguration =>
  configurationOf("v1.3.0", [ingressOf("web", ["web.example.com / Prefix web"], annotations, spec), ingressOf("all", ["/web Prefix web"])]);
const HOST = { host: "web.example.com" };
const TLS = { tls: [{ hosts: ["web.example.com"], secretName: "web-tls" }] };

describe("pages of nginx's own", () => {
  // facts/ingress-nginx.md 8: Content-Length in 0.30 and in 1.x
  test.each([
    ["0.30.0", "/nowhere", {}, 404, "153"],
    ["v1.3.0", "/nowhere", {}, 404, "146"],
    ["0.30.0", "/none", {}, 503, "197"],
    ["v1.3.0", "/none", {}, 503, "190"],
    ["0.30.0", "/web", { "10.0.0.1:8080": refused, "10.0.0.2:8080": refused }, 502, "157"],
    ["v1.3.0", "/web", { "10.0.0.1:8080": unreachable, "10.0.0.2:8080": unreachable }, 502, "150"],
    ["0.30.0", "/web", { "10.0.0.1:8080": silent, "10.0.0.2:8080": silent }, 504, "167"],
    ["v1.3.0", "/web", { "10.0.0.1:8080": silent, "10.0.0.2:8080": silent }, 504, "160"],
  ] as const)("%s %s", (release, path, refusals, status, length) => {
    const configuration = configurationOf(release, [ingressOf("one", ["/web Prefix web", "/none Prefix none"])]);
    const answer = nginxOf(release, configuration, refusals).ask(path);
    expect([answer.status, headerOf(answer, "Content-Length"), headerOf(answer, "Content-Type")]).toEqual([status, length, "text/html"]);
    if (status === 504) expect(answer.takesMs).toBe(15_000);
    expect(headerOf(answer, "Server")).toBe(release === "0.30.0" ? "nginx/1.17.8" : undefined);
    expect(answer.body).toContain(`<hr><center>nginx${release === "0.30.0" ? "/1.17.8" : ""}</center>\r\n`);
  });

  test("plain HTTP on the port of HTTPS", () => {
    const answer = nginxOf("v1.3.0", web()).ask("/", { port: 443 });
    expect([answer.status, headerOf(answer, "Connection")]).toEqual([400, "close"]);
    expect(answer.body).toContain("<center>The plain HTTP request was sent to HTTPS port</center>\r\n");
  });

  test("a body that is too large", () => {
    const nginx = nginxOf("v1.3.0", web({ "proxy-body-size": "1k" }));
    expect(nginx.ask("/", { ...HOST, method: "POST", body: "x".repeat(1024) }).status).toBe(200);
    expect(nginx.ask("/", { ...HOST, method: "POST", body: "x".repeat(1025) }).status).toBe(413);
    expect(nginxOf("v1.3.0", web()).ask("/", { ...HOST, method: "POST", body: "x".repeat(1024 ** 2 + 1) }).status).toBe(413);
    expect(
      nginxOf("v1.3.0", web({ "proxy-body-size": "0" })).ask("/", { ...HOST, method: "POST", body: "x".repeat(1024 ** 2 + 1) }).status,
    ).toBe(200);
  });
});

describe("what passes", () => {
  test("headers toward the endpoint", () => {
    const { ask, sent } = nginxOf("v1.3.0", web());
    ask("/a?b=c", {
      ...HOST,
      headers: [
        ["X-Forwarded-For", "1.2.3.4"],
        ["X-Request-ID", "abc"],
        ["Connection", "keep-alive"],
        ["X-Own", "1"],
      ],
    });
    expect(sent[0]?.path).toBe("/a?b=c");
    expect(sent[0]?.headers).toEqual([
      ["Host", "web.example.com"],
      ["X-Request-ID", "abc"],
      ["X-Real-IP", "192.168.1.101"],
      ["X-Forwarded-For", "192.168.1.101"],
      ["X-Forwarded-Host", "web.example.com"],
      ["X-Forwarded-Port", "80"],
      ["X-Forwarded-Proto", "http"],
      ["X-Forwarded-Scheme", "http"],
      ["X-Scheme", "http"],
      ["X-Original-Forwarded-For", "1.2.3.4"],
      ["User-Agent", "curl/7.68.0"],
      ["Accept", "*/*"],
      ["X-Own", "1"],
    ]);
  });

  test("forwarded headers are believed where the ConfigMap says so", () => {
    const ingresses = [ingressOf("all", ["/ Prefix web"])];
    const { ask, sent } = nginxOf(
      "v1.3.0",
      configurationOf("v1.3.0", ingresses, { "use-forwarded-headers": "true", "compute-full-forwarded-for": "true" }),
    );
    ask("/", {
      headers: [
        ["X-Forwarded-For", "1.2.3.4"],
        ["X-Forwarded-Proto", "https"],
        ["X-Forwarded-Host", "outside.example.com"],
      ],
    });
    const header = (name: string) => sent[0]?.headers.find(([key]) => key === name)?.[1];
    expect(["X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "Host"].map(header)).toEqual([
      "1.2.3.4",
      "1.2.3.4, 192.168.1.101",
      "https",
      "outside.example.com",
    ]);
  });

  test("an answer's headers in nginx's order, without the endpoint's own Server", () => {
    expect(nginxOf("0.30.0", configurationOf("0.30.0", [ingressOf("one", ["/ Prefix web"])])).ask("/").headers).toEqual([
      ["Server", "nginx/1.17.8"],
      ["Date", "Fri, 20 Nov 2026 10:00:00 GMT"],
      ["Content-Type", "text/plain"],
      ["Content-Length", "3"],
      ["Connection", "keep-alive"],
      ["ETag", '"x"'],
    ]);
    const secure = nginxOf("v1.3.0", web()).ask("/", { ...HOST, tls: true });
    expect(secure.headers.at(-1)).toEqual(["Strict-Transport-Security", "max-age=15724800; includeSubDomains"]);
    expect(headerOf(secure, "Server")).toBeUndefined();
  });

  test("upstream-vhost, prefix and a protocol that the endpoint does not speak", () => {
    const { ask, sent } = nginxOf("v1.3.0", web({ "upstream-vhost": "inside", "x-forwarded-prefix": "/p", "rewrite-target": "/new" }));
    ask("/old", HOST);
    expect(sent[0]?.path).toBe("/new");
    expect(sent[0]?.headers.find(([name]) => name === "Host")?.[1]).toBe("inside");
    expect(sent[0]?.headers.find(([name]) => name === "X-Forwarded-Prefix")?.[1]).toBe("/p");
    const plain = nginxOf("v1.3.0", web({ "backend-protocol": "HTTPS" }));
    expect(plain.ask("/", HOST).status).toBe(502);
    expect(plain.log()[0]).toContain("SSL_do_handshake() failed");
  });
});

describe("redirects", () => {
  const locationOf = (annotations: Record<string, string>, spec: object, path: string, given: object = {}, release = "v1.3.0"): string => {
    const answer = nginxOf(release, configurationOf(release, [ingressOf("web", ["web.example.com / Prefix web"], annotations, spec)])).ask(
      path,
      {
        host: "web.example.com:30100",
        ...given,
      },
    );
    return `${answer.status} ${headerOf(answer, "Location") ?? ""}`.trim();
  };

  test.each([
    ["a host with a certificate goes to https, without its port", {}, TLS, "/a?b", "308 https://web.example.com/a?b"],
    ["the slash at the end is lost", {}, TLS, "/a/", "308 https://web.example.com/a"],
    ["but for the annotation", { "preserve-trailing-slash": "true" }, TLS, "/a/", "308 https://web.example.com/a/"],
    ["unless it says not to", { "ssl-redirect": "false" }, TLS, "/a", "200"],
    ["a host without one stays", {}, {}, "/a", "200"],
    ["unless forced", { "force-ssl-redirect": "true" }, {}, "/", "308 https://web.example.com"],
    ["permanent-redirect", { "permanent-redirect": "https://new.example.com" }, {}, "/a", "301 https://new.example.com"],
    [
      "with a code of its own",
      { "permanent-redirect": "https://new.example.com", "permanent-redirect-code": "308" },
      {},
      "/a",
      "308 https://new.example.com",
    ],
    ["temporal-redirect", { "temporal-redirect": "https://new.example.com" }, {}, "/a", "302 https://new.example.com"],
    ["app-root", { "app-root": "/start" }, {}, "/", "302 http://web.example.com:30100/start"],
    ["app-root is for / alone", { "app-root": "/start" }, {}, "/a", "200"],
  ])("%s", (_, annotations, spec, path, wanted) => {
    expect(locationOf(annotations, spec, path)).toBe(wanted);
  });

  test("nobody who comes by https is sent on; 0.30 keeps the slash", () => {
    expect(locationOf({}, TLS, "/a", { tls: true })).toBe("200");
    expect(locationOf({}, TLS, "/a/", {}, "0.30.0")).toBe("308 https://web.example.com/a/");
  });

  test("a path that only lacks its slash", () => {
    const { ask } = nginxOf("v1.3.0", configurationOf("v1.3.0", [ingressOf("one", ["/dir/ ImplementationSpecific web"])]));
    expect(headerOf(ask("/dir?x"), "Location")).toBe("http://192.168.1.101/dir/?x");
  });
});

describe("who may", () => {
  test.each([
    [{ "whitelist-source-range": "192.168.1.0/24" }, 200],
    [{ "whitelist-source-range": "10.0.0.0/8, 172.16.0.1" }, 403],
    [{ "whitelist-source-range": "nonsense" }, 503],
    [{ "denylist-source-range": "192.168.1.101" }, 403],
    [{ "denylist-source-range": "192.168.2.0/24" }, 200],
  ])("%o", (annotations, status) => {
    expect(nginxOf("v1.3.0", web(annotations as Record<string, string>)).ask("/", HOST).status).toBe(status);
  });

  test("passwords as htpasswd writes them", () => {
    // openssl passwd -apr1 -salt abcdefgh secret
    expect(apr1("secret", "abcdefgh")).toBe("$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/");
  });

  test("basic authentication", () => {
    const configuration = web({ "auth-type": "basic", "auth-secret": "users", "auth-realm": "Who are you" });
    const servers = configuration.servers.map((server) => ({
      ...server,
      locations: server.locations.map((location) => ({
        ...location,
        options: location.options.auth
          ? { ...location.options, auth: { realm: "Who are you", users: [`me:${apr1("secret", "abcdefgh")}`] } }
          : location.options,
      })),
    }));
    const { ask, sent, log } = nginxOf("v1.3.0", { ...configuration, servers });
    const without = ask("/", HOST);
    expect([without.status, headerOf(without, "WWW-Authenticate")]).toEqual([401, 'Basic realm="Who are you"']);
    const basic = (text: string) => ({ ...HOST, headers: [["Authorization", `Basic ${btoa(text)}`]] as const });
    expect(ask("/", basic("me:wrong")).status).toBe(401);
    expect(ask("/", basic("me:secret")).status).toBe(200);
    expect(sent[0]?.headers.some(([name]) => name === "Authorization")).toBe(false);
    expect(log().at(-1)).toStartWith("192.168.1.101 - me [20/Nov/2026:10:00:00 +0000]");
  });
});

describe("balancing", () => {
  const hosts = (asked: readonly string[]) => asked.map((address) => address.split(":")[0]);

  test("endpoints take turns", () => {
    const { ask, asked } = nginxOf("v1.3.0", web());
    for (let count = 0; count < 6; count++) ask("/", HOST);
    const [first, second] = hosts(asked);
    expect(first).not.toBe(second);
    expect(hosts(asked)).toEqual([first, second, first, second, first, second]);
  });

  test("one that refuses is passed over, three attempts at most", () => {
    const { ask, log } = nginxOf("v1.3.0", web(), { "10.0.0.1:8080": refused });
    const answers = [ask("/", HOST), ask("/", HOST)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(
      log().some((line) => line.includes("connect() failed (111: Connection refused) while connecting to upstream, client: 192.168.1.101")),
    ).toBe(true);
    expect(log().some((line) => line.includes("10.0.0.1:8080, 10.0.0.2:8080 0, 3 0.001, 0.002 502, 200"))).toBe(true);
    const dead = nginxOf("v1.3.0", web(), { "10.0.0.1:8080": refused, "10.0.0.2:8080": refused });
    expect(dead.ask("/", HOST).status).toBe(502);
    expect(dead.asked).toHaveLength(3);
  });

  test("a cookie keeps a session at its endpoint", () => {
    const { ask, asked } = nginxOf("v1.3.0", web({ affinity: "cookie", "session-cookie-name": "stay", "session-cookie-max-age": "60" }));
    const cookie = headerOf(ask("/", HOST), "Set-Cookie") ?? "";
    expect(cookie).toMatch(/^stay=1795168801\.000\.\d+\.\d+\|[0-9a-f]{32}; Max-Age=60; Path=\/; HttpOnly$/);
    for (let count = 0; count < 5; count++) {
      const again = ask("/", { ...HOST, headers: [["Cookie", `other=1; ${cookie.split(";")[0]}`]] });
      expect(headerOf(again, "Set-Cookie")).toBeUndefined();
    }
    expect(new Set(asked).size).toBe(1);
    const old = nginxOf("0.30.0", configurationOf("0.30.0", [ingressOf("one", ["/ Prefix web"], { affinity: "cookie" })])).ask("/");
    expect(headerOf(old, "Set-Cookie")).toMatch(/^INGRESSCOOKIE=[\d.]+; Path=\/; HttpOnly$/);
  });

  const shaped = (annotations: Record<string, string>) =>
    nginxOf(
      "v1.3.0",
      configurationOf("v1.3.0", [
        ingressOf("main", ["/ Prefix web"]),
        ingressOf("next", ["/ Prefix next"], { canary: "true", ...annotations }),
      ]),
    );
  const share = (annotations: Record<string, string>, headers: readonly (readonly [string, string])[] = [], count = 1): number => {
    const { ask, log } = shaped(annotations);
    for (let number = 0; number < count; number++) ask("/", { headers });
    return log().filter((line) => line.includes("[default-web-80] [default-next-80]")).length;
  };

  test("canaries by header, cookie and weight", () => {
    const byHeader = { "canary-by-header": "X-Canary" };
    expect(share(byHeader)).toBe(0);
    expect(share(byHeader, [["X-Canary", "always"]])).toBe(1);
    expect(share({ ...byHeader, "canary-weight": "100" }, [["X-Canary", "never"]])).toBe(0);
    expect(share({ ...byHeader, "canary-by-header-value": "blue" }, [["X-Canary", "blue"]])).toBe(1);
    expect(share({ ...byHeader, "canary-by-header-value": "blue" }, [["X-Canary", "always"]])).toBe(0);
    expect(share({ ...byHeader, "canary-by-header-pattern": "^b" }, [["X-Canary", "blue"]])).toBe(1);
    expect(share({ "canary-by-cookie": "next" }, [["Cookie", "next=always"]])).toBe(1);
    expect(share({ "canary-weight": "100" })).toBe(1);
    const thirty = share({ "canary-weight": "30" }, [], 1000);
    expect(thirty).toBeGreaterThan(250);
    expect(thirty).toBeLessThan(350);
    const tenth = share({ "canary-weight": "100", "canary-weight-total": "1000" }, [], 1000);
    expect(tenth).toBeGreaterThan(65);
    expect(tenth).toBeLessThan(135);
  });
});

describe("added headers", () => {
  test("for scripts of other origins", () => {
    const { ask, sent } = nginxOf(
      "v1.3.0",
      web({ "enable-cors": "true", "cors-allow-origin": "https://*.example.com, https://a.test", "cors-allow-methods": "GET, POST" }),
    );
    const origin = (name: string) => ({ ...HOST, headers: [["Origin", name]] as const });
    expect(headerOf(ask("/", origin("https://x.example.com")), "Access-Control-Allow-Origin")).toBe("https://x.example.com");
    expect(headerOf(ask("/", origin("https://evil.test")), "Access-Control-Allow-Origin")).toBeUndefined();
    const preflight = ask("/", { ...origin("https://a.test"), method: "OPTIONS" });
    expect([preflight.status, headerOf(preflight, "Access-Control-Allow-Methods"), headerOf(preflight, "Access-Control-Max-Age")]).toEqual([
      204,
      "GET, POST",
      "1728000",
    ]);
    expect(sent).toHaveLength(2);
    expect(headerOf(nginxOf("v1.3.0", web({ "enable-cors": "true" })).ask("/", HOST), "Access-Control-Allow-Origin")).toBe("*");
  });

  test("by a snippet; what else a snippet does is refused by name", () => {
    const snippet = (text: string) => nginxOf("v1.3.0", web({ "configuration-snippet": text })).ask("/", HOST);
    expect(headerOf(snippet('more_set_headers "X-Via: me";\nadd_header X-Two two always;'), "X-Via")).toBe("me");
    const answer = snippet("proxy_cache off;");
    expect([answer.status, answer.body]).toEqual([
      501,
      "k8sim does not emulate nginx.ingress.kubernetes.io/configuration-snippet (ingress default/web)\n",
    ]);
    expect(nginxOf("v1.3.0", web({ "auth-url": "https://auth" })).ask("/", HOST).status).toBe(501);
  });
});

test("the access log", () => {
  const { ask, log } = nginxOf("v1.3.0", web());
  ask("/web?x=1", { headers: [["X-Request-ID", "0123456789abcdef0123456789abcdef"]] });
  ask("/nobody");
  expect(log()).toHaveLength(1);
  expect(log()[0]).toMatch(
    /^192\.168\.1\.101 - - \[20\/Nov\/2026:10:00:00 \+0000\] "GET \/web\?x=1 HTTP\/1\.1" 200 3 "-" "curl\/7\.68\.0" 138 0\.002 \[default-web-80\] \[\] 10\.0\.0\.\d:8080 3 0\.002 200 0123456789abcdef0123456789abcdef$/,
  );
});
