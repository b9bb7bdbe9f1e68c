import type { KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";

/** `kubectl cluster-info`: where the API server and the cluster's own services answer. kubectl/pkg/cmd/clusterinfo */
export const clusterInfoCommand: Command = {
  use: () => "cluster-info [flags]",
  examples: "# Addresses of the control plane and of cluster services\nkubectl cluster-info",
  subcommands: [
    {
      name: "dump",
      short: "Print much of what the cluster holds",
      load: () => import("./cluster-info-dump.ts").then((module) => module.clusterInfoDumpCommand),
    },
  ],
  async run(invocation) {
    const { factory, env, release, flags } = invocation;
    const { server } = await factory.connection();
    const namespace = flags.text("namespace") || "kube-system";
    const ref = { group: "", version: "v1", resource: "services", namespace };
    const hint = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";
    const services = await (
      await factory.client()
    )
      .list(ref, { labelSelector: "kubernetes.io/cluster-service=true" })
      .catch((error: unknown) => {
        env.stdout(hint);
        throw error;
      });
    env.stdout(line(invocation, release.has("controlPlaneName") ? "Kubernetes control plane" : "Kubernetes master", server));
    for (const service of services.items) {
      const name = service.metadata.labels?.["kubernetes.io/name"] || service.metadata.name || "";
      env.stdout(line(invocation, name, linkOf(server, service)));
    }
    env.stdout(hint);
  },
};

/** Name and link, green and yellow on terminals. */
function line({ env }: Invocation, name: string, link: string): string {
  if (!env.isTerminal) return `${name} is running at ${link}\n`;
  return `\u001b[0;32m${name}\u001b[0m is running at \u001b[0;33m${link}\u001b[0m\n`;
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

function linkOf(server: string, service: KubeObject): string {
  const ports = ((service["spec"] as { ports?: ServicePort[] } | undefined)?.ports ?? []) as readonly ServicePort[];
  const status = service["status"] as { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } } | undefined;
  const ingress = status?.loadBalancer?.ingress?.[0];
  if (ingress !== undefined) return ports.map((port) => `http://${ingress.ip || ingress.hostname || ""}:${port.port} `).join("");
  const { name = "", namespace = "" } = service.metadata;
  return `${server}/api/v1/namespaces/${namespace}/services/${proxyName(name, ports[0])}/proxy`;
}

/** `https:name:port`, as far as the first port tells. */
function proxyName(name: string, port: ServicePort | undefined): string {
  if (port === undefined) return name;
  const scheme = port.name === "https" || port.port === 443 ? "https" : "";
  const portName = port.name ?? "";
  if (scheme === "" && portName === "") return name;
  return scheme === "" ? `${name}:${portName}` : `${scheme}:${name}:${portName}`;
}
