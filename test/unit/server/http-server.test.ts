import { afterAll, expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { startServer } from "../../../src/server/http-server.ts";
import { settings, simAt } from "../../component/apiserver/world.ts";

const release = parseRelease("v1.20.2");
if (!release) throw new Error("no release");
const store = createMemoryStore();
const schema = loadSchema(20);
const api = createApiServer({ store, sim: simAt("2026-11-20T10:00:00Z"), catalog: createCatalog(), release, schema, settings });
store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });

const server = await startServer({
  unservedBody: () => "404 page not found\n",
  schema,
  port: 0,
  backend: {
    authenticate: async ({ impersonateUser }) =>
      impersonateUser ? { name: impersonateUser, groups: [] } : { name: "admin", groups: ["system:masters"] },
    handle: async (request) => api.handle(request),
    watch: async (request) => api.watch(request),
    wait: async (poll) => poll(),
  },
});
afterAll(() => server.stop());

const maps = `${server.url}/api/v1/namespaces/default/configmaps`;

test("creates, and answers in Go's field order", async () => {
  const response = await fetch(maps, {
    method: "POST",
    body: JSON.stringify({ kind: "ConfigMap", apiVersion: "v1", data: { a: "<b>" }, metadata: { name: "one" } }),
  });
  expect(response.status).toBe(201);
  const text = await response.text();
  expect(text).toStartWith('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"one","namespace":"default","uid":"');
  expect(text).toEndWith('"data":{"a":"\\u003cb\\u003e"}}\n');
});

test("items of a list have no kind; a table has rows with metadata alone", async () => {
  expect(await (await fetch(maps)).json()).toMatchObject({ kind: "ConfigMapList", items: [{ metadata: { name: "one" } }] });
  expect(await (await fetch(maps)).text()).not.toContain('"kind":"ConfigMap"');
  const table = (await (
    await fetch(maps, { headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" } })
  ).json()) as { rows: { object: object }[] };
  expect(table.rows[0]?.object).toMatchObject({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: { name: "one" } });
});

test("a watch is a stream of lines", async () => {
  const text = await (await fetch(`${maps}?watch=true&timeoutSeconds=1`)).text();
  expect(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { type: string }).type),
  ).toEqual(["ADDED"]);
});

test("refusals keep their code; impersonation counts", async () => {
  expect((await fetch(`${maps}/none`)).status).toBe(404);
  const refused = await fetch(maps, { headers: { "impersonate-user": "jane" } });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    kind: "Status",
    message: 'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "default"',
  });
});

test("OpenAPI as protobuf begins with its swagger version", async () => {
  const response = await fetch(`${server.url}/openapi/v2`, {
    headers: { accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf" },
  });
  expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 5)]).toEqual([10, 3, 50, 46, 48]);
});
