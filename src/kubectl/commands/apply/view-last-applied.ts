import { goJson } from "../../../base/json-out.ts";
import { formatYaml } from "../../../base/yaml-out.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError, UsageError } from "../../errors.ts";
import { allFlag, filenameFlags, selectorFlag } from "../../flags/common.ts";
import { lastAppliedOf } from "../../objects/annotations.ts";
import { findResources } from "../../resources/builder.ts";
import { objectOf } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";

/** `kubectl apply view-last-applied` */
// kubectl/pkg/cmd/apply/apply_view_last_applied.go
export const viewLastAppliedCommand: Command = {
  use: () => "view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)",
  long: "Show the configuration that was applied last, as the object's annotation keeps it.",
  examples: "kubectl apply view-last-applied deployment/web\nkubectl apply view-last-applied -f web.yaml -o json",
  flags: () => [
    { name: "output", shorthand: "o", type: "string", default: "yaml", usage: "yaml or json" },
    selectorFlag,
    allFlag,
    ...filenameFlags("Files that name the objects"),
  ],
  run: runViewLastApplied,
};

async function runViewLastApplied(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args } = invocation;
  const texts: string[] = [];
  const result = await findResources(factory, { ...(await queryOf(invocation, args)), latest: true, flatten: true });
  await result.visit(async (info) => {
    const text = lastAppliedOf(objectOf(info));
    if (text !== undefined) texts.push(text);
    else if (info.source !== "") {
      throw new CommandError(
        `error when no last-applied-configuration annotation found on resource: ${info.name}\n ${JSON.stringify(info.source)}: <nil>`,
      );
    }
  });
  const output = flags.text("output");
  for (const text of texts) {
    if (output === "json") env.stdout(`${goJson(JSON.parse(text), { indent: 2 })}${/\s*$/.exec(text)?.[0] ?? ""}`);
    else if (output === "yaml") env.stdout(formatYaml(JSON.parse(text)));
    else throw new UsageError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  }
}
