import { ConnectionError } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError, undiscoverable, UsageError } from "../errors.ts";
import { canBeExposed, podSelectorOf, portsOf } from "../expose-introspection.ts";
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, recordFlag, saveConfigFlag } from "../flags/common.ts";
import { recorded, saveConfiguration } from "../objects/annotations.ts";
import { overridden, overrideFlags } from "../objects/overrides.ts";
import { typedObject } from "../objects/typed.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources, type ResourceResult } from "../resources/builder.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { generateService, parseLabelSpec } from "../service-generator.ts";
import { managerOption } from "../flags/manager-option.ts";

const NAME_LENGTH = 63;

/** `kubectl expose` */
// kubectl/pkg/cmd/expose/expose.go
export const exposeCommand: Command = {
  use: () =>
    "expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]",
  long: "Make a Service for the pods behind a deployment, replica set, replication controller, service or pod. Selector, ports and labels come from that object unless flags say otherwise.",
  examples: "kubectl expose deployment web --port=80 --target-port=8080\nkubectl expose pod web --port=444 --name=frontend",
  flags: (release) => [
    recordFlag(release),
    ...printFlags(),
    ...(release.has("exposeUsageHint")
      ? ([
          {
            name: "generator",
            type: "string",
            default: "service/v2",
            usage: "service/v1 names the port 'default', service/v2 leaves it unnamed.",
          },
        ] as const)
      : []),
    { name: "protocol", type: "string", usage: "Protocol of the service. TCP when nothing says otherwise." },
    { name: "port", type: "string", usage: "Port of the service; the object's own when absent" },
    { name: "type", type: "string", usage: "ClusterIP, NodePort, LoadBalancer or ExternalName." },
    { name: "load-balancer-ip", type: "string", usage: "Address to ask of the load balancer." },
    { name: "selector", type: "string", usage: "Labels of the pods; the object's own selector when absent." },
    { name: "labels", shorthand: "l", type: "string", usage: "Labels of the service." },
    {
      name: "container-port",
      type: "string",
      deprecated: "--container-port will be removed in the future, please use --target-port instead",
      usage: "As --target-port",
    },
    { name: "target-port", type: "string", usage: "Port of the containers, by number or name." },
    { name: "external-ip", type: "string", usage: "A further address under which the service answers." },
    ...overrideFlags("merge"),
    { name: "name", type: "string", usage: "Name of the service." },
    { name: "session-affinity", type: "string", usage: "'None' or 'ClientIP'" },
    { name: "cluster-ip", type: "string", usage: "Cluster IP to take, or 'None' for a headless service." },
    fieldManagerFlag("kubectl-expose"),
    ...filenameFlags("Files with what to expose"),
    dryRunFlag,
    saveConfigFlag,
  ],
  run: runExpose,
};

async function runExpose(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args } = invocation;
  const dryRun = readDryRun(env, flags);
  const print = await resultPrinter(env, flags);
  const { namespace, explicit } = await factory.namespace();
  const query = { ...(await queryOf(invocation, args)), labelSelector: "", continueOnError: true, flatten: true, typed: true };
  const result = await find(invocation, () => findResources(factory, query));
  checkGenerator(invocation);
  await result.visit(async (info) => {
    const service = serviceFor(invocation, info);
    const object = recorded(
      invocation,
      overridden(invocation.release, service, flags.text("overrides"), flags.has("override-type") ? flags.text("override-type") : "merge"),
    );
    if (dryRun === "client") {
      const placed =
        explicit && invocation.release.has("exposeNamespace") ? { ...object, metadata: { ...object.metadata, namespace } } : object;
      print(typedObject(invocation.release, placed), withDryRun("exposed", dryRun), { typed: true });
      return;
    }
    print(await post(invocation, object, namespace, dryRun), withDryRun("exposed", dryRun));
  });
}

async function find(invocation: Invocation, search: () => Promise<ResourceResult>): Promise<ResourceResult> {
  try {
    return await search();
  } catch (error) {
    if (error instanceof ConnectionError) throw problem(invocation, undiscoverable(error));
    if (error instanceof CommandError || (error as Error).name === "FailureList") throw problem(invocation, (error as Error).message);
    throw error;
  }
}

/** Errors of use had a hint at the help page in early releases. */
function problem({ release }: Invocation, message: string): Error {
  return release.has("exposeUsageHint") ? new UsageError(message) : new CommandError(message);
}

function checkGenerator({ flags, release }: Invocation): void {
  if (!flags.has("generator")) return;
  const generator = flags.text("generator");
  if (generator === "service/v2" || (generator === "service/v1" && release.has("exposeGenerators"))) return;
  throw new UsageError(`generator ${JSON.stringify(generator)} not found.`);
}

function serviceFor(invocation: Invocation, info: ResourceInfo): KubeObject {
  const { flags } = invocation;
  const object = objectOf(info);
  const { kind, group } = info.mapping;
  const kindName = group === "" ? kind : `${kind}.${group}`;
  if (!canBeExposed(kindName)) throw new CommandError(`cannot expose a ${kindName}`);
  const selector = flags.text("selector") === "" ? introspected(invocation, object) : parseLabelSpec(flags.text("selector"));
  const { ports, protocols } = portsOf(object);
  const given = flags.text("port");
  const clusterIp = flags.text("cluster-ip");
  if (given === "" && ports.length === 0 && clusterIp !== "None")
    throw problem(invocation, "couldn't find port via --port flag or introspection");
  return generateService({
    name: flags.text("name") || info.name.slice(0, NAME_LENGTH),
    selector,
    labels: flags.text("labels") === "" ? (object.metadata.labels ?? {}) : parseLabelSpec(flags.text("labels")),
    ports: given === "" ? ports.join(",") : given,
    portName: flags.has("generator") && flags.text("generator") === "service/v1" ? "default" : "",
    protocol: flags.text("protocol"),
    protocols,
    targetPort: flags.text("target-port") || flags.text("container-port"),
    type: flags.text("type"),
    externalIp: flags.text("external-ip"),
    loadBalancerIp: flags.text("load-balancer-ip"),
    sessionAffinity: flags.text("session-affinity"),
    clusterIp,
  });
}

function introspected(invocation: Invocation, object: KubeObject): Record<string, string> {
  try {
    return podSelectorOf(object);
  } catch (error) {
    throw problem(invocation, `couldn't retrieve selectors via --selector flag or introspection: ${(error as Error).message}`);
  }
}

async function post(invocation: Invocation, object: KubeObject, namespace: string, dryRun: DryRun): Promise<KubeObject> {
  const { release, flags, factory } = invocation;
  const typed = saveConfiguration(typedObject(release, object), flags.bool("save-config"), { typed: true });
  const client = await factory.client();
  const ref = { group: "", version: "v1", resource: "services", namespace };
  return client.create(ref, typed, { ...managerOption(invocation), ...(dryRun === "server" ? { dryRun: true } : {}) });
}
