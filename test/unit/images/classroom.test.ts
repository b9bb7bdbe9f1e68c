import { expect, test } from "bun:test";
import { imageBehaviour } from "../../../src/images/index.ts";
import type { ContainerView } from "../../../src/images/view.ts";
import { countRequest } from "../../../src/images/request-count.ts";
import type { AppRequest } from "../../../src/network/http.ts";
import { memoryInMap } from "./memory-in-map.ts";

function ask(
  image: string,
  path = "/",
  options: { args?: string[]; times?: number } = {},
): { port: number | undefined; answers: string[] } {
  const memory = memoryInMap();
  const behaviour = imageBehaviour(image, memory);
  const view = {
    pod: { metadata: { name: "web-1", uid: "u" }, spec: { containers: [] }, status: { podIP: "172.16.1.5" } },
    container: { name: "c", image, ...(options.args ? { args: options.args } : {}) },
    behaviour,
    memory,
    startedAt: 0,
    now: 65_000,
    lister: { list: () => [], get: () => undefined },
    cluster: { dnsAddress: "10.96.0.10" },
  } as unknown as ContainerView;
  const request = {
    method: "GET",
    path,
    headers: [
      ["Host", "lab"],
      ["User-Agent", "curl/7.29.0"],
      ["Accept", "*/*"],
    ],
    body: "",
    clientAddress: "10.0.0.9",
    address: "172.16.1.5",
    port: 80,
  } as unknown as AppRequest;
  const answers = Array.from({ length: options.times ?? 1 }, () => {
    const body = behaviour.answer?.(request, view).body ?? "";
    countRequest(view);
    return body;
  });
  return { port: behaviour.ports(view)[0], answers };
}

test("what courses' servers say", () => {
  const told = (image: string, path?: string): unknown => {
    const { port, answers } = ask(image, path);
    return [port, answers[0]];
  };
  expect(told("luksa/kubia")).toEqual([8080, "You've hit web-1\n"]);
  expect(told("luksa/kubia:v2")).toEqual([8080, "This is v2 running in pod web-1\n"]);
  expect(told("gcr.io/google-samples/kubernetes-bootcamp:v1")).toEqual([8080, "Hello Kubernetes bootcamp! | Running on: web-1 | v=1\n"]);
  expect(told("gcr.io/google-samples/hello-app:2.0")).toEqual([8080, "Hello, world!\nVersion: 2.0.0\nHostname: web-1\n"]);
  expect(told("ikubernetes/myapp:v2")).toEqual([80, 'Hello MyApp | Version: v2 | <a href="hostname.html">Pod Name</a>\n']);
  expect(told("ikubernetes/myapp:v1", "/hostname.html")).toEqual([80, "web-1\n"]);
  expect(told("gasbugs/http-go:v1")).toEqual([8080, "Welcome! web-1\n"]);
  expect(told("smlinux/appjs")).toEqual([8080, "Container Hostname: web-1\n"]);
  expect(told("kubetm/app", "/hostname")).toEqual([8080, "Hostname : web-1\n"]);
  expect(told("kubetm/app:v2", "/version")).toEqual([8080, "Version : v2\n"]);
  expect(told("registry.k8s.io/hpa-example")).toEqual([80, "OK!"]);
});

test("what they say of the request and of themselves", () => {
  expect(ask("hashicorp/http-echo", "/", { args: ["-text=apple", "-listen=:8081"] })).toEqual({ port: 8081, answers: ["apple\n"] });
  expect(ask("c1t1d0s7/myweb").answers[0]).toContain("Uptime: 65\nIP: 172.16.1.5\nDNS: 10.96.0.10\n");
  expect(ask("kicbase/echo-server:1.0", "/a?b=c").answers[0]).toBe(
    "Request served by web-1\n\nHTTP/1.1 GET /a?b=c\n\nHost: lab\nAccept: */*\nUser-Agent: curl/7.29.0\n",
  );
  expect(ask("traefik/whoami").answers[0]).toMatch(
    /^Hostname: web-1\nIP: 127\.0\.0\.1\nIP: 172\.16\.1\.5\nRemoteAddr: 10\.0\.0\.9:\d+\nGET \/ HTTP\/1\.1\nHost: lab\n/,
  );
  expect(ask("nginxdemos/hello:plain-text", "/x").answers[0]).toMatch(
    /^Server address: 172\.16\.1\.5:80\nServer name: web-1\nDate: 01\/Jan\/1970:00:01:05 \+0000\nURI: \/x\nRequest ID: [0-9a-f]{32}\n$/,
  );
});

test("kubia that falls ill after five requests", () => {
  expect(ask("luksa/kubia-unhealthy", "/", { times: 6 }).answers.slice(4)).toEqual([
    "You've hit web-1\n",
    "I'm not well. Please restart me!",
  ]);
});
