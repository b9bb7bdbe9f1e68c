import type { JsonObject } from "../../base/json.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";

export const embedFlag: FlagSpec = { name: "embed-certs", type: "bool", usage: "Put the certificates themselves into the kubeconfig" };

/** --embed-certs needs at least one of the files, and those that are named must be there. Throws CommandError. */
export function demandEmbedded({ flags, env }: Invocation, fields: readonly string[]): void {
  if (!flags.bool("embed-certs")) return;
  const named = fields.filter((field) => flags.text(field) !== "");
  if (named.length === 0) throw new CommandError(`you must specify a ${fields.map((field) => `--${field}`).join(" or ")} to embed`);
  for (const field of named) {
    const path = flags.text(field);
    if (env.files.kind(path) === undefined)
      throw new CommandError(`could not stat ${field} file ${path}: stat ${path}: no such file or directory`);
  }
}

/** A file's whole path, or (embedded) its content; each makes the other go. */
export function setFile({ env, flags }: Invocation, entry: JsonObject, field: string): void {
  const path = flags.text(field);
  if (flags.bool("embed-certs")) {
    entry[`${field}-data`] = btoa(env.files.read(path));
    delete entry[field];
  } else {
    entry[field] = absolutePath(env.variable("PWD") ?? env.home, path);
    delete entry[`${field}-data`];
  }
}

/** A path from the root, without dots. */
export function absolutePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
