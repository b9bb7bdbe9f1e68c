import { goJson } from "../../base/json-out.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { allNamespacesFlag, fieldSelectorFlag, filenameFlags, selectorFlag, showManagedFieldsFlag } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { subresourceOf } from "../flags/subresource.ts";
import type { Release } from "../../release/release.ts";
import { filesOf } from "../resources/query.ts";

const flags: readonly FlagSpec[] = [
  allNamespacesFlag,
  {
    name: "allow-missing-template-keys",
    type: "bool",
    default: true,
    usage: "Templates pass over fields that are not there. For Go templates and JSONPath.",
  },
  { name: "chunk-size", type: "int64", default: 500, usage: "Fetch long lists in parts of this size; 0 fetches them whole." },
  {
    name: "export",
    type: "bool",
    feature: "getExport",
    usage: "Leave out what belongs to this cluster only.",
    deprecated: "This flag is deprecated and will be removed in future.",
  },
  fieldSelectorFlag,
  ...filenameFlags("Files that name the objects to fetch."),
  { name: "ignore-not-found", type: "bool", usage: "Exit with 0 when the object is not there." },
  {
    name: "label-columns",
    shorthand: "L",
    type: "stringSlice",
    usage: "Labels to show as columns, e.g. -L app,tier; may be given several times.",
  },
  { name: "no-headers", type: "bool", usage: "Print rows without the line of headers." },
  {
    name: "output",
    shorthand: "o",
    type: "string",
    usage: "Output format: json, yaml, name, wide, custom-columns, custom-columns-file, a Go template or JSONPath.",
  },
  { name: "output-watch-events", type: "bool", usage: "With --watch or --watch-only: print the events, with an ADDED for what is there." },
  { name: "raw", type: "string", usage: "Path to fetch from the server as it is." },
  selectorFlag,
  { name: "server-print", type: "bool", default: true, usage: "Let the server make the table." },
  { name: "show-kind", type: "bool", usage: "Put the type in front of each name." },
  { name: "show-labels", type: "bool", usage: "Show all labels in a last column." },
  showManagedFieldsFlag,
  { name: "sort-by", type: "string", usage: "Sort lists by this field, a JSONPath such as '{.metadata.name}'." },
  { name: "subresource", type: "string", feature: "getSubresource", usage: "Fetch this subresource of the object: status or scale." },
  { name: "template", type: "string", usage: "The template, or the template's file, for -o=go-template and -o=go-template-file." },
  {
    name: "use-openapi-print-columns",
    type: "bool",
    feature: "openApiColumns",
    usage: "Take the columns from the OpenAPI schema.",
    deprecated: "deprecated in favor of server-side printing",
  },
  { name: "watch", shorthand: "w", type: "bool", usage: "After the list, go on and show changes." },
  { name: "watch-only", type: "bool", usage: "Show changes without the list." },
];

/** `kubectl get`: tables, objects, templates, watches. kubectl/pkg/cmd/get/get.go */
export const getCommand: Command = {
  use: (release) =>
    `get [(-o|--output=)${release.value("getFormats")}] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]`,
  long: "List objects as a table, or print them as YAML, JSON or through a template.\n\n Only the objects of the current namespace are shown; --all-namespaces shows those of all.",
  examples:
    "# All pods of the namespace\nkubectl get pods\n\n# One deployment as YAML\nkubectl get deployment web -o yaml\n\n# Pods with a label, on all namespaces\nkubectl get pods -A -l app=web",
  flags: (_release: Release) => flags,
  async run(invocation) {
    const { flags: given, args } = invocation;
    if (given.text("raw") !== "") return raw(invocation);
    complain(invocation);
    if (given.bool("show-labels") && given.text("output") !== "" && given.text("output") !== "wide") {
      throw new CommandError(`--show-labels option cannot be used with ${given.text("output")} printer`);
    }
    subresourceOf(invocation);
    const watching = given.bool("watch") || given.bool("watch-only");
    if (given.bool("output-watch-events") && !watching) {
      const why = "--output-watch-events option can only be used with --watch or --watch-only";
      throw invocation.release.has("getHintsAtHelp") ? new UsageError(why) : new CommandError(why);
    }
    if (watching) {
      const { watchObjects } = await import("../get/watch.ts");
      return watchObjects(invocation);
    }
    if (isHumanReadable(invocation)) {
      const { printTables } = await import("../get/tables.ts");
      return printTables(invocation, args);
    }
    const { printObjects } = await import("../get/objects.ts");
    return printObjects(invocation, args);
  },
};

async function raw(invocation: Invocation): Promise<void> {
  const { flags: given, args } = invocation;
  if (args.length > 0) throw new CommandError("arguments may not be passed when --raw is specified");
  const isExport = given.has("export") && given.bool("export");
  if (given.bool("watch") || given.bool("watch-only") || given.text("selector") !== "" || isExport) {
    throw new CommandError("--raw may not be specified with other flags that filter the server request or alter the output");
  }
  if (given.text("output") !== "") throw rawUsage(invocation, "--raw and --output are mutually exclusive");
  const path = given.text("raw");
  if (!path.startsWith("/")) throw rawUsage(invocation, `--raw must be a valid URL path: parse "${path}": invalid URI for request`);
  const response = await (await invocation.factory.client()).path(path);
  invocation.env.stdout(rawText(path, response.body));
}

/** The body as the server sends it: /version alone is laid out for people, and has no line end. */
function rawText(path: string, body: ApiResponse["body"]): string {
  if (typeof body === "string") return body;
  return /^\/version\/?(\?|$)/.test(path) ? goJson(body, { indent: 2 }) : `${goJson(body)}\n`;
}

/** The hint at the help page went away in later releases. */
function rawUsage({ release }: Invocation, message: string): Error {
  return release.has("getUsageHint") ? new UsageError(message) : new CommandError(message);
}

/** What get says before it asks the server. */
function complain(invocation: Invocation): void {
  const { env, flags: given, args, release } = invocation;
  if (given.bool("watch") || given.bool("watch-only")) {
    const text = release.value("sortWatchWarning");
    if (given.text("sort-by") !== "") env.stderr(`warning: ${given.bool("watch") ? text.watch : text.watchOnly}\n`);
    return;
  }
  const files = filesOf(given);
  if (args.length > 0 || files.filenames.length > 0 || files.kustomize !== "") return;
  env.stderr('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
  throw new UsageError(
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  );
}

/** Whether the output is a table for people. */
export function isHumanReadable({ flags: given }: Invocation): boolean {
  const output = given.text("output");
  return (output === "" && given.text("template") === "") || output === "wide";
}
