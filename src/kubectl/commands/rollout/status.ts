import type { KubeObject } from "../../../machinery/object.ts";
import type { RolloutFacet } from "../../../machinery/kind.ts";
import { type Status, StatusError } from "../../../machinery/status.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { infoRef, type ResourceInfo } from "../../resources/info.ts";
import { findTargets, kindText, requireTargets, rolloutOf, targetFlags } from "./targets.ts";

/** `kubectl rollout status`. kubectl/pkg/cmd/rollout/rollout_status.go */
export const statusCommand: Command = {
  use: () => "status (TYPE NAME | TYPE/NAME) [flags]",
  long: "Follow a rollout until it is done.\n\n With --watch=false, only tell how far it is.",
  examples: "kubectl rollout status deployment/web",
  flags: () => [
    ...targetFlags,
    { name: "revision", type: "int64", usage: "Fail unless this revision is the running one; 0 is any." },
    { name: "timeout", type: "duration", usage: "How long to watch; zero means as long as it takes." },
    { name: "watch", shorthand: "w", type: "bool", default: true, usage: "Watch until the rollout is done." },
  ],
  async run(invocation) {
    const { flags, env, release, factory } = invocation;
    requireTargets(invocation);
    if (flags.number("revision") < 0) throw new CommandError(`revision must be a positive integer: ${flags.number("revision")}`);
    const many = release.has("rolloutSelector");
    const targets = await findTargets(invocation, { singleResourceType: !many, continueOnError: many });
    let seen = 0;
    if (many) {
      await targets.visit(async (info) => {
        seen++;
        await follow(invocation, info);
      });
      if (seen === 0) env.stderr(`No resources found in ${(await factory.namespace()).namespace} namespace.\n`);
      return;
    }
    const [info, ...others] = await targets.infos();
    if (info === undefined || others.length > 0) {
      const count = info === undefined ? 0 : others.length + 1;
      throw new CommandError(
        `rollout status is only supported on individual resources and resource collections - ${count} resources were found`,
      );
    }
    await follow(invocation, info);
  },
};

/** Prints what each change of the object means, until the rollout is done. */
async function follow(invocation: Invocation, info: ResourceInfo): Promise<void> {
  const { env, flags, factory } = invocation;
  const facet = rolloutOf(invocation, info.mapping);
  if (facet === undefined) throw new CommandError(`no status viewer has been implemented for ${kindText(info.mapping)}`);
  const client = await factory.client();
  const until = flags.number("timeout") === 0 ? undefined : env.now() + flags.number("timeout");
  const fieldSelector = `metadata.name=${info.name}`;
  const listed = await client.list(infoRef(info), { fieldSelector });
  for (const object of listed.items) if (tell(invocation, facet, object)) return;
  const { resourceVersion = "" } = listed.metadata;
  const left = until === undefined ? {} : { timeoutMs: Math.max(0, until - env.now()) };
  for await (const event of client.watch(infoRef(info), { fieldSelector, resourceVersion, ...left })) {
    if (until !== undefined && env.now() > until) break;
    if (event.type === "BOOKMARK") continue;
    if (event.type === "ERROR") throw new StatusError(event.object as Status);
    if (event.type === "DELETED") throw new CommandError("object has been deleted");
    if (tell(invocation, facet, event.object as KubeObject)) return;
  }
  throw new CommandError("timed out waiting for the condition");
}

/** Prints the state; true when there is nothing more to wait for. */
function tell({ env, flags }: Invocation, facet: RolloutFacet, object: KubeObject): boolean {
  const { message, done } = facet.status(object, flags.number("revision"));
  env.stdout(message);
  return done || !flags.bool("watch");
}
