import type { ApiResponse } from "../../machinery/api.ts";
import type { LogOptions, NodeRuntime } from "../../machinery/node-runtime.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, failure } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { existing } from "./list.ts";

interface PodLike extends KubeObject {
  spec?: {
    nodeName?: string;
    containers?: { name: string }[];
    initContainers?: { name: string }[];
    ephemeralContainers?: { name: string }[];
  };
}

type Options = NonNullable<Call["request"]["options"]>;

/** `pods/log`: the text that the container has printed. pkg/registry/core/pod/strategy.go LogLocation, 1.20 */
export function podLog(call: Call): ApiResponse {
  const pod = existing(call) as PodLike;
  const options = call.request.options ?? {};
  const container = containerOf(pod, one(options, "container"));
  if (!pod.spec?.nodeName) return { code: 200, body: "", warnings: call.warnings };
  return { code: 200, body: runtimeOf(call).logs(pod, container, logOptions(options)), warnings: call.warnings };
}

/** `pods/attach`: what was typed, and what the main process answered to it, as `{stdout, stderr, exitCode}`. */
export function podAttach(call: Call): ApiResponse {
  const pod = existing(call) as PodLike;
  const container = containerOf(pod, one(call.request.options ?? {}, "container"));
  if (!pod.spec?.nodeName) throw badRequest(`pod ${pod.metadata.name ?? ""} does not have a host assigned`);
  const stdin = typeof call.request.body === "string" ? { stdin: call.request.body } : {};
  return { code: 200, body: { ...runtimeOf(call).attach(pod, { container, ...stdin }) }, warnings: call.warnings };
}

/** `pods/exec`: the whole run at once, as `{stdout, stderr, exitCode}`. A dry run finds out whether it could be refused. */
export function podExec(call: Call): ApiResponse {
  const pod = existing(call) as PodLike;
  const options = call.request.options ?? {};
  const container = containerOf(pod, one(options, "container"));
  if (!pod.spec?.nodeName) throw badRequest(`pod ${pod.metadata.name ?? ""} does not have a host assigned`);
  if (call.request.dryRun) {
    runtimeOf(call).reach(pod, container);
    return { code: 200, body: {}, warnings: call.warnings };
  }
  const command = options.command ?? [];
  const stdin = typeof call.request.body === "string" ? { stdin: call.request.body } : {};
  const result = runtimeOf(call).exec(pod, {
    container,
    command: typeof command === "string" ? [command] : command,
    tty: one(options, "tty") === "true",
    ...stdin,
  });
  return { code: 200, body: { ...result }, warnings: call.warnings };
}

/** The kubelets' side. Throws StatusError in a cluster without. */
export function runtimeOf(call: Call): NodeRuntime {
  const runtime = call.engine.options.nodeRuntime;
  if (!runtime) throw failure(500, "InternalError", "Internal error occurred: no kubelet answers in this cluster", {});
  return runtime;
}

function one(options: Options, key: string): string {
  const value = options[key];
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

/** The container that is meant: the only one, or the one named. pkg/registry/core/pod/strategy.go validateContainer */
function containerOf(pod: PodLike, asked: string): string {
  const names = (pod.spec?.containers ?? []).map((container) => container.name);
  const init = (pod.spec?.initContainers ?? []).map((container) => container.name);
  const ephemeral = (pod.spec?.ephemeralContainers ?? []).map((container) => container.name);
  const podName = pod.metadata.name ?? "";
  if (asked !== "") {
    if ([...names, ...init, ...ephemeral].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${podName}`);
  }
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${podName}`);
  const others = init.length > 0 ? ` or one of the init containers: [${init.join(" ")}]` : "";
  throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${names.join(" ")}]${others}`);
}

function logOptions(options: Options): LogOptions {
  const number = (key: "sinceSeconds" | "tailLines" | "limitBytes"): Partial<LogOptions> =>
    options[key] === undefined ? {} : { [key]: Number(one(options, key)) };
  return {
    ...(one(options, "previous") === "true" ? { previous: true } : {}),
    ...(one(options, "timestamps") === "true" ? { timestamps: true } : {}),
    ...(options.sinceTime === undefined ? {} : { sinceTime: one(options, "sinceTime") }),
    ...number("sinceSeconds"),
    ...number("tailLines"),
    ...number("limitBytes"),
  };
}
