import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dir, "../../src/cli/main.ts");
const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

interface Body {
  kind: string;
  message?: string;
  reason?: string;
  metadata: { resourceVersion: string; labels?: Record<string, string> };
  items: { metadata: { name: string } }[];
  rows: { cells: unknown[] }[];
  data?: Record<string, string>;
}

const directory = mkdtempSync(join(tmpdir(), "k8sim-serve-"));
const env = { PATH: process.env["PATH"] ?? "", HOME: directory, K8SIM_HOME: join(directory, "state") };

function k8sim(...words: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...words], { env, stdout: "pipe", stderr: "pipe" });
}

/** Starts a server and gives its address once it says it. */
async function serve(...words: string[]) {
  const child = k8sim("serve", "--port", "0", ...words);
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const url = /https?:\/\/\S+/.exec(new TextDecoder().decode(value))?.[0] ?? "";
  return { child, url };
}

let server: Awaited<ReturnType<typeof serve>>;
let maps: string;

beforeAll(async () => {
  expect(await k8sim("cluster", "create", "--clock", "stepped", "--seed", "1").exited).toBe(0);
  server = await serve("--http");
  maps = `${server.url}/api/v1/namespaces/default/configmaps`;
}, 30_000);

afterAll(() => {
  server.child.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

async function send(method: string, url: string, body?: unknown, type = "application/json"): Promise<{ status: number; body: Body }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers: { "content-type": type }, ...(body === undefined ? {} : { body: text }) });
  return { status: response.status, body: (await response.json()) as Body };
}

function configMap(name: string, data: Record<string, string>, more: object = {}) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...more }, data };
}

test("lists, and lays out tables", async () => {
  const { status, body } = await send("GET", `${server.url}/api/v1/nodes`);
  expect(status).toBe(200);
  expect(body.items.map((node) => node.metadata.name)).toEqual(["m-k8s", "w1-k8s", "w2-k8s", "w3-k8s"]);
  const table = (await (await fetch(`${server.url}/api/v1/nodes`, { headers: { accept: TABLE } })).json()) as Body;
  expect(table.kind).toBe("Table");
  expect(table.rows[0]?.cells.slice(0, 2)).toEqual(["m-k8s", "Ready"]);
});

test("creates, refuses what is there and stale updates, patches, deletes", async () => {
  const created = await send("POST", maps, configMap("one", { a: "1" }));
  expect(created.status).toBe(201);
  expect(await send("POST", maps, configMap("one", {}))).toMatchObject({
    status: 409,
    body: { reason: "AlreadyExists", message: 'configmaps "one" already exists' },
  });
  const patched = await send("PATCH", `${maps}/one`, { data: { b: "2" } }, "application/strategic-merge-patch+json");
  expect(patched).toMatchObject({ status: 200, body: { data: { a: "1", b: "2" } } });
  const stale = configMap("one", { a: "3" }, { resourceVersion: created.body.metadata.resourceVersion });
  expect(await send("PUT", `${maps}/one`, stale)).toMatchObject({ status: 409, body: { reason: "Conflict" } });
  expect((await send("DELETE", `${maps}/one`)).status).toBe(200);
  expect(await send("GET", `${maps}/one`)).toMatchObject({
    status: 404,
    body: { reason: "NotFound", message: 'configmaps "one" not found' },
  });
});

test("a dry run leaves nothing", async () => {
  expect((await send("POST", `${maps}?dryRun=All`, configMap("dry", {}))).status).toBe(201);
  expect((await send("GET", `${maps}/dry`)).status).toBe(404);
});

test("a watch answers at once, then tells what happens, also through another process", async () => {
  const { body } = await send("GET", maps);
  const watching = await fetch(`${maps}?watch=true&resourceVersion=${body.metadata.resourceVersion}`);
  expect(watching.headers.get("content-type")).toBe("application/json");
  const reader = watching.body?.getReader();
  expect(await k8sim("kubectl", "create", "configmap", "seen").exited).toBe(0);
  await send("DELETE", `${maps}/seen`);
  let text = "";
  while (text.split("\n").length < 3) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(
    text
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type),
  ).toEqual(["ADDED", "DELETED"]);
});

test("many clients at once lose nothing", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `many-${index}`);
  const answers = await Promise.all(names.map((name) => send("POST", maps, configMap(name, {}))));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
  const versions = new Set(answers.map(({ body }) => body.metadata.resourceVersion));
  expect(versions.size).toBe(names.length);
});

test("what makes no sense is refused and nothing breaks", async () => {
  expect((await send("GET", `${server.url}/api/v1/pods/%zz`)).status).toBe(400);
  expect((await send("POST", maps, "{")).status).toBe(400);
  expect((await send("PATCH", `${maps}/one`, "{", "text/plain")).status).toBe(415);
  const [unserved, unknown] = await Promise.all(["/apis/nope/v1/things", "/healthz/nope"].map((path) => fetch(`${server.url}${path}`)));
  expect([unserved?.status, unknown?.status]).toEqual([404, 404]);
  expect(await unserved?.text()).toBe("404 page not found\n");
  expect(await unknown?.json()).toMatchObject({ paths: expect.arrayContaining(["/healthz/ping"]) });
  expect(await (await fetch(`${server.url}/healthz`)).text()).toBe("ok");
});

test("HTTPS with the certificates of its kubeconfig, until Ctrl-C", async () => {
  const kubeconfig = join(directory, "kubeconfig");
  const { child, url } = await serve("--kubeconfig", kubeconfig);
  const authority = /certificate-authority-data: (\S+)/.exec(readFileSync(kubeconfig, "utf8"))?.[1] ?? "";
  expect(url).toStartWith("https://127.0.0.1:");
  expect((await fetch(`${url}/version`, { tls: { ca: atob(authority) } })).status).toBe(200);
  child.kill("SIGINT");
  expect(await child.exited).toBe(0);
});

test("it ends with its cluster", async () => {
  expect(await k8sim("cluster", "delete", "default").exited).toBe(0);
  expect(await server.child.exited).toBe(1);
  expect(await new Response(server.child.stderr).text()).toBe('error: cluster "default" has been deleted\n');
});
