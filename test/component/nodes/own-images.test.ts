import { expect, test } from "bun:test";
import { readOwnImages } from "../../../src/images/own/read.ts";
import { keepOwnImages } from "../../../src/images/own/stored.ts";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import { createNetwork } from "../../../src/network/network.ts";
import { createWorld, pod } from "./world.ts";

const APP = `
image: my-app:v2
ports: [8080]
answers: [{path: /healthz, body: ok}, {path: '/v', body: '{{env COLOR}} {{tag}} {{client}}'}]
body: 'hello {{hostname}}'
log: {start: 'up {{image}}', request: '{{method}} {{path}} {{status}}'}
startsAfter: 2s
fails: {afterRequests: 3, missingEnv: [COLOR], exitCode: 7}
`;

function lab(yaml: string, container: object = { env: [{ name: "COLOR", value: "blue" }] }, image = "my-app:v2") {
  const world = createWorld();
  keepOwnImages(readOwnImages(yaml, "test"), world.memory);
  world.create(pod("app", { image, ...container }, { nodeName: "w1-k8s" }));
  world.run(5);
  const context = world.context("kubelet");
  const { lister, sim, memory, cluster } = world;
  const network = createNetwork({ lister, sim, memory, cluster, programs: createPrograms(context) });
  const runtime = createNodeRuntime(context, network);
  const get = (path: string, port = 8080) => runtime.http(world.pod("app"), port, { method: "GET", path, headers: [], body: "" });
  return { world, runtime, get, log: (previous = false) => runtime.logs(world.pod("app"), "c", { previous }) };
}

test("it answers, logs and ends as described", () => {
  const { world, get, log } = lab(APP);
  expect(get("/healthz")?.body).toBe("ok");
  expect(get("/v")?.body).toStartWith("blue v2 172.16.171.64");
  expect(log()).toBe("up my-app:v2\nGET /healthz 200\nGET /v 200\n");
  expect(get("/other?x")?.body).toBe("hello app");
  world.run(20);
  expect(world.pod("app").status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 7, reason: "Error" } },
  });
  expect(log(true)).toEndWith("GET /other?x 200\n");
  expect(log()).toBe("up my-app:v2\n");
});

test("it is not there before it has started", () => {
  const { world, get } = lab(APP.replace("startsAfter: 2s", "startsAfter: 30s"));
  expect(get("/")).toBeUndefined();
  world.run(30);
  expect(get("/")?.status).toBe(200);
});

test("it fails without the variable that it needs", () => {
  const { world, log } = lab(APP, {});
  world.run(20);
  expect(log(true)).toBe("environment variable COLOR is not set\n");
  expect(world.pod("app").status?.containerStatuses?.[0]?.lastState?.terminated?.exitCode).toBe(7);
});

test("it ends by itself after its time", () => {
  const { world, log } = lab("{image: 'my-app:v2', fails: {after: 30s, exitCode: 0, log: done}}");
  world.run(29);
  expect(world.pod("app").status?.containerStatuses?.[0]?.restartCount).toBe(1);
  expect(world.pod("app").status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: "Completed" });
  expect(log(true)).toBe("done\n");
});

test("a tag that was not described cannot be pulled, another name runs and says that it is emulated", () => {
  const { world } = lab(APP, {}, "my-app:v3");
  world.run(5);
  expect(world.events("app").join("\n")).toContain("manifest for my-app:v3 not found");
  const other = lab(APP, { ports: [{ containerPort: 8080 }] }, "team/unknown:v1");
  expect(other.get("/")?.body).toBe('app: k8sim emulates team/unknown:v1; "k8sim image add" tells it what to answer\n');
});
