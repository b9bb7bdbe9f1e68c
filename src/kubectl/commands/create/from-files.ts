import { creatable } from "../../objects/creatable.ts";
import { goValueV } from "../../../base/go-format.ts";
import type { Invocation } from "../../command.ts";
import { readDryRun, withDryRun } from "../../dry-run.ts";
import { CommandError, UsageError, withSource } from "../../errors.ts";
import { recorded, saveConfiguration } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { findResources } from "../../resources/builder.ts";
import { infoRef, objectOf } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";
import { validationOf } from "../../validation/validator.ts";
import { checkRaw, sendRaw } from "../raw.ts";
import { managerOption } from "../../flags/manager-option.ts";

/** `kubectl create -f`: makes each object of the files, goes on after a refusal and reports all at the end. */
// kubectl/pkg/cmd/create/create.go RunCreate
export async function createFromFiles(invocation: Invocation): Promise<void> {
  const { env, factory, flags, args } = invocation;
  if (args.length > 0) throw new UsageError(`Unexpected args: ${goValueV(args)}`);
  const raw = flags.text("raw") !== "";
  if (raw && flags.bool("edit")) throw new UsageError("--raw and --edit are mutually exclusive");
  if (raw) checkRaw(invocation, [{ name: "selector", shown: "--selector (-l)" }]);
  const dryRun = readDryRun(env, flags);
  await factory.connection();
  const print = await resultPrinter(env, flags);
  if (raw) return sendRaw(invocation, "POST");
  if (flags.bool("edit")) return editNew(invocation);
  const { check, fieldValidation } = await validationOf(invocation);
  const query = { ...(await queryOf(invocation, [])), continueOnError: true, flatten: true, ...(check === undefined ? {} : { check }) };
  const client = await factory.client();
  let count = 0;
  await (
    await findResources(factory, query)
  ).visit(async (info) => {
    const object = recorded(invocation, saveConfiguration(objectOf(info), flags.bool("save-config")));
    if (dryRun === "client") {
      count++;
      print(object, withDryRun("created", dryRun));
      return;
    }
    const options = {
      ...managerOption(invocation),
      ...(dryRun === "server" ? { dryRun: true } : {}),
      ...(fieldValidation === undefined ? {} : { fieldValidation }),
    };
    const created = await client.create(infoRef(info), creatable(object), options).catch((error: unknown) => {
      throw withSource("creating", info.source, error as Error);
    });
    count++;
    print(created, withDryRun("created", dryRun));
  });
  if (count === 0) throw new CommandError("no objects passed to create");
}

/** Opens an editor on each object before it is made. */
async function editNew(invocation: Invocation): Promise<void> {
  const { saveNew } = await import("../../edit/save-new.ts");
  const { editObjects } = await import("../../edit/session.ts");
  const query = { ...(await queryOf(invocation, [])), labelSelector: "", continueOnError: true, flatten: true };
  await (
    await findResources(invocation.factory, query)
  ).visit(async (info) => void (await editObjects(invocation, [info], saveNew(invocation))));
}
