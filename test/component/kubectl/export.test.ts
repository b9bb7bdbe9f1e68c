import { expect, test } from "bun:test";
import { deployment, DEPLOYMENTS } from "../controllers/world.ts";
import { createKubectl } from "./world.ts";

const OLD = "v1.18.4";
const NOTE = "E|Flag --export has been deprecated, This flag is deprecated and will be removed in future.\n";

async function exported(what: string, path: string): Promise<string> {
  const { world, run } = createKubectl(OLD);
  world.client.create(DEPLOYMENTS, deployment("web", 2));
  world.advance(5000);
  await run("expose deploy web --port=80 --type=NodePort");
  const text = await run(`get ${what} --export -o jsonpath=${path}`);
  expect(text.endsWith(NOTE)).toBe(true);
  return text.slice(0, -NOTE.length);
}

test("get --export leaves out what belongs to the cluster", async () => {
  expect(
    await exported("deploy web", "{.metadata.uid}{.metadata.namespace}{.metadata.resourceVersion}|{.metadata.generation}|{.status}"),
  ).toBe("|1|map[]");
  expect(await exported("service web", "{.spec.clusterIP}{.spec.ports}{.status}")).toBe(
    "[map[port:80 protocol:TCP targetPort:80]]map[loadBalancer:map[]]",
  );
});

test("a name that was generated goes as well, and a pod is pending again", async () => {
  expect(await exported("pods", "{.items[0].status.phase}")).toBe("Running");
  const { world, run } = createKubectl(OLD);
  world.client.create(DEPLOYMENTS, deployment("web", 1));
  world.advance(5000);
  const name = (await run("get pods -o name")).trim();
  expect(await run(`get ${name} --export -o jsonpath={.metadata.name}{.status}`)).toBe(`map[phase:Pending qosClass:BestEffort]${NOTE}`);
});

test("what cannot be exported", async () => {
  expect(await createKubectl(OLD).run("get cs scheduler --export")).toBe(
    `${NOTE}Error from server (BadRequest): export of "componentstatuses" is not supported\n`,
  );
});
