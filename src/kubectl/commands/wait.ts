import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, FailureList } from "../errors.ts";
import { allFlag, allNamespacesFlag, fieldSelectorFlag, printFlags, recursiveFilenameFlags, selectorFlag } from "../flags/common.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { type Condition, parseCondition } from "../wait/condition.ts";

const WEEK_MS = 168 * 3_600_000;

/** `kubectl wait`. kubectl/pkg/cmd/wait/wait.go */
export const waitCommand: Command = {
  use: (release) => release.value("waitUse"),
  examples:
    "# Wait until a pod is ready\nkubectl wait --for=condition=Ready pod/web\n\n# Wait until it is gone\nkubectl wait --for=delete pod/web --timeout=60s",
  flags: (_release: Release) => [
    allFlag,
    allNamespacesFlag,
    fieldSelectorFlag,
    ...recursiveFilenameFlags("Files that name the objects to wait for."),
    { name: "for", type: "string", usage: "What to wait for: delete or condition=NAME[=VALUE]." },
    { name: "local", type: "bool", usage: "Do not ask the server." },
    ...printFlags(),
    selectorFlag,
    { name: "timeout", type: "duration", default: 30_000, usage: "How long to wait; 0 looks once, less than 0 waits for a week." },
  ],
  async run(invocation) {
    const { flags, factory, release, args, env } = invocation;
    const print = await resultPrinter(env, flags);
    const condition = parseCondition(flags.text("for"), release);
    const timeoutMs = flags.number("timeout") < 0 ? WEEK_MS : flags.number("timeout");
    const named = await queryOf(invocation, args);
    const query = {
      ...named,
      selectAll: named.selectAll === true && args.length > 0,
      flatten: true,
      latest: true,
      continueOnError: true,
      requireObject: condition.kind !== "create",
    };
    let visited = 0;
    const started = env.now();
    const visit = async (info: ResourceInfo): Promise<void> => {
      visited++;
      const until = (release.has("waitSharesTimeout") ? started : env.now()) + timeoutMs;
      const once = timeoutMs === 0 && release.has("waitLooksOnce");
      print(await waitFor(invocation, condition, info, { until, once }), "condition met");
    };
    try {
      await (await findResources(factory, query)).visit(visit);
    } catch (error) {
      const left = withoutMissing(error as Error, condition, release);
      if (left !== undefined) throw left;
    }
    if (visited > 0 || (condition.kind === "delete" && release.has("waitDeleteOfNothing"))) return;
    throw new CommandError("no matching resources found");
  },
};

/** What is gone already need not be waited for. */
function withoutMissing(error: Error, condition: Condition, release: Release): Error | undefined {
  if (condition.kind !== "delete" || !release.has("waitDeleteIgnoresMissing")) return error;
  const failures = (error instanceof FailureList ? error.failures : [error]).filter((failure) => !isReason(failure, "NotFound"));
  return failures.length === 0 ? undefined : new FailureList(failures);
}

/** How long to wait, in ms since the Unix epoch; `once` words a condition that is not met at the first look as just that. */
interface Patience {
  readonly until: number;
  readonly once: boolean;
}

async function waitFor(
  { factory, env }: Invocation,
  condition: Condition,
  info: ResourceInfo,
  { until, once }: Patience,
): Promise<KubeObject> {
  if (info.name === "") throw new CommandError("resource name must be provided");
  const client = await factory.client();
  const named = `${info.mapping.resource}/${info.name}`;
  const unnamed = condition.kind === "create" && !once;
  const late = new CommandError(
    once ? `condition not met for ${named}` : `timed out waiting for the condition${unnamed ? "" : ` on ${named}`}`,
  );
  const fieldSelector = `metadata.name=${info.name}`;
  const listed = await client.list(infoRef(info), { fieldSelector });
  const present = listed.items.find((item) => item.metadata.name === info.name);
  const typed = present === undefined ? info.object : withType(present, info);
  if (condition.isMet(typed, present !== undefined)) return typed ?? bareObject(info);
  const left = until - env.now();
  if (left <= 0) throw late;
  const options = { fieldSelector, resourceVersion: listed.metadata.resourceVersion ?? "", timeoutMs: left };
  for await (const event of client.watch(infoRef(info), options)) {
    if (event.type === "BOOKMARK" || event.type === "ERROR") continue;
    const object = event.object as KubeObject;
    if (env.now() > until) break;
    if (object.metadata.name === info.name && condition.isMet(object, event.type !== "DELETED")) return object;
  }
  throw late;
}

/** Items of lists may come without their type. */
function withType(object: KubeObject, { mapping }: ResourceInfo): KubeObject {
  if (object.kind) return object;
  return { ...object, apiVersion: mapping.group === "" ? mapping.version : `${mapping.group}/${mapping.version}`, kind: mapping.kind };
}

function bareObject(info: ResourceInfo): KubeObject {
  return withType({ metadata: { name: info.name } } as KubeObject, info);
}
