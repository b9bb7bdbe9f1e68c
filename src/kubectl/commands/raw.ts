import { isJsonObject, type JsonValue } from "../../base/json.ts";
import type { Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { expandFiles } from "../resources/files.ts";

/** Sends a file (or nothing, to delete) to the path that --raw names, and prints the answer as it is. */
// kubectl/pkg/rawhttp/raw.go
export async function sendRaw(invocation: Invocation, method: "POST" | "PUT" | "DELETE"): Promise<void> {
  const { env, flags, factory } = invocation;
  const [filename] = flags.list("filename");
  const body = method === "DELETE" ? undefined : await readBody(invocation, filename ?? "");
  const response = await (
    await factory.client()
  ).request({ verb: "path", method, path: flags.text("raw"), ...(body === undefined ? {} : { body }) });
  env.stdout(typeof response.body === "string" ? response.body : `${JSON.stringify(response.body)}\n`);
}

async function readBody({ env }: Invocation, filename: string): Promise<JsonValue> {
  const errors: Error[] = [];
  const [source] = expandFiles({ filenames: [filename], recursive: false, kustomize: "" }, env, errors).sources;
  if (errors[0] !== undefined) throw errors[0];
  const text = (await source?.read()) ?? "";
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isJsonObject(value)) return value;
  } catch {
    // Falls through: it is the server that says what is wrong with it.
  }
  return text;
}

/** Refuses flags that mean nothing beside --raw. `exclusive` are further flags of the command, by name and shown text. */
export function checkRaw({ flags, release }: Invocation, exclusive: readonly { name: string; shown: string }[]): void {
  const raw = flags.text("raw");
  const files = flags.list("filename");
  const refusal = (text: string): Error => (release.has("rawErrorsPlain") ? new CommandError(text) : new UsageError(text));
  if (files.length !== 1) throw refusal("--raw can only use a single local file or stdin");
  if (/^https?:\/\//.test(files[0] ?? "")) throw refusal("--raw cannot read from a url");
  if (flags.bool("recursive")) throw refusal("--raw and --recursive are mutually exclusive");
  for (const { name, shown } of exclusive) if (flags.text(name) !== "") throw refusal(`--raw and ${shown} are mutually exclusive`);
  if (flags.text("output") !== "") throw refusal("--raw and --output are mutually exclusive");
  if (!raw.startsWith("/")) throw refusal(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
}
