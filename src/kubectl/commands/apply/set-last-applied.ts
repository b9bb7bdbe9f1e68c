import type { KubeObject } from "../../../machinery/object.ts";
import { isReason } from "../../../machinery/status.ts";
import { describeInfo, failed } from "../../apply/session.ts";
import type { Command, Invocation } from "../../command.ts";
import { readDryRun, withDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { dryRunFlag, printFlags } from "../../flags/common.ts";
import { encodeObject, LAST_APPLIED, lastAppliedOf } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { findResources } from "../../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";

/** `kubectl apply set-last-applied` */
// kubectl/pkg/cmd/apply/apply_set_last_applied.go
export const setLastAppliedCommand: Command = {
  use: () => "set-last-applied -f FILENAME",
  long: "Set the annotation that says what was applied last to what a file says. Nothing else of the object changes.",
  examples: "kubectl apply set-last-applied -f web.yaml --create-annotation",
  flags: () => [
    ...printFlags(),
    dryRunFlag,
    { name: "create-annotation", type: "bool", usage: "Also for objects that have no such annotation yet" },
    { name: "filename", shorthand: "f", type: "stringSlice", usage: "Files with what was applied last" },
  ],
  run: runSetLastApplied,
};

interface Change {
  readonly info: ResourceInfo;
  readonly live: KubeObject;
  readonly configuration: string;
}

async function runSetLastApplied(invocation: Invocation): Promise<void> {
  const { env, flags, factory } = invocation;
  const dryRun = readDryRun(env, flags);
  const print = await resultPrinter(env, flags);
  const client = await factory.client();
  const changes: Change[] = [];
  const result = await findResources(factory, { ...(await queryOf(invocation, [])), flatten: true });
  await result.visit(async (info) => {
    const configuration = encodeObject(objectOf(info));
    const live = await client.get(infoRef(info), info.name).catch((error: unknown) => {
      throw isReason(error, "NotFound")
        ? error
        : failed(`retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`, info, error);
    });
    const known = lastAppliedOf(live);
    if (known === undefined && !flags.bool("create-annotation")) {
      throw new CommandError(
        `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
      );
    }
    if (known?.trim() === configuration.trim()) env.stdout(`set-last-applied ${info.name}: no changes required.\n`);
    else changes.push({ info, live, configuration });
  });
  for (const { info, live, configuration } of changes) {
    const patch = { metadata: { annotations: { [LAST_APPLIED]: configuration } } };
    const options = dryRun === "server" ? { dryRun: true } : {};
    const object = dryRun === "client" ? live : await client.patch(infoRef(info), info.name, "merge", patch, options);
    print(object, withDryRun("configured", dryRun));
  }
}
