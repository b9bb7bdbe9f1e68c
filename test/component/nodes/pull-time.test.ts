import { expect, test } from "bun:test";
import { createWorld, pod } from "./world.ts";

/** Seconds until a pod of an image runs. */
function secondsToRun(images: readonly string[], pins: Record<string, string[]> = {}): number[] {
  const world = createWorld({ settings: { imagePulls: "by-size" }, pins, version: "v1.27.0", runtime: "containerd://1.6.4" });
  images.forEach((image, index) => void world.create(pod(`p${index}`, { image, imagePullPolicy: "IfNotPresent" }, { nodeName: "w1-k8s" })));
  const seconds = images.map(() => 0);
  for (let second = 1; second <= 120; second++) {
    world.run(1);
    images.forEach((_, index) => {
      if (world.pod(`p${index}`).status?.phase === "Running") seconds[index] ||= second;
    });
  }
  return seconds;
}

test.each([
  ["nginx:1.19", 10, 31],
  ["sysnet4admin/echo-hname", 4, 12],
  ["whatwant/node-web:1.0", 26, 62],
  ["quay.io/metallb/controller:v0.8.2", 5, 16],
])("the first pull of %s takes its time", (image, from, to) => {
  const [seconds = 0] = secondsToRun([image]);
  expect(seconds).toBeWithin(from, to);
});

test("pulls of one node come one after the other, and the events tell what they waited; what is there need not be pulled", () => {
  const world = createWorld({
    settings: { imagePulls: "by-size" },
    version: "v1.27.0",
    runtime: "containerd://1.6.4",
    pins: { "image-pull/w1-k8s/nginx:1.19": ["20000"], "image-pull/w1-k8s/redis:6": ["10000"] },
  });
  for (const [name, image] of [
    ["first", "nginx:1.19"],
    ["second", "redis:6"],
    ["third", "redis:6"],
  ] as const) {
    world.create(pod(name, { image }, { nodeName: "w1-k8s" }));
    world.run(name === "second" ? 40 : 2);
  }
  expect(world.events("second").join()).toMatch(/Successfully pulled image "redis:6" in 10s \(2[789][.\d]*s including waiting\)/);
  expect(world.events("third")).toContain('Normal Pulled Container image "redis:6" already present on machine');
  expect(world.pod("third").status?.phase).toBe("Running");
});
