import type { Pod } from "../../kinds/core/pod/types.ts";
import { formatGoDuration } from "../../base/go-duration.ts";
import { isReason, StatusError } from "../../machinery/status.ts";
import type { ResourceRef } from "../../machinery/client.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { nameLines } from "../print/object-printer.ts";
import { isLongGone } from "./choose-pods.ts";

const POLL_MS = 1000;
const RETRY_MS = 5000;

/** One pod on its way out. */
interface Leaver {
  readonly pod: Pod;
  state: "evict" | "wait";
  /** When to look at it next, ms since the epoch. */
  at: number;
}

interface Removal {
  readonly invocation: Invocation;
  readonly dryRun: boolean;
  /** Undefined means as long as it takes. */
  readonly until: number | undefined;
  /** `policy/v1beta1`; undefined deletes instead of evicting. */
  readonly policy: string | undefined;
  readonly errors: Error[];
  readonly onVerb: (verb: string) => void;
}

/**
 * Evicts (or deletes) pods and waits until they are gone; resolves to what went wrong. All pods are on their way at once: each is
 * asked for again every second, and a refused eviction is tried again after five. `onVerb` gets the verb of each line.
 */
// kubectl/pkg/drain/drain.go DeleteOrEvictPods, 1.20
export async function removePods(
  invocation: Invocation,
  pods: readonly Pod[],
  dryRun: boolean,
  onVerb: (verb: string) => void,
): Promise<Error[]> {
  const { env, flags } = invocation;
  if (pods.length === 0) return [];
  const timeoutMs = flags.number("timeout");
  const policy = flags.bool("disable-eviction") ? undefined : await policyVersion(invocation);
  const until = timeoutMs === 0 ? undefined : env.now() + timeoutMs;
  const removal: Removal = { invocation, dryRun, until, policy, errors: [], onVerb };
  if (policy === undefined) await deleteAll(removal, pods);
  if (removal.errors.length > 0) return removal.errors;
  let leavers: Leaver[] = pods.map((pod) => ({ pod, state: policy === undefined ? "wait" : "evict", at: env.now() }));
  while (leavers.length > 0) {
    const now = env.now();
    const staying: Leaver[] = [];
    for (const leaver of leavers) if (leaver.at > now || !(await step(removal, leaver))) staying.push(leaver);
    leavers = staying;
    if (leavers.length > 0) await env.sleep(Math.max(1, Math.min(...leavers.map(({ at }) => at)) - env.now()));
  }
  return removal.errors;
}

async function policyVersion({ factory }: Invocation): Promise<string | undefined> {
  const group = (await factory.mapper.groups()).find(({ name }) => name === "policy");
  return group === undefined ? undefined : `policy/${group.preferred}`;
}

async function deleteAll({ invocation, dryRun, errors }: Removal, pods: readonly Pod[]): Promise<void> {
  const client = await invocation.factory.client();
  const seconds = invocation.flags.number("grace-period");
  for (const pod of pods) {
    try {
      await client.delete(refOf(pod), nameOf(pod), {
        ...(seconds < 0 ? {} : { gracePeriodSeconds: seconds }),
        ...(dryRun ? { dryRun } : {}),
      });
    } catch (error) {
      if (isReason(error, "NotFound")) continue;
      errors.push(error as Error);
      return;
    }
  }
}

/** Does what is due for one pod; true when there is nothing more to do for it. */
async function step(removal: Removal, leaver: Leaver): Promise<boolean> {
  if (leaver.state === "evict") {
    const done = await tryToEvict(removal, leaver);
    if (done || leaver.at > removal.invocation.env.now()) return done;
  }
  return lookForPod(removal, leaver);
}

