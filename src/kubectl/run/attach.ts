import type { AsyncClient, ResourceRef } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { notFound } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { runInContainer, showResult, typeAt, wantsTty } from "../containers/exec.ts";
import { followLogs } from "../containers/logs.ts";
import { CommandError, PlainError } from "../errors.ts";

interface PodStatus {
  phase?: string;
  containerStatuses?: { ready?: boolean; state?: { terminated?: { exitCode?: number; reason?: string; message?: string } } }[];
}

const POD_TIMED_OUT = "timed out waiting for the condition";

/** Waits for a pod that `run` made, shows what it writes and, for pods that end, leaves with its exit code. */
// kubectl/pkg/cmd/run/run.go Run, handleAttachPod
export async function attachToPod(invocation: Invocation, pod: KubeObject, restartPolicy: string): Promise<number> {
  const { flags, factory } = invocation;
  const client = await factory.client();
  const { name = "", namespace = "" } = pod.metadata;
  const ref: ResourceRef = { group: "", version: "v1", resource: "pods", namespace };
  const timeoutMs = flags.number("pod-running-timeout");
  const running = await waitForPod(client, ref, name, timeoutMs, (status) => isReady(status) || hasEnded(status));
  if (hasEnded(statusOf(running))) await printLog(invocation, client, ref, running);
  else await attach(invocation, client, ref, running);
  if (flags.bool("leave-stdin-open") || restartPolicy === "Always") return 0;
  const wanted = restartPolicy === "OnFailure" ? (status: PodStatus) => status.phase === "Succeeded" : hasEnded;
  return exitCodeOf(await waitForPod(client, ref, name, timeoutMs, wanted));
}

function statusOf(pod: KubeObject): PodStatus {
  return (pod["status"] as PodStatus | undefined) ?? {};
}

function isReady(status: PodStatus): boolean {
  return (
    status.phase === "Running" &&
    (status.containerStatuses ?? []).length > 0 &&
    (status.containerStatuses ?? []).every((each) => each.ready === true)
  );
}

function hasEnded(status: PodStatus): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}

async function waitForPod(
  client: AsyncClient,
  ref: ResourceRef,
  name: string,
  timeoutMs: number,
  isMet: (status: PodStatus) => boolean,
): Promise<KubeObject> {
  const fieldSelector = `metadata.name=${name}`;
  const list = await client.list(ref, { fieldSelector });
  const [found] = list.items;
  if (found !== undefined && isMet(statusOf(found))) return found;
  for await (const event of client.watch(ref, { fieldSelector, resourceVersion: list.metadata.resourceVersion ?? "", timeoutMs })) {
    if (event.type === "DELETED") throw notFound("", "pods", "");
    const object = event.object as KubeObject;
    if (object.kind === "Pod" && isMet(statusOf(object))) return object;
  }
  throw new CommandError(POD_TIMED_OUT);
}

async function attach(invocation: Invocation, client: AsyncClient, ref: ResourceRef, pod: KubeObject): Promise<void> {
  const { env, flags, release } = invocation;
  const name = pod.metadata.name ?? "";
  const tty = wantsTty(invocation);
  if (!flags.bool("quiet")) env.stderr("If you don't see a command prompt, try pressing enter.\n");
  try {
    if (tty) {
      await typeAt(invocation, pod as Pod, name);
      return;
    }
    const typed = flags.bool("stdin") ? { stdin: env.stdin() } : {};
    await showResult(invocation, await runInContainer(invocation, pod as Pod, "attach", { container: name, command: [], tty, ...typed }));
    await followLogs(invocation, [{ pod: pod as Pod, container: name }], undefined);
  } catch (error) {
    const why = (error as Error).message.replace(/^error: |\n$/g, "");
    env.stderr(
      release.has("runAttachWarning")
        ? `warning: couldn't attach to pod/${name}, falling back to streaming logs: ${why}\n`
        : `Error attaching, falling back to logs: ${why}\n`,
    );
    await printLog(invocation, client, ref, pod);
  }
}

async function printLog({ env }: Invocation, client: AsyncClient, ref: ResourceRef, pod: KubeObject): Promise<void> {
  const name = pod.metadata.name ?? "";
  const response = await client.request({ verb: "get", ...ref, name, subresource: "log", options: { container: name } });
  if (typeof response.body === "string") env.stdout(response.body);
}

function exitCodeOf(pod: KubeObject): number {
  const { name = "", namespace = "" } = pod.metadata;
  const status = statusOf(pod);
  if (status.phase === "Succeeded") return 0;
  const ended = status.containerStatuses?.[0]?.state?.terminated;
  if ((ended?.exitCode ?? 0) === 0) throw new CommandError(`pod ${namespace}/${name} failed with unknown exit code`);
  throw new PlainError(`pod ${namespace}/${name} terminated (${ended?.reason ?? ""})\n${ended?.message ?? ""}`, ended?.exitCode ?? 1);
}
