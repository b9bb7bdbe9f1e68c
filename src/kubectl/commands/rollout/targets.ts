import { goQuote } from "../../../base/go-format.ts";
import type { RolloutFacet, RolloutRevision } from "../../../machinery/kind.ts";
import type { Invocation } from "../../command.ts";
import { CommandError, FailureList } from "../../errors.ts";
import { filenameFlags, selectorFlag } from "../../flags/common.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import { findResources, type ResourceResult } from "../../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../../resources/info.ts";
import { filesOf, queryOf } from "../../resources/query.ts";
import { groupResourceOf, type RestMapping } from "../../rest-mapper.ts";

/** The flags that pick the objects of a rollout subcommand. */
export const targetFlags: readonly FlagSpec[] = [
  ...filenameFlags("Files that name the objects."),
  { ...selectorFlag, feature: "rolloutSelector" },
];

/** Throws CommandError when the command line names no object. */
export function requireTargets({ args, flags }: Invocation): void {
  const files = filesOf(flags);
  if (args.length === 0 && files.filenames.length === 0 && files.kustomize === "")
    throw new CommandError("required resource not specified");
}

/** The objects that the command line names. */
export async function findTargets(
  invocation: Invocation,
  options: { singleResourceType?: boolean; continueOnError?: boolean },
): Promise<ResourceResult> {
  const query = {
    ...(await queryOf(invocation, invocation.args)),
    allowEmptySelector: true,
    latest: true,
    flatten: true,
    typed: true,
    ...options,
  };
  return findResources(invocation.factory, query);
}

/** `Service`, `Ingress.networking.k8s.io` */
export function kindText({ group, kind }: RestMapping): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** The kind's rollout facet; undefined for kinds without rollouts. */
export function rolloutOf({ env }: Invocation, mapping: RestMapping): RolloutFacet | undefined {
  return env.catalog.byKind(mapping.group, mapping.kind)?.rollout;
}

/** As {@link rolloutOf}, with kubectl's complaint. `doing` is `retrieving history`, `tool` is `history viewer`. */
// kubectl/pkg/polymorphichelpers: kinds that run pods are known, all others are not
export function needRollout(invocation: Invocation, mapping: RestMapping, doing: string, tool: string): RolloutFacet {
  const facet = rolloutOf(invocation, mapping);
  if (facet !== undefined) return facet;
  const name = goQuote(kindText(mapping));
  const runsPods = invocation.env.catalog.byKind(mapping.group, mapping.kind)?.podTemplate !== undefined;
  if (runsPods) throw new CommandError(`no ${tool} has been implemented for ${name}`);
  throw new CommandError(`error ${doing} for ${name}, no visitor method exists for {${mapping.group} ${mapping.kind}}`);
}

/** A pod template as describe writes it, its tabs unaligned. */
export function templateText({ release }: Invocation, facet: RolloutFacet, template: RolloutRevision["template"]): string {
  const parts: string[] = [];
  const out = {
    write: (level: number, text: string) => void parts.push("  ".repeat(level) + text),
    writeLine: (text: string) => void parts.push(`${text}\n`),
    flush: () => undefined,
  };
  facet.describeTemplate(template, out, release);
  return parts.join("");
}

/** A change of one object's rollout: the patch, or why there is none. */
export type RolloutChange = { patch: Record<string, unknown> } | { refusal: string };

/**
 * Patches every object; failures are told together at the end. A refusal is told as `error: deployments.apps "x" REFUSAL`.
 * `done` gets each object as the server has it afterwards.
 */
// kubectl/pkg/cmd/rollout/rollout_pause.go, 1.20
export async function changeAll(
  invocation: Invocation,
  change: (info: ResourceInfo) => RolloutChange,
  done: (info: ResourceInfo) => void,
): Promise<void> {
  const { env, factory, flags } = invocation;
  const failures: Error[] = [];
  const infos: ResourceInfo[] = [];
  await (
    await findTargets(invocation, { continueOnError: true })
  )
    .visit(async (info) => void infos.push(info))
    .catch((error: Error) => void failures.push(error));
  const client = await factory.client();
  const options = flags.has("field-manager") ? { fieldManager: flags.text("field-manager") } : {};
  for (const info of infos) {
    const wanted = change(info);
    if ("refusal" in wanted) {
      failures.push(new CommandError(wanted.refusal));
      continue;
    }
    try {
      info.object = await client.patch(infoRef(info), info.name, "strategic", wanted.patch, options);
      done(info);
    } catch (error) {
      failures.push(new CommandError(`failed to patch: ${(error as Error).message}`));
    }
  }
  if (failures.length > 0) throw new FailureList(failures);
  if (infos.length === 0) env.stderr(`No resources found in ${(await factory.namespace()).namespace} namespace.\n`);
}

/** `error: deployments.apps "x" is already paused` */
export function refusal(info: ResourceInfo, why: string): RolloutChange {
  return { refusal: `error: ${groupResourceOf(info.mapping)} ${goQuote(info.name)} ${why}` };
}

/** Whether `spec.paused` is set. */
export function isPaused(info: ResourceInfo): boolean {
  return (objectOf(info)["spec"] as { paused?: boolean } | undefined)?.paused === true;
}
