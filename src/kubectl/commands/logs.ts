import type { Pod } from "../../kinds/core/pod/types.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { containerNames, defaultContainer, hasContainer } from "../containers/default-container.ts";
import { followLogs, type LogSource, showLogs } from "../containers/logs.ts";
import { findObject, podsOf } from "../containers/pods.ts";
import { CommandError, UsageError } from "../errors.ts";
import { selectorFlag } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { findResources } from "../resources/builder.ts";
import { queryOf } from "../resources/query.ts";

const USE = "logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]";
const USAGE = `expected '${USE}'.\nPOD or TYPE/NAME is a required argument for the logs command`;
const POD_RUNNING_MS = 20_000;
const SELECTOR_TAIL = 10;
const DEFAULT_LOGS_CONTAINER = "kubectl.kubernetes.io/default-logs-container";

const flags: readonly FlagSpec[] = [
  { name: "all-containers", type: "bool", usage: "All containers of the pods." },
  { name: "all-pods", type: "bool", feature: "logsAllPods", usage: "All pods of the object, each line with its pod." },
  { name: "container", shorthand: "c", type: "string", usage: "The container" },
  { name: "follow", shorthand: "f", type: "bool", usage: "Go on printing what comes." },
  { name: "ignore-errors", type: "bool", usage: "When following, print errors and go on" },
  { name: "insecure-skip-tls-verify-backend", type: "bool", usage: "Do not check the kubelet's certificate." },
  { name: "limit-bytes", type: "int64", usage: "At most this many bytes; no limit unless told." },
  { name: "max-log-requests", type: "int", default: 5, usage: "How many logs to follow at once." },
  { name: "pod-running-timeout", type: "duration", default: POD_RUNNING_MS, usage: "How long to wait until a pod runs" },
  { name: "prefix", type: "bool", usage: "Put pod and container before each line" },
  { name: "previous", shorthand: "p", type: "bool", usage: "The run of the container before this one." },
  selectorFlag,
  { name: "since", type: "duration", usage: "Only what is newer than this duration." },
  { name: "since-time", type: "string", usage: "Only what is newer than this time (RFC 3339)." },
  { name: "tail", type: "int64", default: -1, usage: "Only the last lines; -1 for all, or for 10 with a selector." },
  { name: "timestamps", type: "bool", usage: "Put the time before each line" },
];

/** `kubectl logs`. kubectl/pkg/cmd/logs/logs.go */
export const logsCommand: Command = {
  use: () => USE,
  long: "Print what a container wrote. The name of the container may be left out where a pod has only one.",
  examples:
    "# One pod\nkubectl logs web\n\n# All containers of pods with a label\nkubectl logs -l app=web --all-containers\n\n# Go on\nkubectl logs -f web -c nginx",
  flags: (_release: Release) => flags,
  async run(invocation) {
    const { flags: given } = invocation;
    const names = readNames(invocation);
    const options = logOptions(invocation);
    const pods = names.target === undefined ? await selectedPods(invocation) : undefined;
    const object = names.target === undefined ? undefined : await findTarget(invocation, names.target);
    check(invocation, names);
    const chosen = object === undefined ? (pods ?? []) : await podsForLogs(invocation, object);
    const sources = chosen.flatMap((pod) => sourcesOf(invocation, pod, names.container));
    if (!given.bool("follow")) return showLogs(invocation, sources, options);
    const most = given.number("max-log-requests");
    if (sources.length > 1 && sources.length > most) {
      throw new CommandError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
      );
    }
    return followLogs(invocation, sources, options);
  },
};

interface Names {
  /** POD or TYPE/NAME; absent with a selector. */
  readonly target?: string;
  /** "" unless named. */
  readonly container: string;
}

function readNames({ args, flags: given }: Invocation): Names {
  const [target, inline] = args;
  if (args.length > 2 || (target === undefined && given.text("selector") === "")) throw new UsageError(USAGE);
  if (args.length === 1 && given.text("selector") !== "") throw new UsageError("only a selector (-l) or a POD name is allowed");
  const container = inline ?? given.text("container");
  return target === undefined ? { container } : { target, container };
}

