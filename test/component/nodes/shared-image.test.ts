import { expect, test } from "bun:test";
import { createWorld, pod } from "./world.ts";

test("a pod whose containers share an image pulls it once", () => {
  const world = createWorld();
  const twice = pod("twice", { image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sleep", "60"] });
  const init = { name: "init", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["true"] };
  world.create({ ...twice, spec: { ...(twice["spec"] as object), initContainers: [init] } });
  world.run(10);
  const messages = (world.lister.list("events") as readonly { reason?: string; message?: string }[])
    .filter(({ reason }) => reason === "Pulling" || reason === "Pulled")
    .map(({ message = "" }) => message.replace(/ in .*/, ""));
  expect(messages.toSorted()).toEqual([
    'Container image "busybox" already present on machine',
    'Pulling image "busybox"',
    'Successfully pulled image "busybox"',
  ]);
});

test("what one pod has pulled is there for the next on its node, and on no other; pods that start together both pull", () => {
  const world = createWorld();
  const on = (name: string, nodeName: string) => {
    const made = pod(name, { image: "nginx:1.19" });
    return { ...made, spec: { ...(made["spec"] as object), nodeName } };
  };
  world.create(on("first", "w1-k8s"));
  world.create(on("same-moment", "w1-k8s"));
  world.run(10);
  world.create(on("later", "w1-k8s"));
  world.create(on("elsewhere", "w2-k8s"));
  world.run(10);
  const pulls = (name: string) => world.events(name).filter((event) => event.includes("Pulling"));
  expect(pulls("first")).toHaveLength(1);
  expect(pulls("same-moment")).toHaveLength(1);
  expect(pulls("elsewhere")).toHaveLength(1);
  expect(pulls("later")).toEqual([]);
  expect(world.events("later")).toContain('Normal Pulled Container image "nginx:1.19" already present on machine');
});

test("a container that waits for its config map does not pull again", () => {
  const world = createWorld();
  world.create(pod("waits", { image: "nginx:1.19", envFrom: [{ configMapRef: { name: "missing" } }] }));
  world.run(60);
  const events = world.events("waits");
  expect(events.filter((event) => event.includes("Pulling"))).toEqual(['Normal Pulling Pulling image "nginx:1.19"']);
  expect(events.some((event) => event.startsWith('Normal Pulled Container image "nginx:1.19" already present on machine'))).toBe(true);
});
