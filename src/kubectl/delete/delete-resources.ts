import type { DeleteOptions } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import { type DryRun, withDryRun } from "../dry-run.ts";
import { Aggregate, CommandError, FailureList, withSource } from "../errors.ts";
import type { ResourceResult } from "../resources/builder.ts";
import { infoRef, type ResourceInfo } from "../resources/info.ts";
import { groupKindOf } from "../rest-mapper.ts";
import { waitUntilDeleted } from "./until-deleted.ts";

/** A week: as long as a wait without a limit lasts. */
const FOREVER_MS = 168 * 3600 * 1000;

/** How to delete. kubectl/pkg/cmd/delete/delete.go DeleteOptions */
export interface Deletion {
  readonly propagationPolicy: NonNullable<DeleteOptions["propagationPolicy"]>;
  /** Seconds; negative means the object's own. */
  readonly gracePeriod: number;
  readonly ignoreNotFound: boolean;
  readonly dryRun: DryRun;
  readonly waits: boolean;
  /** 0 means as long as it takes. */
  readonly timeoutMs: number;
  /** Print `pod/x`. */
  readonly nameOnly: boolean;
  /** Print nothing. */
  readonly quiet: boolean;
  /** Say so when a cluster-scoped object goes although a namespace was named. */
  readonly warnClusterScope: boolean;
}

/** Deletes all that a query finds, says what was deleted, and waits for the end when told to. Throws all refusals together. */
// kubectl/pkg/cmd/delete/delete.go DeleteResult
export async function deleteResources(invocation: Invocation, result: ResourceResult, deletion: Deletion): Promise<void> {
  const { env, factory, release } = invocation;
  const client = await factory.client();
  const deleted: { info: ResourceInfo; uid: string }[] = [];
  let warned = !deletion.warnClusterScope;
  const visit = async (info: ResourceInfo): Promise<void> => {
    const entry = { info, uid: "" };
    deleted.push(entry);
    if (!warned && !info.mapping.namespaced) {
      env.stderr(`${release.value("warningWord")}: deleting cluster-scoped resources, not scoped to the provided namespace\n`);
      warned = true;
    }
    if (deletion.dryRun !== "client") {
      if (info.name === "") throw withSource("deleting", info.source, new CommandError("resource name may not be empty"));
      const answer = await client.delete(infoRef(info), info.name, optionsOf(deletion)).catch((error: unknown) => {
        throw withSource("deleting", info.source, error as Error);
      });
      entry.uid = uidOf(answer);
    }
    if (!deletion.quiet) env.stdout(lineOf(info, deletion));
  };
  await result.visit(visit).catch((error: unknown) => {
    const failures = failuresOf(error);
    const left = failures.filter((failure) => !deletion.ignoreNotFound || !isReason(failure, "NotFound"));
    // What is left of several stays a list, one alone too. util/errors FilterOut
    if (left.length > 0) throw failures.length > 1 ? new Aggregate(left) : new FailureList(left);
  });
  if (deleted.length === 0) {
    env.stdout("No resources found\n");
    return;
  }
  if (!deletion.waits || deletion.dryRun !== "none") return;
  for (const { info, uid } of deleted) {
    await waitUntilDeleted(client, info, uid, deletion.timeoutMs || FOREVER_MS).catch((error: unknown) => {
      // Who may not look does not wait.
      if (!isReason(error, "Forbidden") && !isReason(error, "MethodNotAllowed")) throw error;
    });
  }
}

function failuresOf(error: unknown): readonly Error[] {
  return error instanceof FailureList ? error.failures : [error as Error];
}

function optionsOf({ gracePeriod, propagationPolicy, dryRun }: Deletion): DeleteOptions {
  return {
    propagationPolicy,
    ...(gracePeriod < 0 ? {} : { gracePeriodSeconds: gracePeriod }),
    ...(dryRun === "server" ? { dryRun: true } : {}),
  };
}

/** The uid of what was deleted: the answer is the object, or a Status that tells it. */
function uidOf(answer: KubeObject): string {
  if (answer.kind !== "Status") return answer.metadata.uid ?? "";
  return (answer["details"] as { uid?: string } | undefined)?.uid ?? "";
}

function lineOf({ mapping, name }: ResourceInfo, { nameOnly, gracePeriod, dryRun }: Deletion): string {
  if (nameOnly) return `${groupKindOf(mapping)}/${name}\n`;
  return `${groupKindOf(mapping)} "${name}" ${withDryRun(gracePeriod === 0 ? "force deleted" : "deleted", dryRun)}\n`;
}
