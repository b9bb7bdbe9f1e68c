import { expect, test } from "bun:test";
import { inPods, type PodProgram } from "../../../src/components/in-pod/program.ts";
import { setFault } from "../../../src/network/node-faults.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { objectKey, splitKey } from "../../../src/machinery/object.ts";
import { createWorld, pod } from "./world.ts";

/** A controller that writes the name of its leading pod on every config map with a label. */
const stamper: PodProgram = {
  name: "stamper",
  images: /^acme\/stamper$/,
  startMs: 2000,
  userAgent: "stamper/1.0",
  watches: [{ resource: "configmaps", keys: ({ object }) => (object.metadata.labels?.["stamp"] ? [objectKey(object)] : []) }],
  all: ({ lister }) =>
    lister
      .list("configmaps")
      .filter(({ metadata }) => metadata.labels?.["stamp"])
      .map(objectKey),
  reconcile(key, { lister, instances: [leader] }) {
    const { namespace, name } = splitKey(key);
    const map = lister.get("configmaps", namespace, name);
    const by = leader?.pod.metadata.name ?? "";
    if (!map || !leader || (map["data"] as Record<string, string> | undefined)?.["by"] === by) return undefined;
    leader.client.update({ group: "", version: "v1", resource: "configmaps", namespace }, { ...map, data: { by } });
    return undefined;
  },
};

function stampedBy(world: ReturnType<typeof createWorld>, name: string): string | undefined {
  return (world.store.get("configmaps", "default", name)?.["data"] as Record<string, string> | undefined)?.["by"];
}

const map = (name: string): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels: { stamp: "yes" } } });

test("a program acts while one of its pods runs, and looks at everything when it begins", () => {
  const world = createWorld({ components: [inPods(stamper)] });
  world.create(map("before"));
  world.run(5);
  expect(stampedBy(world, "before")).toBeUndefined();
  world.create(pod("first", { image: "acme/stamper:v1" }));
  world.run(1);
  expect(stampedBy(world, "before")).toBeUndefined();
  world.run(30);
  expect(stampedBy(world, "before")).toBe("first");
  world.create(map("during"));
  world.run(1);
  expect(stampedBy(world, "during")).toBe("first");
  world.deletePod("first", 0);
  world.create(map("after"));
  world.run(5);
  expect(stampedBy(world, "after")).toBeUndefined();
});

test("the next process leads when the first has lost its node", () => {
  const world = createWorld({ components: [inPods(stamper)] });
  world.create(pod("first", { image: "acme/stamper:v1" }));
  world.run(30);
  world.create(pod("second", { image: "docker.io/acme/stamper" }));
  world.run(30);
  world.create(map("one"));
  world.run(1);
  expect(stampedBy(world, "one")).toBe("first");
  setFault(world.memory, world.pod("first").spec.nodeName ?? "", { kind: "off", since: world.sim.now() });
  world.create(map("two"));
  world.run(1);
  expect(stampedBy(world, "two")).toBe("second");
});
