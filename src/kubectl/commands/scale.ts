import type { AsyncClient } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason, StatusError } from "../../machinery/status.ts";
import type { Command, Invocation } from "../command.ts";
import { readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import { allFlag, dryRunFlagSince, filenameFlags, printFlags, recordFlag, selectorFlag } from "../flags/common.ts";
import { changeCausePatch, recordsCause } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";

const RETRY_MS = 1000;
const RETRY_LIMIT_MS = 300_000;

/** What must hold before an object is scaled, and how long to wait afterwards. */
interface ScaleOrder {
  readonly replicas: number;
  /** -1 for any. */
  readonly currentReplicas: number;
  readonly resourceVersion: string;
  readonly timeoutMs: number;
  readonly dryRun: boolean;
}

interface Scale extends KubeObject {
  spec: { replicas?: number };
  status?: { replicas?: number };
}

/** `kubectl scale`. kubectl/pkg/cmd/scale/scale.go */
export const scaleCommand: Command = {
  use: () => "scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
  long: "Change the number of replicas.\n\n With --resource-version or --current-replicas, only if the object is still as you know it.",
  examples:
    "# Three replicas of a deployment\nkubectl scale --replicas=3 deployment/web\n\n# Only if there are two now\nkubectl scale --current-replicas=2 --replicas=3 deployment/web",
  flags: (release) => [
    allFlag,
    { name: "current-replicas", type: "int", default: -1, usage: "Only scale when there are this many replicas now. -1 for no condition." },
    ...dryRunFlagSince(release, "scaleDryRun"),
    ...filenameFlags("Files that name the objects to scale."),
    ...printFlags(),
    recordFlag(release),
    { name: "replicas", type: "int", required: true, usage: "The number of replicas to have. Required." },
    { name: "resource-version", type: "string", usage: "Only scale when the object has this resource version." },
    selectorFlag,
    { name: "timeout", type: "duration", usage: "How long to wait for the replicas; zero means not at all." },
  ],
  async run(invocation) {
    const { flags, env, release, factory, args } = invocation;
    const print = await resultPrinter(env, flags);
    const dryRun = readDryRun(env, flags);
    if (flags.number("replicas") < 0) {
      throw new CommandError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    }
    const query = {
      ...(await queryOf(invocation, args)),
      selectAll: false,
      allowEmptySelector: flags.bool("all"),
      flatten: true,
      continueOnError: true,
    };
    const infos: ResourceInfo[] = [];
    const failure = await (
      await findResources(factory, query)
    )
      .visit(async (info) => void infos.push(info))
      .then(
        () => undefined,
        (error: Error) => error,
      );
    if (flags.text("resource-version") !== "" && infos.length > 1)
      throw new CommandError("cannot use --resource-version with multiple resources");
    if (infos.length === 0) throw nothingToScale(invocation, failure);
    const operation = release.has("scaleDryRunNamed") ? withDryRun("scaled", dryRun) : "scaled";
    for (const info of infos) {
      if (dryRun !== "client") await scaleOne(invocation, info, orderOf(invocation, dryRun === "server"));
      print(objectOf(info), operation);
    }
    if (failure !== undefined) throw failure;
  },
};

function nothingToScale({ release }: Invocation, failure: Error | undefined): Error {
  const text = "no objects passed to scale";
  if (release.has("scaleNothingTellsWhy")) return new CommandError(`${text} ${failure?.message ?? "<nil>"}`);
  return failure === undefined || release.has("scaleIgnoresMissing") ? new CommandError(text) : failure;
}

function orderOf({ flags }: Invocation, dryRun: boolean): ScaleOrder {
  return {
    replicas: flags.number("replicas"),
    currentReplicas: flags.number("current-replicas"),
    resourceVersion: flags.text("resource-version"),
    timeoutMs: dryRun ? 0 : flags.number("timeout"),
    dryRun,
  };
}

/** Scales one object, again and again while somebody else changes it. kubectl/pkg/scale/scale.go */
async function scaleOne(invocation: Invocation, info: ResourceInfo, order: ScaleOrder): Promise<void> {
  const { env, factory } = invocation;
  const client = await factory.client();
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      await setReplicas(client, info, order);
      break;
    } catch (error) {
      if (!isReason(error, "Conflict")) throw error;
      if (waitedMs >= RETRY_LIMIT_MS) throw new CommandError("timed out waiting for the condition");
      await env.sleep(RETRY_MS);
    }
  }
  if (order.timeoutMs > 0) await waitForReplicas(invocation, info, order);
  if (recordsCause(invocation)) await client.patch(infoRef(info), info.name, "merge", changeCausePatch(invocation));
}

async function setReplicas(client: AsyncClient, info: ResourceInfo, order: ScaleOrder): Promise<void> {
  const options = { subresource: "scale", ...(order.dryRun ? { dryRun: true } : {}) };
  if (order.currentReplicas === -1 && order.resourceVersion === "") {
    await client.patch(infoRef(info), info.name, "merge", { spec: { replicas: order.replicas } }, options).catch(forgetRequest);
    return;
  }
  const scale = await getScale(client, info);
  const { replicas = 0 } = scale.spec;
  if (order.currentReplicas !== -1 && replicas !== order.currentReplicas) {
    throw new CommandError(`Expected replicas to be ${order.currentReplicas}, was ${replicas}`);
  }
  const { resourceVersion = "" } = scale.metadata;
  if (order.resourceVersion !== "" && resourceVersion !== order.resourceVersion) {
    throw new CommandError(`Expected resource version to be ${order.resourceVersion}, was ${resourceVersion}`);
  }
  await client.update(infoRef(info), { ...scale, spec: { ...scale.spec, replicas: order.replicas } }, options);
}

/** The scale client does not know its requests' names: what the server lacks is told without them. */
function forgetRequest(error: unknown): never {
  const bare = "the server could not find the requested resource";
  if (isReason(error, "NotFound") && error.message.startsWith(bare)) throw new StatusError({ ...error.status, message: bare });
  throw error;
}

async function getScale(client: AsyncClient, info: ResourceInfo): Promise<Scale> {
  const response = await client.request({ verb: "get", ...infoRef(info), name: info.name, subresource: "scale" }).catch(forgetRequest);
  return response.body as unknown as Scale;
}

async function waitForReplicas({ env, factory }: Invocation, info: ResourceInfo, order: ScaleOrder): Promise<void> {
  const client = await factory.client();
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const { spec, status } = await getScale(client, info);
    if ((spec.replicas ?? 0) !== order.replicas || (status?.replicas ?? 0) === order.replicas) return;
    if (waitedMs >= order.timeoutMs) throw new CommandError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`);
    await env.sleep(RETRY_MS);
  }
}
