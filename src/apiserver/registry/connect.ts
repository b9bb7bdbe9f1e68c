import type { ApiResponse } from "../../machinery/api.ts";
import type { LogOptions, NodeRuntime } from "../../machinery/node-runtime.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, failure } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { existing } from "./list.ts";

interface PodLike extends KubeObject {
  status?: { podIP?: string };
  spec?: {
    nodeName?: string;
    containers?: { name: string; ports?: { containerPort: number }[] }[];
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

/** `pods/exec` and `pods/attach`: the whole run at once, as `{stdout, stderr, exitCode}`. */
export function podExec(call: Call): ApiResponse {
  const pod = existing(call) as PodLike;
  const options = call.request.options ?? {};
  const container = containerOf(pod, one(options, "container"));
  if (!pod.spec?.nodeName) throw badRequest(`pod ${pod.metadata.name ?? ""} does not have a host assigned`);
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

/** `pods/proxy` and `pods/portforward`: one HTTP exchange with a port of the pod (`NAME:PORT` in the URL). */
export function podProxy(call: Call): ApiResponse {
  const [name = "", port = ""] = (call.request.name ?? "").split(":");
  const pod = existing({ ...call, request: { ...call.request, name } }) as PodLike;
  if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  const number = port === "" ? (pod.spec.containers?.[0]?.ports?.[0]?.containerPort ?? 80) : Number(port);
  return exchange(call, pod, number);
}

interface Endpoint {
  pod: PodLike | undefined;
  port: number;
}

/**
 * `services/proxy`: one HTTP exchange with a pod behind the service (`[SCHEME:]NAME[:PORT]` in the URL, the port by name or number).
 * pkg/registry/core/service/storage/rest.go ResourceLocation, 1.20
 */
export function serviceProxy(call: Call): ApiResponse {
  const words = (call.request.name ?? "").split(":");
  const [name = "", asked = ""] = words.length === 3 ? words.slice(1) : words;
  if (words.length > 3 || name === "") throw badRequest(`invalid service request ${JSON.stringify(call.request.name ?? "")}`);
  const { spec } = existing({ ...call, request: { ...call.request, name } }) as ServiceLike;
  const ports = spec?.ports ?? [];
  const port = asked === "" && ports.length === 1 ? ports[0] : ports.find((one) => one.name === asked || String(one.port) === asked);
  const endpoints = port === undefined && asked !== "" ? [] : endpointsOf(call, name, port?.name ?? "");
  if (endpoints.length === 0) throw failure(503, "ServiceUnavailable", `no endpoints available for service ${JSON.stringify(name)}`, {});
  const stream = `service-proxy/${call.request.namespace}/${name}`;
  const chosen = endpoints[Number(call.context.draw(stream, (random) => String(random.int(endpoints.length)))) % endpoints.length];
  return exchange(call, chosen?.pod, chosen?.port ?? 0);
}

interface ServiceLike extends KubeObject {
  spec?: { ports?: { name?: string; port: number }[] };
}

interface EndpointsLike extends KubeObject {
  subsets?: { addresses?: { targetRef?: { name?: string } }[]; ports?: { name?: string; port: number }[] }[];
}

/** Where a port of the service leads. Addresses without a pod lead out of the cluster, where nobody answers. */
function endpointsOf({ context, request: { namespace } }: Call, service: string, port: string): Endpoint[] {
  const { subsets = [] } = (context.get("endpoints", namespace, service) ?? {}) as EndpointsLike;
  return subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports
      .filter(({ name = "" }) => name === port)
      .flatMap((one) =>
        addresses.map(({ targetRef }) => ({
          pod: targetRef?.name === undefined ? undefined : (context.get("pods", namespace, targetRef.name) as PodLike | undefined),
          port: one.port,
        })),
      ),
  );
}

function exchange(call: Call, pod: PodLike | undefined, port: number): ApiResponse {
  const path = `/${one(call.request.options ?? {}, "path")}`;
  const answer =
    pod &&
    runtimeOf(call).http(pod, port, {
      method: methodOf(call.request.verb),
      path,
      headers: [],
      body: typeof call.request.body === "string" ? call.request.body : "",
    });
  const address = `${pod?.status?.podIP ?? ""}:${port}`;
  if (!answer)
    throw failure(503, "ServiceUnavailable", `error trying to reach service: dial tcp ${address}: connect: connection refused`, {});
  return { code: answer.status, body: answer.body, warnings: call.warnings };
}

function methodOf(verb: string): string {
  return { create: "POST", update: "PUT", patch: "PATCH", delete: "DELETE" }[verb] ?? "GET";
}

function runtimeOf(call: Call): NodeRuntime {
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
