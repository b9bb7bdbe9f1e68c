import { describe, expect, test } from "bun:test";
import { configurationOf, ingressOf, type Line, routeOf } from "./world.ts";

const OLD = "0.30.0";
const NEW = "v1.3.0";

/** Paths of one ingress, then requests with where they go. facts/ingress-nginx.md 7 and the sources that it names */
const TABLE: readonly (readonly [
  release: string,
  lines: readonly Line[],
  annotations: Record<string, string>,
  requests: readonly (readonly [string, string])[],
])[] = [
  // 0.30: every path is a prefix of text, whatever its type.
  [
    OLD,
    ["/ip Prefix ip", "/ip/deep Exact deep", "- Prefix root"],
    {},
    [
      ["/", "root /"],
      ["/ip", "ip /ip"],
      ["/ipx", "ip /ipx"],
      ["/IP", "root /IP"],
      ["/ip/deep", "deep /ip/deep"],
      ["/ip/deeper", "deep /ip/deeper"],
      ["/ip/dee", "ip /ip/dee"],
    ],
  ],
  // The book's: one rewritten path makes all of them expressions, and `/` with target `/` changes nothing.
  [
    OLD,
    ["- ImplementationSpecific hname", "/ip ImplementationSpecific ip", "/your-directory ImplementationSpecific none"],
    { "rewrite-target": "/" },
    [
      ["/", "hname /"],
      ["/asdf", "hname /asdf"],
      ["/ip", "ip /"],
      ["/ip/more", "ip /"],
      ["/ipx", "ip /"],
      ["/IP", "ip /"],
      ["/a/ip", "hname /a/ip"],
      ["/your-directory", "none /"],
    ],
  ],
  // 1.x: Prefix goes by elements of the path.
  [
    NEW,
    ["/foo Prefix foo", "/foo/bar Prefix bar", "/aaa/bbb Prefix abb"],
    {},
    [
      ["/foo", "foo /foo"],
      ["/foo/", "foo /foo/"],
      ["/foobar", "404"],
      ["/foo/ba", "foo /foo/ba"],
      ["/foo/bar", "bar /foo/bar"],
      ["/foo/bar/", "bar /foo/bar/"],
      ["/foo/barn", "foo /foo/barn"],
      ["/FOO", "404"],
      ["/", "404"],
      ["/aaa/bb", "404"],
      ["/aaa/bbb", "abb /aaa/bbb"],
      ["/aaa/bbb/ccc", "abb /aaa/bbb/ccc"],
      ["/aaa/bbbxyz", "404"],
    ],
  ],
  // A slash at the end of the path in the ingress: the element without it belongs to it as well.
  [
    NEW,
    ["/foo/ Prefix foo"],
    {},
    [
      ["/foo/", "foo /foo/"],
      ["/foo/x", "foo /foo/x"],
    ],
  ],
  [
    NEW,
    ["/foo Exact foo"],
    {},
    [
      ["/foo", "foo /foo"],
      ["/foo/", "404"],
      ["/foo/bar", "404"],
      ["/foo?x=1", "foo /foo"],
    ],
  ],
  [
    NEW,
    ["/foo Exact exact", "/foo Prefix prefix", "/ Prefix root"],
    {},
    [
      ["/foo", "exact /foo"],
      ["/foo/", "prefix /foo/"],
      ["/foo/bar", "prefix /foo/bar"],
      ["/foobar", "root /foobar"],
    ],
  ],
  // What an implementation may decide, this one takes for Prefix.
  [
    NEW,
    ["/ ImplementationSpecific root"],
    {},
    [
      ["/", "root /"],
      ["/x", "root /x"],
    ],
  ],
  [
    NEW,
    ["/foo ImplementationSpecific foo", "/dir/ ImplementationSpecific dir"],
    {},
    [
      ["/foo", "foo /foo"],
      ["/foo/bar", "foo /foo/bar"],
      ["/foobar", "404"],
      ["/dir/x", "dir /dir/x"],
      // nginx's own redirect to what only lacks its slash
      ["/dir", "redirect"],
    ],
  ],
  [
    NEW,
    ["/ Prefix root", "/a Prefix a", "/a/b/c Prefix abc", "/a/b Prefix ab"],
    {},
    [
      ["/", "root /"],
      ["/x", "root /x"],
      ["/a", "a /a"],
      ["/a/b", "ab /a/b"],
      ["/a/b/c/d", "abc /a/b/c/d"],
      ["/ab", "root /ab"],
    ],
  ],
  // What a client writes is decoded and tidied before it is looked up.
  [
    NEW,
    ["/foo/bar Prefix bar", "/foo Prefix foo"],
    {},
    [
      ["/foo//bar", "bar /foo/bar"],
      ["/foo/./bar", "bar /foo/bar"],
      ["/foo/x/../bar", "bar /foo/bar"],
      ["/f%6fo", "foo /foo"],
      ["/../foo", "404"],
    ],
  ],
  // The course's fan-out: also in 1.x rewriting makes /foo match /foobar and /FOO.
  [
    NEW,
    ["/foo Prefix v1", "/bar Prefix v2"],
    { "rewrite-target": "/" },
    [
      ["/foo", "v1 /"],
      ["/foo/x/y", "v1 /"],
      ["/foobar", "v1 /"],
      ["/FOO", "v1 /"],
      ["/bar?x=1", "v2 /"],
      ["/", "404"],
      ["/x/foo", "404"],
    ],
  ],
  // Groups of the path in the target.
  [
    NEW,
    ["/something(/|$)(.*) ImplementationSpecific web"],
    { "rewrite-target": "/$2" },
    [
      ["/something", "web /"],
      ["/something/", "web /"],
      ["/something/new", "web /new"],
      ["/something/new/x", "web /new/x"],
      ["/somethingelse", "404"],
    ],
  ],
  [
    NEW,
    ["/api/v(\\d+)/(.*) ImplementationSpecific api"],
    { "rewrite-target": "/$2/$1" },
    [
      ["/api/v2/users", "api /users/2"],
      ["/api/vx/users", "404"],
    ],
  ],
  // Expressions: longest first, anchored at the start alone, without regard to case.
  [
    NEW,
    ["/foo/.* ImplementationSpecific any", "/foo/[a-z]+/bar ImplementationSpecific bar", "/ Prefix root"],
    { "use-regex": "true" },
    [
      ["/foo/x/bar", "bar /foo/x/bar"],
      ["/foo/1/bar", "any /foo/1/bar"],
      ["/Foo/x", "any /Foo/x"],
      ["/foo", "root /foo"],
    ],
  ],
  // An expression that cannot be read never matches.
  [NEW, ["/foo( ImplementationSpecific foo"], { "use-regex": "true" }, [["/foo", "404"]]],
];

