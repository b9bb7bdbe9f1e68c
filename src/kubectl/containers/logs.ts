import type { Pod } from "../../kinds/core/pod/types.ts";
import { isReason } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import type { Flags } from "../flags/parse.ts";

const POLL_MS = 1000;
/** So long a stepped clock moves for who reads the log of a container that nobody expects to end. */
const ENDLESS_LOG_MS = 60_000;

/** One container whose log is wanted. */
export interface LogSource {
  readonly pod: Pod;
  readonly container: string;
}

/** Prints logs one after another. `options` is the query of `pods/log`. */
export async function showLogs(
  invocation: Invocation,
  sources: readonly LogSource[],
  options: Readonly<Record<string, string>>,
): Promise<void> {
  for (const source of sources) print(invocation, source, await readLog(invocation, source, options));
}

/** Prints logs, and what is added to them until all containers have ended. Without `options` only what comes from now on. */
// kubectl/pkg/cmd/logs/logs.go parallelConsumeRequest
export async function followLogs(
  invocation: Invocation,
  sources: readonly LogSource[],
  options: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { env } = invocation;
  // A server's log has no end to wait for. Who only joins its process moves no clock at all.
  const isEndless = sources.some(({ pod }) => (pod.spec.restartPolicy ?? "Always") === "Always");
  const patience = isEndless ? { leash: env.now() + (options === undefined ? 0 : ENDLESS_LOG_MS) } : {};
  const always: Record<string, string> = options?.["timestamps"] === undefined ? {} : { timestamps: "true" };
  const open = new Map<LogSource, number>();
  for (const source of sources) {
    const whole = await readLog(invocation, source, always);
    if (options !== undefined) print(invocation, source, await readLog(invocation, source, options));
    open.set(source, whole.length);
  }
  for (;;) {
    for (const source of open.keys()) if (!(await isRunning(invocation, source))) await finish(invocation, source, always, open);
    if (open.size === 0) return;
    await env.sleep(POLL_MS, patience);
    for (const [source, seen] of open) {
      const whole = await readLog(invocation, source, always);
      print(invocation, source, whole.slice(seen));
      open.set(source, whole.length);
    }
  }
}

/** Prints the last words of a container that has ended. */
async function finish(
  invocation: Invocation,
  source: LogSource,
  options: Readonly<Record<string, string>>,
  open: Map<LogSource, number>,
): Promise<void> {
  const seen = open.get(source) ?? 0;
  open.delete(source);
  const whole = await readLog(invocation, source, options).catch(() => "");
  print(invocation, source, whole.slice(seen));
}

async function isRunning({ factory }: Invocation, { pod, container }: LogSource): Promise<boolean> {
  const { name = "", namespace = "", uid } = pod.metadata;
  try {
    const current = (await (await factory.client()).get({ group: "", version: "v1", resource: "pods", namespace }, name)) as Pod;
    const statuses = [...(current.status?.initContainerStatuses ?? []), ...(current.status?.containerStatuses ?? [])];
    return current.metadata.uid === uid && statuses.find((each) => each.name === container)?.state?.running !== undefined;
  } catch (error) {
    if (isReason(error, "NotFound")) return false;
    throw error;
  }
}

async function readLog({ factory }: Invocation, { pod, container }: LogSource, options: Readonly<Record<string, string>>): Promise<string> {
  const { name = "", namespace = "" } = pod.metadata;
  const client = await factory.client();
  const response = await client.request({
    verb: "get",
    group: "",
    version: "v1",
    resource: "pods",
    namespace,
    name,
    subresource: "log",
    options: { ...options, container },
  });
  return typeof response.body === "string" ? response.body : "";
}

function print({ env, flags }: Invocation, { pod, container }: LogSource, text: string): void {
  if (!wantsPrefix(flags) || text === "") {
    env.stdout(text);
    return;
  }
  const prefix = `[pod/${pod.metadata.name ?? ""}/${container}] `;
  env.stdout(text.replace(/^(?=[^])/gm, prefix));
}

function wantsPrefix(flags: Flags): boolean {
  return ["prefix", "all-pods"].some((name) => flags.has(name) && flags.bool(name));
}