function logOptions({ flags: given }: Invocation): Record<string, string> {
  const options: Record<string, string> = {};
  if (given.bool("previous")) options["previous"] = "true";
  if (given.bool("timestamps")) options["timestamps"] = "true";
  const since = given.text("since-time");
  if (since !== "") {
    if (parseRfc3339(since) === undefined) {
      throw new CommandError(`parsing time ${goQuote(since)} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(since)} as "2006"`);
    }
    options["sinceTime"] = since;
  }
  if (given.number("limit-bytes") !== 0) options["limitBytes"] = String(given.number("limit-bytes"));
  if (given.number("since") !== 0) options["sinceSeconds"] = String(Math.round(given.number("since") / 1000));
  const tail = given.number("tail");
  if (given.text("selector") !== "" && tail === -1 && !given.changed("tail")) options["tailLines"] = String(SELECTOR_TAIL);
  else if (tail !== -1) options["tailLines"] = String(tail);
  return options;
}

function check({ args, flags: given }: Invocation, { container }: Names): void {
  if (given.text("since-time") !== "" && given.number("since") !== 0)
    throw new CommandError("at most one of `sinceTime` or `sinceSeconds` may be specified");
  if (given.bool("all-containers") && container !== "")
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  if (given.changed("container") && args.length === 2) throw new CommandError("only one of -c or an inline [CONTAINER] arg is allowed");
  if (given.number("limit-bytes") < 0) throw new CommandError("--limit-bytes must be greater than 0");
  if (Math.round(given.number("since") / 1000) < 0) throw new CommandError("--since must be greater than 0");
  if (given.number("tail") < -1) throw new CommandError("--tail must be greater than or equal to -1");
}

async function selectedPods(invocation: Invocation): Promise<Pod[]> {
  const { env, release, factory } = invocation;
  const query = { ...(await queryOf(invocation, ["pods"])), singleResourceType: true, flatten: true };
  const infos = await (await findResources(factory, query)).infos();
  if (infos.length === 0 && release.has("logsTellsNothingFound")) {
    env.stderr(`No resources found in ${(await factory.namespace()).namespace} namespace.\n`);
  }
  return infos.map(({ object }) => object as Pod);
}

/** Newer releases say where they looked. */
async function findTarget(invocation: Invocation, name: string): Promise<KubeObject> {
  const { release, factory } = invocation;
  try {
    return await findObject(invocation, name);
  } catch (error) {
    if (!release.has("logsNamesNamespace") || !isReason(error, "NotFound")) throw error;
    const { namespace } = await factory.namespace();
    throw new CommandError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(namespace)}`);
  }
}

async function podsForLogs(invocation: Invocation, object: KubeObject): Promise<Pod[]> {
  const { env, flags: given } = invocation;
  const pods = await podsOf(invocation, object, { doing: "cannot get the logs from", preference: "logs" });
  if (given.has("all-pods") && given.bool("all-pods")) return pods;
  if (pods.length > 1) env.stderr(`Found ${pods.length} pods, using pod/${pods[0].metadata.name ?? ""}\n`);
  return [pods[0]];
}

/** The containers of a pod whose logs are asked for. kubectl/pkg/polymorphichelpers/logsforobject.go */
function sourcesOf(invocation: Invocation, pod: Pod, asked: string): LogSource[] {
  const { init, main, ephemeral } = containerNames(pod);
  if (invocation.flags.bool("all-containers")) return [...init, ...main, ...ephemeral].map((container) => ({ pod, container }));
  const container = asked !== "" ? asked : presetContainer(invocation, pod);
  if (!hasContainer(pod, container)) throw new CommandError(`container ${container} is not valid for pod ${pod.metadata.name ?? ""}`);
  return [{ pod, container }];
}

function presetContainer(invocation: Invocation, pod: Pod): string {
  const { env, release } = invocation;
  const { init, main, ephemeral } = containerNames(pod);
  const annotated = release.has("logsContainerAnnotation") ? (pod.metadata.annotations?.[DEFAULT_LOGS_CONTAINER] ?? "") : "";
  if (annotated !== "") {
    if (hasContainer(pod, annotated)) return annotated;
    env.stderr(`Default container name ${JSON.stringify(annotated)} not found in a pod\n`);
  }
  if (release.has("logsDefaultsContainer")) return defaultContainer(invocation, pod, pod.metadata.namespace ?? "");
  const [only = "", ...others] = main;
  if (others.length === 0) return only;
  const more = [
    ...(init.length === 0 ? [] : [` or one of the init containers: [${init.join(" ")}]`]),
    ...(ephemeral.length === 0 ? [] : [` or one of the ephemeral containers: [${ephemeral.join(" ")}]`]),
  ];
  throw new CommandError(
    `a container name must be specified for pod ${pod.metadata.name ?? ""}, choose one of: [${main.join(" ")}]${more.join("")}`,
  );
}
