import type { KubeList, KubeObject } from "../../machinery/object.ts";
import { splitApiVersion } from "../../machinery/object.ts";
import { CommandError, PlainError } from "../errors.ts";
import type { KubectlEnv } from "../env.ts";
import type { Flags } from "../flags/parse.ts";

/** Anything that is printed as an object: an object, a list, a watch event. */
export type Printable = KubeObject | KubeList | Record<string, unknown>;

/** How one object comes out. */
export interface PrintOptions {
  /** Keep the object's own order of keys in JSON, as Go does for its structs; otherwise they are sorted. */
  readonly typed?: boolean;
}

/** Prints objects one after another; YAML puts `---` between them. The text may be followed by an error. */
export interface ObjectPrinter {
  /** The text for stdout. Throws CommandError; what came out before is in the error's `printed`. */
  print(object: Printable, options?: PrintOptions): string;
}

/** An error that happened in the middle of printing. */
export class PrintError extends PlainError {
  override name = "PrintError";
  /** What belongs on stdout all the same. */
  readonly printed: string;
  constructor(text: string, printed: string) {
    super(text);
    this.printed = printed;
  }
}

const TEMPLATE_FORMATS = ["go-template", "go-template-file", "template", "templatefile", "jsonpath", "jsonpath-as-json", "jsonpath-file"];

/** The formats of commands that print objects, sorted; `extra` for those that a command knows besides. */
export function allowedFormats(env: KubectlEnv, extra: readonly string[]): string {
  const formats = ["json", "name", "yaml", ...TEMPLATE_FORMATS, ...extra];
  return formats
    .filter((format) => format !== "jsonpath-as-json" || env.release.has("jsonPathAsJson"))
    .sort()
    .join(",");
}

/** `unable to match a printer suitable for the output format "x", allowed formats are: …` */
export function noPrinterError(env: KubectlEnv, output: string, extra: readonly string[]): CommandError {
  return new CommandError(
    `unable to match a printer suitable for the output format "${output}", allowed formats are: ${allowedFormats(env, extra)}`,
  );
}

/**
 * The printer for -o and --template; undefined when neither asks for one of json, yaml, name, Go template or JSONPath.
 * Throws CommandError for templates that do not parse.
 */
// cli-runtime/pkg/genericclioptions/print_flags.go, json_yaml_flags.go, template_flags.go
export async function objectPrinter(env: KubectlEnv, flags: Flags): Promise<ObjectPrinter | undefined> {
  const output = flags.text("output");
  const template = flags.has("template") ? flags.text("template") : "";
  const keepManaged = !env.release.has("hidesManagedFields") || (flags.has("show-managed-fields") && flags.bool("show-managed-fields"));
  const clean = (object: Printable): Printable => (keepManaged ? object : withoutManagedFields(object));
  switch (output.toLowerCase()) {
    case "json": {
      const { kubectlJson } = await import("../../base/json-out.ts");
      return { print: (object, options) => kubectlJson(clean(object), { sortKeys: options?.typed !== true }) };
    }
    case "yaml": {
      const { formatYaml } = await import("../../base/yaml-out.ts");
      let count = 0;
      return { print: (object) => `${count++ > 0 ? "---\n" : ""}${formatYaml(clean(object))}` };
    }
    case "name":
      return { print: (object) => nameLines(object, "") };
  }
  const [format = "", given] = splitFormat(output === "" && template !== "" ? "go-template" : output);
  if (!TEMPLATE_FORMATS.includes(format) || (format === "jsonpath-as-json" && !env.release.has("jsonPathAsJson"))) return undefined;
  const { templatePrinter } = await import("./template-printers.ts");
  return templatePrinter(
    env,
    format,
    template === "" ? (given ?? "") : template,
    flags.has("allow-missing-template-keys") ? flags.bool("allow-missing-template-keys") : true,
  );
}

function splitFormat(output: string): [string, string | undefined] {
  const equals = output.indexOf("=");
  return equals < 0 ? [output, undefined] : [output.slice(0, equals), output.slice(equals + 1)];
}

/** `pod/x created`; a list gives a line for each item. cli-runtime/pkg/printers/name.go */
export function nameLines(object: Printable, operation: string): string {
  const items = (object as { items?: unknown }).items;
  if (Array.isArray(items) && String(object["kind"]).endsWith("List"))
    return items.map((item) => nameLines(item as Printable, operation)).join("");
  const { apiVersion, kind, metadata } = object as KubeObject;
  const { group } = splitApiVersion(apiVersion);
  const type = group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  return `${type}/${(metadata as KubeObject["metadata"] | undefined)?.name || "<unknown>"}${operation === "" ? "" : ` ${operation}`}\n`;
}

/** The object, and the items of a list, without metadata.managedFields. */
function withoutManagedFields(object: Printable): Printable {
  const items = (object as { items?: unknown }).items;
  const cleaned = Array.isArray(items) ? { ...object, items: items.map((item) => withoutManagedFields(item as Printable)) } : object;
  const metadata = (cleaned as { metadata?: Record<string, unknown> }).metadata;
  if (metadata?.["managedFields"] === undefined) return cleaned as Printable;
  const { managedFields: _, ...rest } = metadata;
  return { ...cleaned, metadata: rest } as Printable;
}

/**
 * Prints the object that a command made or changed: by -o, or `deployment.apps/x created` without. `operation` is the last word,
 * dry-run suffix included; `-o name` leaves it out. Throws for formats that are none.
 */
export async function resultPrinter(
  env: KubectlEnv,
  flags: Flags,
): Promise<(object: Printable, operation: string, options?: PrintOptions) => void> {
  const printer = await objectPrinter(env, flags);
  if (printer === undefined && flags.text("output") !== "") throw noPrinterError(env, flags.text("output"), []);
  return (object, operation, options) => env.stdout(printer === undefined ? nameLines(object, operation) : printer.print(object, options));
}
