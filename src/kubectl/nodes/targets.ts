import type { KubeObject } from "../../machinery/object.ts";
import type { Invocation } from "../command.ts";
import { type DryRun, withDryRun } from "../dry-run.ts";
import { CommandError, UsageError } from "../errors.ts";
import { nameLines } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { groupResourceOf } from "../rest-mapper.ts";

/** Throws UsageError unless nodes are named, or selected. `use` is the command's use line. */
export function requireNodes({ args, flags }: Invocation, use: string): void {
  if (args.length === 0 && !flags.changed("selector")) throw new UsageError(`USAGE: ${use} [flags]`);
  if (args.length > 0 && flags.text("selector") !== "")
    throw new UsageError("error: cannot specify both a node name and a --selector option");
}

/** The nodes of the command line. Throws what the first failure says. */
export async function findNodes(invocation: Invocation): Promise<ResourceInfo[]> {
  const { args, flags, factory } = invocation;
  const selected = flags.text("selector") !== "";
  const words = selected ? ["nodes"] : args.map((name) => (name.includes("/") ? name : `nodes/${name}`));
  const query = { ...(await queryOf(invocation, words)), singleResourceType: true, flatten: true };
  const infos = await (await findResources(factory, query)).infos();
  const other = infos.find(({ mapping }) => groupResourceOf(mapping) !== "nodes");
  if (other !== undefined)
    throw new CommandError(`error: expected resource of type node, got ${JSON.stringify(groupResourceOf(other.mapping))}`);
  return infos;
}

/** Sets or clears spec.unschedulable on nodes and tells of each; what the server refuses is told and passed over. */
// kubectl/pkg/cmd/drain/drain.go RunCordonOrUncordon, 1.20
export async function setUnschedulable(
  invocation: Invocation,
  nodes: readonly ResourceInfo[],
  desired: boolean,
  dryRun: DryRun,
): Promise<void> {
  const { env, factory } = invocation;
  const client = await factory.client();
  const word = desired ? "cordon" : "uncordon";
  for (const info of nodes) {
    const tell = (operation: string): void => env.stdout(nameLines(objectOf(info), withDryRun(operation, dryRun)));
    if (isUnschedulable(objectOf(info)) === desired) {
      tell(`already ${word}ed`);
      continue;
    }
    try {
      const options = dryRun === "server" ? { dryRun: true } : {};
      const patch = { spec: { unschedulable: desired ? true : null } };
      if (dryRun !== "client") await client.patch(infoRef(info), info.name, "strategic", patch, options);
      tell(`${word}ed`);
    } catch (error) {
      env.stderr(`error: unable to ${word} node ${JSON.stringify(info.name)}: ${(error as Error).message}\n`);
    }
  }
}

function isUnschedulable(node: KubeObject): boolean {
  return (node["spec"] as { unschedulable?: boolean } | undefined)?.unschedulable === true;
}
