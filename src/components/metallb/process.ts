import type { Requeue } from "../controller/retry.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";
import { writeLog } from "./log.ts";
import { makeMemberlistSecret } from "./memberlist-secret.ts";
import { versionOf } from "../../images/metallb/versions.ts";
import { setUpWebhooks } from "./webhook-certificates.ts";

/** What a controller does when it has started: says so, makes what the speakers need, and has its webhooks trusted. */
export function begin(leader: ActingInstance, context: ProgramContext): Requeue {
  sayStarted("controller", leader, context);
  makeMemberlistSecret(leader, context);
  if (versionOf(leader.container).has("configurationObjects")) setUpWebhooks(leader, context);
  return undefined;
}

/** Logs the first line of a process, once. */
export function sayStarted(program: string, instance: ActingInstance, context: ProgramContext): void {
  const { pod, startedAt } = instance;
  const key = `metallb/started/${pod.metadata.namespace}/${pod.metadata.name}`;
  const process = `${pod.metadata.uid}@${startedAt}`;
  if (context.memory.get(key) === process) return;
  const version = versionOf(instance.container);
  const msg = `MetalLB ${program} starting version ${version.text} (no build information)`;
  writeLog(instance, { level: "info", branch: "", commit: "", msg, version: version.text }, context);
  context.memory.set(key, process);
}
