import { goQuote } from "../../../base/go-format.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { checkPortName, checkPortNumber, checkSubdomain } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import { type CreatePlan, generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

type ServiceType = "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";

const USE: Readonly<Record<ServiceType, string>> = {
  ClusterIP: "clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]",
  NodePort: "nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
  LoadBalancer: "loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
  ExternalName: "externalname NAME --external-name external.name [--dry-run=server|client|none]",
};

const OWN_FLAGS: Readonly<Record<ServiceType, readonly FlagSpec[]>> = {
  ClusterIP: [{ name: "clusterip", type: "string", usage: "The cluster IP to take, or 'None' for a headless service." }],
  NodePort: [{ name: "node-port", type: "int", usage: "The port to open on each node." }],
  LoadBalancer: [],
  ExternalName: [{ name: "external-name", type: "string", required: true, usage: "The DNS name that the service stands for" }],
};

/** `kubectl create service clusterip|nodeport|loadbalancer|externalname` */
export function serviceTypeCommand(type: ServiceType): Command {
  return {
    use: () => USE[type],
    long: `Make a Service of type ${type} with the given name; its selector is app=NAME.`,
    flags: (release) =>
      generatedFlags(release, [{ name: "tcp", type: "stringSlice", usage: "Ports, as '<port>:<targetPort>'." }, ...OWN_FLAGS[type]]),
    run: (invocation) => runCreateService(invocation, type),
  };
}

async function runCreateService(invocation: Invocation, type: ServiceType): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, release } = invocation;
  const clusterIP = flags.has("clusterip") ? flags.text("clusterip") : "";
  const externalName = flags.has("external-name") ? flags.text("external-name") : "";
  const tcp = flags.list("tcp");
  if (clusterIP !== "None" && tcp.length === 0 && type !== "ExternalName")
    throw new CommandError("at least one tcp port specifier must be provided");
  if (type === "ExternalName" && checkSubdomain(externalName, release).length > 0)
    throw new CommandError(`invalid service external name ${externalName}`);
  const nodePort = flags.has("node-port") ? flags.number("node-port") : 0;
  const ports = tcp.map((pair) => ({ name: pair.replaceAll(":", "-"), protocol: "TCP", ...portsOf(pair, release), nodePort }));
  const labels = { app: plan.name };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...serviceMetadata(plan), labels },
    spec: { ports, selector: labels, clusterIP, type, externalName },
  };
  await sendCreated(plan, object, { failure: `failed to create ${type} service: `, failureSince: "createServiceFailureNamed" });
}

function serviceMetadata(plan: CreatePlan): KubeObject["metadata"] {
  return plan.invocation.release.has("createServiceNamespace") ? namedMetadata(plan) : { name: plan.name };
}

/** Reads `80`, `80:8080` or `80:http`. Throws CommandError with Go's texts. */
function portsOf(pair: string, release: Release): { port: number; targetPort: number | string } {
  const [left = "", right] = pair.split(":");
  const port = readPort(left, release);
  if (right === undefined) return { port, targetPort: port };
  if (/^[+-]?\d+$/.test(right)) {
    const problems = checkPortNumber(Number(right));
    if (problems.length > 0) throw new CommandError(problems.join(","));
    return { port, targetPort: Number(right) };
  }
  const problems = checkPortName(right, release);
  if (problems.length > 0) throw new CommandError(problems.join(","));
  return { port, targetPort: right };
}

const HIGHEST_PORT = 65535;

// k8s.io/utils/net/parse.go ParsePort; strconv.Atoi before 1.20
function readPort(text: string, release: Release): number {
  const parser = release.value("servicePortParser");
  const valid = parser === "ParseUint" ? /^\d+$/.test(text) : /^[+-]?\d+$/.test(text);
  if (!valid) throw new CommandError(`strconv.${parser}: parsing ${goQuote(text)}: invalid syntax`);
  if (parser === "ParseUint" && Number(text) > HIGHEST_PORT)
    throw new CommandError(`strconv.ParseUint: parsing ${goQuote(text)}: value out of range`);
  return Number(text);
}