describe("paths", () => {
  test.each(
    TABLE.flatMap(([release, lines, annotations, requests]) =>
      requests.map(([target, to]) => [release, lines.join(", "), target, to, lines, annotations] as const),
    ),
  )("%s: %s: %s -> %s", (release, _, target, to, lines, annotations) => {
    expect(routeOf(configurationOf(release, [ingressOf("one", lines, annotations)]), "192.168.1.101", target)).toBe(to);
  });
});

describe("hosts", () => {
  const lines = ["a.example.com / Prefix a", "*.example.com / Prefix wild", "*.deep.example.com / Prefix deep", "/ Prefix rest"];
  test.each([
    ["a.example.com", "a /"],
    ["A.Example.COM", "a /"],
    ["a.example.com:30080", "a /"],
    ["b.example.com", "wild /"],
    ["x.deep.example.com", "deep /"],
    ["x.y.example.com", "rest /"],
    ["example.com", "rest /"],
    ["192.168.1.101:30100", "rest /"],
  ])("%s -> %s", (host, to) => {
    expect(routeOf(configurationOf(NEW, [ingressOf("one", lines)]), host.replace(/:\d+$/, "").toLowerCase(), "/")).toBe(to);
  });

  test("a host without a path / answers 404 there, or with the default backend of its ingress", () => {
    const plain = configurationOf(NEW, [ingressOf("one", ["a.example.com /x Prefix x", "/ Prefix rest"])]);
    expect(routeOf(plain, "a.example.com", "/")).toBe("404");
    const spec = { defaultBackend: { service: { name: "fallback", port: { number: 80 } } } };
    const backed = configurationOf(NEW, [ingressOf("one", ["a.example.com /x Prefix x"], {}, spec)]);
    expect(routeOf(backed, "a.example.com", "/y")).toBe("fallback /y");
    expect(routeOf(backed, "b.example.com", "/y")).toBe("fallback /y");
  });

  test("aliases share a server, unless they are hosts of their own", () => {
    const one = ingressOf("one", ["a.example.com / Prefix a"], { "server-alias": "alias.example.com, b.example.com" });
    const configuration = configurationOf(NEW, [one, ingressOf("two", ["b.example.com / Prefix b"])]);
    expect(routeOf(configuration, "alias.example.com", "/")).toBe("a /");
    expect(routeOf(configuration, "b.example.com", "/")).toBe("b /");
  });
});

