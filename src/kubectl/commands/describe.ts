import type { DescribeFacet } from "../../machinery/describe.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Command, Invocation } from "../command.ts";
import { describeContext } from "../describe/context.ts";
import { genericDescribe } from "../describe/generic.ts";
import { createDescribeWriter } from "../describe/writer.ts";
import { Aggregate, CommandError, FailureList } from "../errors.ts";
import { allNamespacesFlag, filenameFlags, selectorFlag } from "../flags/common.ts";
import { findResources, type ResourceQuery } from "../resources/builder.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { filesOf, queryOf } from "../resources/query.ts";

/** `kubectl describe`: a page for each object. kubectl/pkg/cmd/describe/describe.go */
export const describeCommand: Command = {
  use: () => "describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
  long: "Show an object with what belongs to it: related objects, conditions, events.\n\n A name that is not there is taken as the beginning of names.",
  examples: "# One node\nkubectl describe node w1-k8s\n\n# All pods of a deployment\nkubectl describe pods -l app=web",
  flags: () => [
    allNamespacesFlag,
    ...filenameFlags("Files that name the objects to describe."),
    selectorFlag,
    {
      name: "chunk-size",
      type: "int64",
      default: 500,
      feature: "describeChunks",
      usage: "Fetch long lists in parts of this size; 0 fetches them whole.",
    },
    { name: "show-events", type: "bool", default: true, usage: "Show the events about each object." },
  ],
  async run(invocation) {
    const { env, args, flags } = invocation;
    const query = await queryOf(invocation, args);
    const files = filesOf(flags);
    if (args.length === 0 && files.filenames.length === 0 && files.kustomize === "") {
      throw new CommandError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    }
    const { infos, failures } = await collect(invocation, query);
    const [failure, ...others] = failures;
    if (others.length === 0 && failure && isReason(failure, "NotFound") && args.length === 2) return describeMatching(invocation, failure);
    for (const [index, info] of infos.entries()) env.stdout(`${index === 0 ? "" : "\n\n"}${await page(invocation, info)}`);
    if (infos.length === 0 && failures.length === 0)
      env.stderr(flags.bool("all-namespaces") ? "No resources found\n" : `No resources found in ${query.namespace} namespace.\n`);
    if (failures.length > 0) throw new Aggregate(failures);
  },
};

/** The objects that the arguments name, and what went wrong with the others. */
async function collect(invocation: Invocation, query: ResourceQuery): Promise<{ infos: ResourceInfo[]; failures: readonly Error[] }> {
  const wanted = { ...query, allowEmptySelector: true, continueOnError: true, flatten: true, latest: true };
  const result = await findResources(invocation.factory, wanted);
  const infos: ResourceInfo[] = [];
  try {
    await result.visit(async (info) => void infos.push(info));
    return { infos, failures: [] };
  } catch (error) {
    return { infos, failures: error instanceof FailureList ? error.failures : [error as Error] };
  }
}

/** `describe pod web`: every pod whose name begins so. DescribeMatchingResources */
async function describeMatching(invocation: Invocation, original: Error): Promise<void> {
  const [type = "", prefix = ""] = invocation.args;
  const query = await queryOf(invocation, [type]);
  const result = await findResources(invocation.factory, { ...query, allowEmptySelector: true, flatten: true });
  const matching: ResourceInfo[] = [];
  await result.visit(async (info) => void (info.name.startsWith(prefix) && matching.push(info)));
  if (matching.length === 0) throw original;
  for (const info of matching) invocation.env.stdout(`${await page(invocation, info)}\n`);
}

async function page(invocation: Invocation, info: ResourceInfo): Promise<string> {
  const { group, resource } = info.mapping;
  const own = invocation.env.catalog.byResource(group, resource)?.describe;
  const facet: DescribeFacet = own === undefined || own.knows?.(invocation.release) === false ? genericDescribe : own;
  const writer = createDescribeWriter();
  await facet.describe(await asDescribed(invocation, info), writer, await describeContext(invocation, facet));
  return writer.text();
}

/** Some pages are made of a version of their own, which a server may call deprecated; where it is not served, the found one does. */
async function asDescribed({ release, factory }: Invocation, info: ResourceInfo): Promise<KubeObject> {
  const { group, resource } = info.mapping;
  const version = release.value("describeVersions")[`${resource}.${group}`];
  if (version === undefined) return objectOf(info);
  const client = await factory.client();
  return client.get({ group, version, resource, namespace: info.namespace }, info.name).catch((error: unknown) => {
    if (isReason(error, "NotFound")) return objectOf(info);
    throw error;
  });
}
