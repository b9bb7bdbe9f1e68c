import type { Node } from "../../kinds/core/node/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";

/**
 * minikube as far as the cluster's state answers it: `ip`, `status`, `service`, `kubectl`, and `start` of what runs already. What makes or changes a
 * cluster otherwise is refused by name.
 */
export const minikube: Program = (call) => {
  const [command = "", ...args] = call.args;
  if (command === "ip") return said(call, `${addressOf(call)}\n`);
  if (command === "status") return status(call);
  if (command === "service") return service(call, args);
  if (command === "kubectl") return call.run(["kubectl", ...(args[0] === "--" ? args.slice(1) : args)]);
  if (command === "start") return start(call);
  throw new UnsupportedCommand(
    `the lab's minikube knows ip, status, service, kubectl and start, not "${command}": "k8sim cluster create" makes clusters`,
  );
};

function said({ streams }: Call, text: string): number {
  streams.out(text);
  return 0;
}

function firstNode({ cluster }: Call): Node | undefined {
  return cluster.store.list("nodes")[0] as Node | undefined;
}

function addressOf(call: Call): string {
  return firstNode(call)?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** cmd/minikube/cmd/status.go, 1.25 */
function status(call: Call): number {
  const name = firstNode(call)?.metadata.name ?? "minikube";
  return said(call, `${name}\ntype: Control Plane\nhost: Running\nkubelet: Running\napiserver: Running\nkubeconfig: Configured\n\n`);
}

/** Of a cluster that is there and runs. cmd/minikube/cmd/start.go, 1.32 */
function start(call: Call): number {
  const { kubeletVersion = "", containerRuntimeVersion = "" } = firstNode(call)?.status?.nodeInfo ?? {};
  const name = firstNode(call)?.metadata.name ?? "minikube";
  const runtime = containerRuntimeVersion.replace(/^docker:\/\//, "Docker ");
  return said(
    call,
    [
      `✨  Using the docker driver based on existing profile`,
      `👍  Starting control plane node ${name} in cluster ${name}`,
      `🚜  Pulling base image ...`,
      `🏃  Updating the running docker "${name}" container ...`,
      `🐳  Preparing Kubernetes ${kubeletVersion} on ${runtime} ...`,
      `🔎  Verifying Kubernetes components...`,
      `🌟  Enabled addons: storage-provisioner, default-storageclass`,
      `🏄  Done! kubectl is now configured to use "${name}" cluster and "default" namespace by default`,
      "",
    ].join("\n"),
  );
}

/** The addresses of a service's node ports: a line each with `--url`, else as a table, and opened in a browser. cmd/minikube/cmd/service.go, 1.32 */
function service(call: Call, args: readonly string[]): number {
  const at = args.findIndex((arg) => arg === "-n" || arg === "--namespace");
  const namespace = at < 0 ? "default" : (args[at + 1] ?? "default");
  const name = args.find((arg, index) => !arg.startsWith("-") && (at < 0 || index !== at + 1)) ?? "";
  const found = call.cluster.store.get("services", namespace, name) as Service | undefined;
  if (found === undefined) {
    call.streams.err(
      `\n❌  Exiting due to SVC_NOT_FOUND: Service '${name}' was not found in '${namespace}' namespace.\nYou may select another namespace by using 'minikube service ${name} -n <namespace>'. Or list out all the services using 'minikube service list'\n\n`,
    );
    return SVC_NOT_FOUND;
  }
  const ports = (found.spec.ports ?? []).filter(({ nodePort }) => nodePort !== undefined);
  const urls = ports.map(({ nodePort }) => `http://${addressOf(call)}:${nodePort}`);
  const isAlone = args.includes("--url");
  if (ports.length === 0 && isAlone) return said(call, `😿  service ${namespace}/${name} has no node port\n`);
  if (isAlone) return said(call, urls.map((url) => `${url}\n`).join(""));
  const targets = ports.map(({ name: title, port }) => (title === undefined ? String(port) : `${title}/${port}`));
  said(call, table([namespace, name, targets.join("\n"), ports.length === 0 ? "No node port" : urls.join("\n")]));
  if (ports.length === 0) return said(call, `😿  service ${namespace}/${name} has no node port\n`);
  return said(call, urls.map(() => `🎉  Opening service ${namespace}/${name} in default browser...\n`).join(""));
}

const TITLES = ["NAMESPACE", "NAME", "TARGET PORT", "URL"];
/** Numbers stand at the right of their cells. olekukonko/tablewriter */
const NUMBER = /^\d+$/;

/** One row of cells, each of as many lines as it has. minikube/service/service.go PrintServiceList */
function table(cells: readonly string[]): string {
  const columns = cells.map((cell) => cell.split("\n"));
  const widths = columns.map((lines, index) => Math.max(TITLES[index]?.length ?? 0, ...lines.map((line) => line.length)));
  const line = widths.map((width) => "-".repeat(width + 2)).join("|");
  const row = (texts: readonly string[], put: (text: string, width: number) => string): string =>
    `| ${texts.map((text, index) => put(text, widths[index] ?? 0)).join(" | ")} |`;
  const height = Math.max(...columns.map(({ length }) => length));
  const body = Array.from({ length: height }, (_, index) =>
    row(
      columns.map((lines) => lines[index] ?? ""),
      (text, width) => (NUMBER.test(text) ? text.padStart(width) : text.padEnd(width)),
    ),
  );
  return [`|${line}|`, row(TITLES, centred), `|${line}|`, ...body, `|${line}|`, ""].join("\n");
}

function centred(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${" ".repeat(left)}${text}`.padEnd(width);
}

const SVC_NOT_FOUND = 115;