describe("several ingresses", () => {
  test("the oldest has a path that two name", () => {
    const [old, young] = [ingressOf("old", ["/x Prefix old"]), ingressOf("young", ["/x Prefix young", "/y Prefix young"])];
    const configuration = configurationOf(NEW, [old, young]);
    expect(routeOf(configuration, "h", "/x")).toBe("old /x");
    expect(routeOf(configuration, "h", "/y")).toBe("young /y");
  });

  test("one that rewrites makes its host's other paths expressions as well", () => {
    const configuration = configurationOf(NEW, [
      ingressOf("plain", ["/foo Prefix foo"]),
      ingressOf("other", ["/bar Prefix bar"], { "rewrite-target": "/x" }),
    ]);
    expect(routeOf(configuration, "h", "/foobar")).toBe("foo /foobar");
    expect(routeOf(configuration, "h", "/FOO/")).toBe("foo /FOO/");
    expect(routeOf(configuration, "h", "/bar")).toBe("bar /x");
  });

  test("a canary joins the upstream of the same path, and has none of its own", () => {
    const canary = ingressOf("canary", ["/ Prefix next", "/only Prefix next"], { canary: "true", "canary-weight": "10" });
    const configuration = configurationOf(NEW, [ingressOf("main", ["/ Prefix web"]), canary]);
    expect(routeOf(configuration, "h", "/")).toBe("web /");
    expect(routeOf(configuration, "h", "/only")).toBe("web /only");
    expect(configuration.upstreams.find(({ name }) => name === "default-web-80")?.alternatives).toEqual(["default-next-80"]);
  });
});

test("a host with a TLS section has a certificate: its secret, or the controller's own where that is missing", () => {
  const tls = (secretName: string) => ({ tls: [{ hosts: ["a.example.com"], secretName }] });
  const certificate = (secret: string): string | undefined =>
    configurationOf(NEW, [ingressOf("one", ["a.example.com / Prefix a"], {}, tls(secret))]).servers.find(
      ({ hostname }) => hostname === "a.example.com",
    )?.certificate;
  expect(certificate("web-tls")).toBe("default/web-tls");
  expect(certificate("none")).toBe("default");
});

test("a service that is not there has an upstream without endpoints", () => {
  const { upstreams } = configurationOf(OLD, [ingressOf("one", ["/x Prefix none", "/y Prefix web"])]);
  expect(upstreams.map(({ name, endpoints }) => [name, endpoints.map(({ address }) => address)])).toEqual([
    ["default-none-80", []],
    ["default-web-80", ["10.0.0.1:8080", "10.0.0.2:8080"]],
    ["upstream-default-backend", ["127.0.0.1:8181"]],
  ]);
});
