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
