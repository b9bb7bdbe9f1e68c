import { expect, test } from "bun:test";
import { createWorld, pod } from "./world.ts";

test("a pod on the node's network has its address while its containers are still being made", () => {
  const world = createWorld();
  world.create(pod("agent", { image: "nginx" }, { nodeName: "w1-k8s", hostNetwork: true }));
  world.run(0.2);
  expect(world.pod("agent").status).toMatchObject({ phase: "Pending", podIP: "192.168.1.101", podIPs: [{ ip: "192.168.1.101" }] });
});