async function tryToEvict(removal: Removal, leaver: Leaver): Promise<boolean> {
  const { env, release } = removal.invocation;
  const { pod } = leaver;
  const [namespace, name] = [pod.metadata.namespace ?? "", nameOf(pod)];
  env.stdout(`evicting pod ${namespace}/${name}${removal.dryRun ? " (server dry run)" : ""}\n`);
  const quoted = JSON.stringify(name);
  const what = release.has("drainNamesNamespace") ? `pods/${quoted} -n ${JSON.stringify(namespace)}` : `pod ${quoted}`;
  if (isLate(removal)) {
    removal.errors.push(new CommandError(`error when evicting ${what}: global timeout reached: ${limitText(removal)}`));
    return true;
  }
  try {
    await evict(removal, pod);
  } catch (error) {
    if (isReason(error, "NotFound")) return true;
    if (isNamespaceEnding(error)) {
      if (pod.metadata.deletionTimestamp === undefined) {
        env.stderr(`error when evicting pod ${quoted} (will retry after 5s): ${(error as Error).message}\n`);
        leaver.at = env.now() + RETRY_MS;
        return false;
      }
    } else if (isReason(error, "TooManyRequests")) {
      env.stderr(`error when evicting ${what} (will retry after 5s): ${(error as Error).message}\n`);
      leaver.at = env.now() + RETRY_MS;
      return false;
    } else {
      removal.errors.push(new CommandError(`error when evicting ${what}: ${(error as Error).message}`));
      return true;
    }
  }
  leaver.state = "wait";
  return removal.dryRun;
}

async function evict({ invocation, policy = "", dryRun }: Removal, pod: Pod): Promise<void> {
  const seconds = invocation.flags.number("grace-period");
  const deleteOptions = { ...(seconds < 0 ? {} : { gracePeriodSeconds: seconds }), ...(dryRun ? { dryRun: ["All"] } : {}) };
  const { namespace = "" } = pod.metadata;
  const eviction = { apiVersion: policy, kind: "Eviction", metadata: { name: nameOf(pod), namespace }, deleteOptions };
  await (
    await invocation.factory.client()
  ).create(refOf(pod), eviction, { subresource: "eviction", name: nameOf(pod), ...(dryRun ? { dryRun } : {}) });
}

function isNamespaceEnding(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    error.reason === "Forbidden" &&
    error.status.details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") === true
  );
}

/** Whether the pod is gone, or another has its name. */
async function lookForPod(removal: Removal, leaver: Leaver): Promise<boolean> {
  const { invocation, errors, policy, onVerb } = removal;
  const { env, flags, factory } = invocation;
  const name = nameOf(leaver.pod);
  const current = (await (await factory.client()).get(refOf(leaver.pod), name).catch((error: Error) => error)) as Pod | Error;
  if (isReason(current, "NotFound") || (!(current instanceof Error) && current.metadata.uid !== leaver.pod.metadata.uid)) {
    const verb = policy === undefined ? "deleted" : "evicted";
    onVerb(verb);
    env.stdout(nameLines({ ...leaver.pod, apiVersion: "v1", kind: "Pod" }, verb));
    return true;
  }
  const fail = (message: string): true => {
    errors.push(
      new CommandError(policy === undefined ? message : `error when waiting for pod ${JSON.stringify(name)} terminating: ${message}`),
    );
    return true;
  };
  if (current instanceof Error) return fail(current.message);
  if (isLongGone(invocation, current)) {
    env.stdout(
      `pod ${JSON.stringify(name)} has DeletionTimestamp older than ${flags.number("skip-wait-for-delete-timeout")} seconds, skipping\n`,
    );
    return true;
  }
  if (isLate(removal)) return fail(`global timeout reached: ${limitText(removal)}`);
  leaver.at = env.now() + POLL_MS;
  return false;
}

function isLate({ until, invocation }: Removal): boolean {
  return until !== undefined && invocation.env.now() >= until;
}

function limitText({ invocation }: Removal): string {
  return formatGoDuration(invocation.flags.number("timeout"));
}

function nameOf(pod: Pod): string {
  return pod.metadata.name ?? "";
}

function refOf(pod: Pod): ResourceRef {
  return { group: "", version: "v1", resource: "pods", namespace: pod.metadata.namespace ?? "" };
}
