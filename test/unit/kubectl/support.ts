import { bytesOfText, textOfBytes } from "../../../src/base/byte-text.ts";
import { FileError, type KubectlEnv, type KubectlFiles } from "../../../src/kubectl/env.ts";
import { runKubectl } from "../../../src/kubectl/main.ts";
import type { ApiResponse, WatchEvent } from "../../../src/machinery/api.ts";
import { type AsyncClient, ConnectionError, type ListOptions, type ResourceRef } from "../../../src/machinery/client.ts";
import type { KindCatalog } from "../../../src/machinery/kind.ts";
import type { KubeList, KubeObject } from "../../../src/machinery/object.ts";
import { notFound } from "../../../src/machinery/status.ts";
import type { Table } from "../../../src/machinery/table.ts";
import { parseRelease, type Release } from "../../../src/release/release.ts";

export const NOW = Date.parse("2026-11-21T12:00:00Z");

/** A cluster of a few objects, without rules: what is created is there. */
export interface FakeCluster {
  readonly objects: Map<string, KubeObject>;
  readonly calls: string[];
  /** Bodies of paths besides discovery. */
  readonly paths: Map<string, unknown>;
  watchEvents: WatchEvent[];
}

export function fakeCluster(objects: readonly KubeObject[] = []): FakeCluster {
  const cluster: FakeCluster = { objects: new Map(), calls: [], paths: new Map(), watchEvents: [] };
  for (const object of objects)
    cluster.objects.set(keyOf(pluralOf(object.kind), object.metadata.namespace ?? "", object.metadata.name ?? ""), object);
  return cluster;
}

export function pod(name: string, extra: Record<string, unknown> = {}, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", labels, resourceVersion: "7" }, ...extra };
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}

function keyOf(resource: string, namespace: string, name: string): string {
  return `${resource}/${namespace}/${name}`;
}

const VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"];
const CORE = {
  kind: "APIResourceList",
  groupVersion: "v1",
  resources: [
    { name: "configmaps", singularName: "", namespaced: true, kind: "ConfigMap", verbs: VERBS, shortNames: ["cm"] },
    { name: "namespaces", singularName: "", namespaced: false, kind: "Namespace", verbs: VERBS, shortNames: ["ns"] },
    { name: "pods", singularName: "", namespaced: true, kind: "Pod", verbs: VERBS, shortNames: ["po"], categories: ["all"] },
    { name: "pods/log", singularName: "", namespaced: true, kind: "Pod", verbs: ["get"] },
    { name: "services", singularName: "", namespaced: true, kind: "Service", verbs: VERBS, shortNames: ["svc"], categories: ["all"] },
  ],
};
const APPS = {
  kind: "APIResourceList",
  groupVersion: "apps/v1",
  resources: [
    {
      name: "deployments",
      singularName: "",
      namespaced: true,
      kind: "Deployment",
      verbs: VERBS,
      shortNames: ["deploy"],
      categories: ["all"],
    },
  ],
};
const GROUPS = {
  kind: "APIGroupList",
  groups: [
    { name: "apps", versions: [{ groupVersion: "apps/v1", version: "v1" }], preferredVersion: { groupVersion: "apps/v1", version: "v1" } },
  ],
};

function tableOf(objects: readonly KubeObject[]): Table {
  const column = (name: string, format: string, priority: number) => ({ name, type: "string", format, description: "", priority });
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion: "10" },
    columnDefinitions: [column("Name", "name", 0), column("Age", "", 0), column("Node", "", 1)],
    rows: objects.map((object) => ({ cells: [object.metadata.name ?? "", "5s", "w1"], object })),
  };
}

export function fakeClient(cluster: FakeCluster): AsyncClient {
  const discovery: Record<string, unknown> = { "/api/v1": CORE, "/apis": GROUPS, "/apis/apps/v1": APPS };
  const select = (ref: ResourceRef, options?: ListOptions): KubeObject[] => {
    cluster.calls.push(`list ${ref.resource} ${ref.namespace} ${options?.labelSelector ?? ""}`.trim());
    const prefix = ref.namespace === "" ? `${ref.resource}/` : `${ref.resource}/${ref.namespace}/`;
    return [...cluster.objects].filter(([key]) => key.startsWith(prefix)).map(([, object]) => object);
  };
  const get = async (ref: ResourceRef, name: string): Promise<KubeObject> => {
    const found = cluster.objects.get(keyOf(ref.resource, ref.namespace, name));
    if (found === undefined) throw notFound(ref.group, ref.resource, name);
    return found;
  };
  const store = async (ref: ResourceRef, object: KubeObject): Promise<KubeObject> => {
    cluster.objects.set(keyOf(ref.resource, ref.namespace, object.metadata.name ?? ""), object);
    return object;
  };
  const path = async (name: string): Promise<ApiResponse> => {
    cluster.calls.push(`path ${name}`);
    const body = cluster.paths.get(name) ?? discovery[name];
    if (body === undefined) throw notFound("", "paths", name);
    return { code: 200, body: body as string, warnings: [] };
  };
  return {
    async request(request) {
      cluster.calls.push(`request ${request.verb} ${JSON.stringify(request)}`);
      if (request.verb !== "get") return { code: 200, body: "", warnings: [] };
      return { code: 200, body: await get(request, request.name ?? ""), warnings: [] };
    },
    get,
    getTable: async (ref, name) => tableOf([await get(ref, name)]),
    list: async (ref, options): Promise<KubeList> => ({
      apiVersion: "v1",
      kind: "PodList",
      metadata: { resourceVersion: "10" },
      items: select(ref, options),
    }),
    listTable: async (ref, options) => tableOf(select(ref, options)),
    create: store,
    update: store,
    patch: async (ref, name) => get(ref, name),
    async delete(ref, name) {
      const found = await get(ref, name);
      cluster.objects.delete(keyOf(ref.resource, ref.namespace, name));
      return found;
    },
    deleteCollection: async () => undefined,
    async *watch() {
      yield* cluster.watchEvents;
    },
    path,
  };
}

