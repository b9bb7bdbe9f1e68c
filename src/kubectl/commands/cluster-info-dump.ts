import type { AsyncClient } from "../../machinery/client.ts";
import type { KubeList, KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printFlags } from "../flags/common.ts";
import { noPrinterError, type ObjectPrinter, objectPrinter } from "../print/object-printer.ts";

/** What is dumped of each namespace: file name, group, resource. */
const PARTS: readonly (readonly [file: string, group: string, resource: string])[] = [
  ["events", "", "events"],
  ["replication-controllers", "", "replicationcontrollers"],
  ["services", "", "services"],
  ["daemonsets", "apps", "daemonsets"],
  ["deployments", "apps", "deployments"],
  ["replicasets", "apps", "replicasets"],
  ["pods", "", "pods"],
];

/** Takes a text under a path without extension. */
type Sink = (path: string, extension: string, text: string) => void;

/** `kubectl cluster-info dump`: lists of the main types and the pods' logs, printed or as files. kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go */
export const clusterInfoDumpCommand: Command = {
  use: () => "dump [flags]",
  examples: "# Everything of kube-system and the current namespace, as files\nkubectl cluster-info dump --output-directory=state",
  flags: () => [
    { name: "all-namespaces", shorthand: "A", type: "bool", usage: "Dump all namespaces; --namespaces counts for nothing then." },
    { name: "namespaces", type: "stringSlice", usage: "Namespaces to dump." },
    { name: "output-directory", type: "string", usage: "Where to put the files; '-' or nothing means standard output." },
    { name: "pod-running-timeout", type: "duration", default: 20_000, usage: "How long to wait until a pod runs" },
    ...printFlags().map((flag) => (flag.name === "output" ? { ...flag, default: "json" } : flag)),
  ],
  async run(invocation) {
    const { env, flags, factory } = invocation;
    const output = flags.text("output");
    const printer = await objectPrinter(env, flags);
    if (printer === undefined) throw noPrinterError(env, output, []);
    const directory = flags.text("output-directory") === "-" ? "" : flags.text("output-directory");
    const sink = sinkOf(invocation, directory);
    const extension = output === "json" || output === "yaml" ? `.${output}` : ".txt";
    const client = await factory.client();
    const nodes = await client.list({ group: "", version: "v1", resource: "nodes", namespace: "" });
    sink("nodes", extension, printList(printer, output, nodes));
    for (const namespace of await namespacesOf(invocation, client))
      await dumpNamespace(client, sink, namespace, extension, (list) => printList(printer, output, list));
    if (directory !== "") env.stdout(`Cluster info dumped to ${directory}\n`);
  },
};

function sinkOf({ env }: Invocation, directory: string): Sink {
  if (directory === "") return (_path, _extension, text) => env.stdout(text);
  return (path, extension, text) => {
    const file = `${directory}/${path}${extension}`;
    env.files.makeDirectory(file.slice(0, file.lastIndexOf("/")));
    env.files.write(file, text);
  };
}

async function namespacesOf({ flags, factory }: Invocation, client: AsyncClient): Promise<readonly string[]> {
  if (flags.bool("all-namespaces")) {
    const all = await client.list({ group: "", version: "v1", resource: "namespaces", namespace: "" });
    return all.items.map((item) => item.metadata.name ?? "");
  }
  const named = flags.list("namespaces");
  return named.length > 0 ? named : ["kube-system", (await factory.namespace()).namespace];
}

/** A list of a compiled-in type: its items do not say what they are. Throws CommandError for the printer of names. */
function printList(printer: ObjectPrinter, output: string, list: KubeList): string {
  if (output === "name")
    throw new CommandError(`list types are not supported by name printing: *${list.apiVersion.split("/").at(-1) ?? ""}.${list.kind}`);
  const items = list.items.map((each) => {
    const { apiVersion: _, kind: __, ...item } = each;
    return item;
  });
  return printer.print({ kind: list.kind, apiVersion: list.apiVersion, metadata: list.metadata, items }, { typed: true });
}

async function dumpNamespace(
  client: AsyncClient,
  sink: Sink,
  namespace: string,
  extension: string,
  print: (list: KubeList) => string,
): Promise<void> {
  for (const [file, group, resource] of PARTS) {
    const list = await client.list({ group, version: "v1", resource, namespace });
    sink(`${namespace}/${file}`, extension, print(list));
    if (resource !== "pods") continue;
    for (const pod of list.items) sink(`${namespace}/${pod.metadata.name ?? ""}/logs`, ".txt", await podLogs(client, pod));
  }
}

interface NamedContainer {
  readonly name: string;
}

async function podLogs(client: AsyncClient, pod: KubeObject): Promise<string> {
  const { initContainers = [], containers = [] } = pod["spec"] as { initContainers?: NamedContainer[]; containers?: NamedContainer[] };
  const { name = "", namespace = "" } = pod.metadata;
  const parts: string[] = [];
  for (const container of [...initContainers, ...containers]) {
    const place = `container ${container.name} of pod ${namespace}/${name} ====\n`;
    const request = { verb: "get", group: "", version: "v1", resource: "pods", namespace, name, subresource: "log" } as const;
    const log = await client.request({ ...request, options: { container: container.name } }).then(
      (response) => (typeof response.body === "string" ? response.body : ""),
      (error: Error) => `Request log error: ${error.message}\n`,
    );
    parts.push(`==== START logs for ${place}`, log, `==== END logs for ${place}`);
  }
  return parts.join("");
}
