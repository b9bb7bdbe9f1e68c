import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { apiVersionOfMapping, groupResourceOf, type RestMapping } from "../rest-mapper.ts";

/** `kubectl api-resources`: the types of the server. kubectl/pkg/cmd/apiresources/apiresources.go */
export const apiResourcesCommand: Command = {
  use: () => "api-resources [flags]",
  examples:
    "# All types of the server\nkubectl api-resources\n\n# Types of one group, with the verbs they take\nkubectl api-resources --api-group=apps -o wide",
  flags: () => [
    { name: "api-group", type: "string", usage: "Only types of this group." },
    { name: "cached", type: "bool", usage: "Take the list from the cache if there is one." },
    { name: "categories", type: "stringSlice", feature: "apiResourcesCategories", usage: "Only types of these categories." },
    { name: "namespaced", type: "bool", default: true, usage: "Only types whose objects lie in namespaces, or (false) only the others." },
    { name: "no-headers", type: "bool", usage: "Print rows without the line of headers." },
    { name: "output", shorthand: "o", type: "string", usage: "Output format: wide or name." },
    { name: "sort-by", type: "string", usage: "Sort by 'name' or 'kind'." },
    { name: "verbs", type: "stringSlice", usage: "Only types that take all of these verbs." },
  ],
  async run(invocation) {
    const { flags, args, env, factory, release } = invocation;
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(" ")}]`);
    const output = flags.text("output");
    if (!["", "wide", "name"].includes(output)) throw new CommandError(`--output ${output} is not available`);
    if (!["", "name", "kind"].includes(flags.text("sort-by"))) throw new CommandError("--sort-by accepts only name or kind");
    if (!flags.bool("cached")) factory.mapper.invalidate();
    const lists = await factory.mapper.lists(true);
    const chosen = sortResources(
      lists.flatMap((list) => list.resources).filter((each) => isWanted(invocation, each)),
      flags.text("sort-by"),
    );
    const writer = createTabwriter(GET_TABLE);
    if (!flags.bool("no-headers") && output !== "name") writer.write(`${headers(release, output === "wide").join("\t")}\n`);
    for (const each of chosen)
      writer.write(output === "name" ? `${groupResourceOf(each)}\n` : `${row(release, each, output === "wide").join("\t")}\n`);
    env.stdout(writer.flush());
    const failures = await factory.mapper.failures();
    if (failures.length > 0) {
      const why = release.has("aggregatedDiscovery") ? failures.map(stale) : failures;
      throw new CommandError(`unable to retrieve the complete list of server APIs: ${why.join(", ")}`);
    }
  },
};

/** Where one document tells all types, it tells that some are stale. client-go/discovery ErrStaleGroupVersion */
function stale(failure: string): string {
  const [groupVersion = ""] = failure.split(": ");
  return `${groupVersion}: stale GroupVersion discovery: ${groupVersion}`;
}

function isWanted({ flags, release }: Invocation, resource: RestMapping): boolean {
  if (resource.verbs.length === 0) return false;
  if (flags.changed("api-group") && flags.text("api-group") !== resource.group) return false;
  if (flags.changed("namespaced") && flags.bool("namespaced") !== resource.namespaced) return false;
  if (release.has("apiResourcesCategories") && !flags.list("categories").every((category) => resource.categories.includes(category)))
    return false;
  return flags.list("verbs").every((verb) => resource.verbs.includes(verb));
}

function sortResources(resources: RestMapping[], sortBy: string): RestMapping[] {
  const keyOf = (each: RestMapping): string => (sortBy === "name" ? each.resource : sortBy === "kind" ? each.kind : each.group);
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return resources.sort((left, right) => compare(keyOf(left), keyOf(right)) || compare(left.resource, right.resource));
}

function headers(release: Release, wide: boolean): string[] {
  const columns = ["NAME", "SHORTNAMES", release.has("apiResourcesVersion") ? "APIVERSION" : "APIGROUP", "NAMESPACED", "KIND"];
  if (!wide) return columns;
  return release.has("apiResourcesCategories") ? [...columns, "VERBS", "CATEGORIES"] : [...columns, "VERBS"];
}

function row(release: Release, each: RestMapping, wide: boolean): string[] {
  const origin = release.has("apiResourcesVersion") ? apiVersionOfMapping(each) : each.group;
  const cells = [each.resource, each.shortNames.join(","), origin, String(each.namespaced), each.kind];
  if (!wide) return cells;
  return release.has("apiResourcesCategories")
    ? [...cells, each.verbs.join(","), each.categories.join(",")]
    : [...cells, `[${each.verbs.join(" ")}]`];
}
