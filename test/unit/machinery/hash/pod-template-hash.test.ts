import { describe, expect, test } from "bun:test";
import { fnv32, fnv32a, fnv32aBytes, safeEncode } from "../../../../src/machinery/hash/fnv.ts";
import { daemonSetRevisionHash, podTemplateDump, podTemplateHash } from "../../../../src/machinery/hash/pod-template-hash.ts";
import type { CorednsRelease } from "./templates.ts";
import { corednsTemplate, createdTemplate } from "./templates.ts";

describe("pod-template-hash of templates that readers of the book have seen on 1.18", () => {
  test.each([
    ["np-pods", "echo-hname", "sysnet4admin/echo-hname", "5767d54d4b"],
    ["in-hname-pod", "echo-hname", "sysnet4admin/echo-hname", "8565c86448"],
    ["in-ip-pod", "echo-ip", "sysnet4admin/echo-ip", "76bf6989d"],
    ["lb-hname-pods", "echo-hname", "sysnet4admin/echo-hname", "79b95c7c7b"],
    ["lb-ip-pods", "echo-ip", "sysnet4admin/echo-ip", "6c6bb59b4"],
    ["hpa-hname-pods", "echo-hname", "sysnet4admin/echo-hname", "75f874d48c"],
    ["dpy-nginx", "nginx", "nginx", "c8d778df"],
    ["dpy-hname", "echo-hname", "sysnet4admin/echo-hname", "59778b9bb"],
  ])("%s is %s %s %s", (app, name, image, hash) => {
    expect(podTemplateHash(createdTemplate(app, name, image), 18)).toBe(hash);
  });

  test("requests and limits change it", () => {
    const resources = { requests: { cpu: "10m" }, limits: { cpu: "50m" } };
    const template = createdTemplate("hpa-hname-pods", "echo-hname", "sysnet4admin/echo-hname", { resources });
    expect(podTemplateHash(template, 18)).toBe("696b8fcc99");
  });
});

describe("pod-template-hash of kubeadm's CoreDNS in every minor", () => {
  const OLD = "k8s.gcr.io/coredns";
  const both: CorednsRelease["tolerations"] = ["master", "control-plane"];
  const plain = { spread: false, drop: "all" };
  const spread = { spread: true, drop: "all", tolerations: ["control-plane"] as CorednsRelease["tolerations"] };
  const NEW = "registry.k8s.io/coredns/coredns";
  const rows: [number, string, CorednsRelease][] = [
    [18, "66bff467f8", { ...plain, image: `${OLD}:1.6.7`, tolerations: ["master"] }],
    [19, "f9fd979d6", { ...plain, image: `${OLD}:1.7.0`, tolerations: ["master"] }],
    [20, "74ff55c5b", { ...plain, image: `${OLD}:1.7.0`, tolerations: both }],
    [21, "558bd4d5db", { ...plain, image: `${OLD}/coredns:v1.8.0`, tolerations: both }],
    [22, "78fcd69978", { ...plain, image: `${OLD}/coredns:v1.8.4`, tolerations: both }],
    [23, "64897985d", { ...plain, image: `${OLD}/coredns:v1.8.6`, tolerations: both }],
    [24, "6d4b75cb6d", { ...plain, image: `${OLD}/coredns:v1.8.6`, tolerations: both }],
    [25, "565d847f94", { ...spread, image: `${NEW}:v1.9.3`, tolerations: both }],
    [26, "787d4945fb", { ...spread, image: `${NEW}:v1.9.3` }],
    [27, "5d78c9869d", { ...spread, image: `${NEW}:v1.10.1` }],
    [28, "5dd5756b68", { ...spread, image: `${NEW}:v1.10.1` }],
    [29, "76f75df574", { ...spread, image: `${NEW}:v1.11.1`, drop: "ALL" }],
    [30, "55cb58b774", { ...spread, image: `${NEW}:v1.11.3`, drop: "ALL" }],
    [31, "7c65d6cfc9", { ...spread, image: `${NEW}:v1.11.3`, drop: "ALL" }],
    [32, "668d6bf9bc", { ...spread, image: `${NEW}:v1.11.3`, drop: "ALL" }],
  ];
  test.each(rows)("1.%i is %s", (minor, hash, release) => {
    expect(podTemplateHash(corednsTemplate(release), minor)).toBe(hash);
  });
});

test("empty maps and lists are nil to Go, empty pointers are not", () => {
  const dump = podTemplateDump({ metadata: { labels: {} }, spec: { nodeSelector: {}, securityContext: {}, containers: [] } }, 18);
  expect(dump).toContain("Labels:(map[string]string)<nil> ");
  expect(dump).toContain("NodeSelector:(map[string]string)<nil> ");
  expect(dump).toContain("Containers:([]v1.Container)<nil> ");
  expect(dump).toContain("SecurityContext:(*v1.PodSecurityContext){SELinuxOptions:");
});

test("a collision count changes the hash, 0 as well", () => {
  const template = createdTemplate("a", "b", "c");
  const hashes = [undefined, 0, 1, 2].map((count) => daemonSetRevisionHash(template, 20, count));
  expect(new Set(hashes).size).toBe(4);
});

test("the sums are FNV's own", () => {
  expect(fnv32a("foobar")).toBe(0xbf9cf968);
  expect(fnv32("foobar")).toBe(0x31f0b262);
  expect(fnv32a("é")).toBe(fnv32aBytes([0xc3, 0xa9]));
  expect(safeEncode("0123456789")).toBe("456789bcdf");
});
