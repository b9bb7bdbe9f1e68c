import { expect, test } from "bun:test";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import { createNetwork } from "../../../src/network/network.ts";
import { createWorld } from "./world.ts";

/** A pod whose init container and second container write where its first container, nginx, reads. */
function lab() {
  const world = createWorld();
  const writer = (name: string, script: string) => ({
    name,
    image: "alpine",
    command: ["/bin/sh", "-c"],
    args: [script],
    volumeMounts: [{ name: "page", mountPath: "/out" }],
  });
  world.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "shared", namespace: "default" },
    spec: {
      nodeName: "w1-k8s",
      volumes: [{ name: "page", emptyDir: {} }],
      initContainers: [writer("first", 'echo "of the init container" > /out/init.html')],
      containers: [
        { name: "web", image: "nginx:1.20", volumeMounts: [{ name: "page", mountPath: "/usr/share/nginx/html" }] },
        writer("builder", 'echo "made $(date +%Y-%m-%d)" > /out/index.html; sleep 20; echo late > /out/index.html; sleep infinity'),
      ],
    },
  });
  world.run(8);
  const context = world.context("kubelet");
  const { lister, sim, memory, cluster } = world;
  const runtime = createNodeRuntime(context, createNetwork({ lister, sim, memory, cluster, programs: createPrograms(context) }));
  const exec = (container: string, ...command: string[]) => runtime.exec(world.pod("shared"), { container, command }).stdout;
  return { world, exec };
}

test("containers of a pod see what the others' scripts have written into a volume that they share", () => {
  const { world, exec } = lab();
  const page = "/usr/share/nginx/html";
  expect(exec("builder", "ls", "/out")).toBe("index.html\ninit.html\n");
  expect(exec("web", "cat", `${page}/index.html`, `${page}/init.html`)).toMatch(/^made \d{4}-\d\d-\d\d\nof the init container\n$/);
  world.run(25);
  expect(exec("web", "cat", `${page}/index.html`)).toBe("late\n");
  exec("web", "sh", "-c", `echo mine > ${page}/index.html`);
  expect(exec("builder", "cat", "/out/index.html")).toBe("mine\n");
});