const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: admin@lab
clusters:
- cluster:
    server: https://192.168.1.10:6443
  name: lab
contexts:
- context:
    cluster: lab
    user: admin
  name: admin@lab
users:
- name: admin
  user:
    client-certificate-data: AAAA
    client-key-data: BBBB
preferences: {}
`;

export interface RunOptions {
  /** Parts of the surroundings to put in the place of the fake ones. */
  readonly env?: Partial<KubectlEnv>;
  readonly version?: string;
  readonly files?: Record<string, string>;
  readonly stdin?: string;
  readonly variables?: Record<string, string>;
  /** Instead of the fake cluster's own. */
  readonly client?: (onWarning: (text: string) => void) => AsyncClient;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
  files: Record<string, string>;
}

function fakeFiles(files: Record<string, string>): KubectlFiles {
  const isDirectory = (path: string): boolean => Object.keys(files).some((name) => name.startsWith(`${path}/`));
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new FileError("open", path, "no such file or directory");
    return text;
  };
  return {
    read,
    readBytes: (path) => bytesOfText(read(path)),
    write: (path, content) => void (files[path] = typeof content === "string" ? content : textOfBytes(content)),
    remove: (path) => {
      for (const name of Object.keys(files)) if (name === path || name.startsWith(`${path}/`)) delete files[name];
    },
    makeDirectory: () => undefined,
    kind: (path) => (files[path] !== undefined ? "file" : isDirectory(path) ? "directory" : undefined),
    executable: (path) => files[path]?.startsWith("#!") === true,
    link: () => undefined,
    list: (path) =>
      [
        ...new Set(
          Object.keys(files)
            .filter((name) => name.startsWith(`${path}/`))
            .map((name) => name.slice(path.length + 1).split("/")[0] as string),
        ),
      ].sort(),
    temporary: (prefix, suffix) => `/tmp/${prefix}x7k2p${suffix}`,
    temporaryDirectory: (prefix) => `/tmp/${prefix}3598141466`,
  };
}

/** Runs one command line, given as words, against a fake cluster. */
export async function kubectl(cluster: FakeCluster, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const files: Record<string, string> = { "/cluster/kubeconfig": KUBECONFIG, ...options.files };
  const result = { code: 0, stdout: "", stderr: "", files };
  const env: KubectlEnv = {
    stdout: (text) => void (result.stdout += text),
    stderr: (text) => void (result.stderr += text),
    stdin: () => options.stdin ?? "",
    files: fakeFiles(files),
    variable: (name) => options.variables?.[name],
    variables: () => options.variables ?? {},
    home: "/root",
    programName: "kubectl",
    spawn: (program, words) => ({ status: 3, stdout: "", stderr: `${program} ${words.join(" ")}` }),
    release: parseRelease(options.version ?? "v1.20.2") as Release,
    catalog: { names: () => [], all: () => [], byResource: () => undefined, byKind: () => undefined } satisfies KindCatalog,
    clusterKubeconfig: "/cluster/kubeconfig",
    connect: (server, _identity, onWarning) => {
      if (!server.startsWith("https://192.168.1.10")) return refusing(server);
      if (cluster.paths.has("warn")) onWarning(String(cluster.paths.get("warn")));
      return options.client?.(onWarning) ?? fakeClient(cluster);
    },
    now: () => NOW,
    sleep: async () => undefined,
    isTerminal: false,
    isInputTerminal: false,
    ...options.env,
  };
  result.code = await runKubectl(args, env);
  return result;
}

function refusing(server: string): AsyncClient {
  const address = server.replace(/^https?:\/\//, "");
  const refuse = async (): Promise<never> => {
    throw new ConnectionError(address, `${server}/api`);
  };
  return new Proxy({} as AsyncClient, { get: (_, name) => (name === "then" ? undefined : refuse) });
}
