import type { Invocation } from "../command.ts";
import type { Flags } from "../flags/parse.ts";
import type { ResourceQuery } from "./builder.ts";
import type { FileOptions } from "./files.ts";

/** What -f, -R and -k say, for commands that have them. */
export function filesOf(flags: Flags): FileOptions {
  if (!flags.has("filename")) return { filenames: [], recursive: false, kustomize: "" };
  const kustomize = flags.has("kustomize") ? flags.text("kustomize") : "";
  return { filenames: flags.list("filename"), recursive: flags.has("recursive") && flags.bool("recursive"), kustomize };
}

/**
 * The part of a query that flags of usual names give: namespace, -A, -l, --field-selector, --all, -f. Commands spread it and add
 * the rest.
 */
export async function queryOf(invocation: Invocation, args: readonly string[]): Promise<ResourceQuery> {
  const { flags, factory } = invocation;
  const { namespace, explicit } = await factory.namespace();
  const allNamespaces = flags.has("all-namespaces") && flags.bool("all-namespaces");
  return {
    args,
    files: filesOf(flags),
    namespace,
    enforceNamespace: explicit && !allNamespaces,
    allNamespaces,
    labelSelector: flags.has("selector") ? flags.text("selector") : "",
    fieldSelector: flags.has("field-selector") ? flags.text("field-selector") : "",
    subresource: flags.has("subresource") ? flags.text("subresource") : "",
    export: flags.has("export") && flags.bool("export"),
    selectAll: flags.has("all") && flags.bool("all"),
  };
}
