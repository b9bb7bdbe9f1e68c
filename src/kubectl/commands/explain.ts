import { splitApiVersion } from "../../machinery/object.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import type { Command, Invocation } from "../command.ts";
import { customSchema, UNPUBLISHED } from "../custom-schema.ts";
import { CommandError } from "../errors.ts";
import { innermost, newHead, newPage, oldPage } from "../explain/layout.ts";
import { readRequest } from "../explain/request.ts";
import { definitionNode, openApiNode, type SchemaNode } from "../explain/node.ts";
import type { RestMapping } from "../rest-mapper.ts";
import { serverRelease } from "../validation/validator.ts";

/** `kubectl explain`: the fields of a type. kubectl/pkg/cmd/explain/explain.go */
export const explainCommand: Command = {
  use: (release) => release.value("explainUse"),
  examples: "# The fields of a pod\nkubectl explain pods\n\n# One field\nkubectl explain pods.spec.containers",
  flags: (release) => [
    { name: "api-version", type: "string", usage: "Explain this version of the API (group/version)." },
    {
      name: "output",
      ...(release.has("explainOutputLetter") ? { shorthand: "o" } : {}),
      type: "string",
      feature: "explainOutput",
      default: "plaintext",
      usage: "Layout: plaintext or plaintext-openapiv2.",
    },
    { name: "recursive", type: "bool", usage: "Show the fields of fields as well, names and types only." },
  ],
  async run(invocation) {
    const { args, flags, env, release } = invocation;
    const [word] = args;
    if (word === undefined) {
      throw new CommandError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    }
    if (args.length > 1) throw new CommandError("We accept only this format: explain RESOURCE\n");
    const { mapping, path } = await readRequest(invocation, word);
    await checkOutput(invocation);
    const { group, version } = flags.text("api-version") === "" ? mapping : splitApiVersion(flags.text("api-version"));
    const root = await rootNode(invocation, mapping, group, version);
    const isNew = await usesNewLayout(invocation);
    if (root === undefined) {
      const what = isNew ? `Resource=${mapping.resource}` : `Kind=${mapping.kind}`;
      throw new CommandError(
        `${release.has("explainErrorSmall") ? "couldn't" : "Couldn't"} find resource for "${group}/${version}, ${what}"`,
      );
    }
    // Into a type of which nothing is known no path leads: every path gives the type itself.
    const known = root.kind === "object" ? path : [];
    const subject = { group, version, kind: mapping.kind, name: known.at(-1) ?? "", recursive: flags.bool("recursive") };
    const { node, missing } = walk(root, known);
    if (node === undefined) {
      // The later layout is a template: what stands before the field is printed, and the last word is what it misses.
      if (isNew) env.stdout(newHead(subject));
      throw new CommandError(`field ${JSON.stringify(isNew ? subject.name : missing)} does not exist`);
    }
    env.stdout(isNew ? newPage({ ...subject, node }) : oldPage({ ...subject, node }));
  },
};

const OUTPUTS = ["plaintext", "plaintext-openapiv2"];

/** Other layouts need OpenAPI v3, and even there nobody knows them. */
async function checkOutput({ release, flags, factory }: Invocation): Promise<void> {
  if (!release.has("explainOutput") || OUTPUTS.includes(flags.text("output"))) return;
  if ((await serverRelease(factory)).has("openApiV3")) throw new CommandError(`unrecognized format: ${flags.text("output")}`);
  throw new CommandError("failed to fetch list of groupVersions: the server could not find the requested resource");
}

/** Later clients read OpenAPI v3, when the server has it. */
async function usesNewLayout({ release, flags, factory }: Invocation): Promise<boolean> {
  if (!release.has("explainOutput") || flags.text("output") === "plaintext-openapiv2") return false;
  return (await serverRelease(factory)).has("openApiV3");
}

async function rootNode({ factory }: Invocation, mapping: RestMapping, group: string, version: string): Promise<SchemaNode | undefined> {
  const schema = loadSchema((await serverRelease(factory)).minor);
  const definition = schema.kindDefinition(group, version, mapping.kind);
  if (definition !== undefined) return definitionNode(schema, definition);
  const custom = await customSchema(factory, mapping, version);
  return custom === undefined ? undefined : openApiNode(schema, custom, custom !== UNPUBLISHED);
}

/** The node at a path, or the first field that is not there. */
function walk(root: SchemaNode, path: readonly string[]): { node?: SchemaNode; missing: string } {
  let node = root;
  for (const name of path) {
    const field = innermost(node)
      .fields()
      .find((each) => each.name === name);
    if (field === undefined) return { missing: name };
    node = field.node;
  }
  return { node, missing: "" };
}
