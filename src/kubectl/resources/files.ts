import { ConnectionError } from "../../machinery/client.ts";
import { CommandError, PlainError } from "../errors.ts";
import type { KubectlEnv } from "../env.ts";
import { glob } from "./glob.ts";

/** One readable source of manifests. */
export interface ManifestSource {
  /** As messages name it: the path, the URL or STDIN. */
  readonly name: string;
  read(): string | Promise<string>;
}

/** What -f and its relatives say. */
export interface FileOptions {
  readonly filenames: readonly string[];
  readonly recursive: boolean;
  readonly kustomize: string;
}

/** The sources behind -f, in order. */
export interface ExpandedFiles {
  readonly sources: readonly ManifestSource[];
  readonly fromStdin: boolean;
  readonly fromDirectory: boolean;
}

const EXTENSIONS = [".json", ".yaml", ".yml"];

/** Finds the files that -f, -R and -k name. Problems are collected, as the builder does. */
// cli-runtime/pkg/resource/builder.go FilenameParam, Path
export function expandFiles(options: FileOptions, env: KubectlEnv, errors: Error[]): ExpandedFiles {
  const { filenames, kustomize, recursive } = options;
  if (filenames.length > 0 && kustomize !== "") errors.push(new CommandError("only one of -f or -k can be specified"));
  if (kustomize !== "" && recursive) errors.push(new CommandError("the -k flag can't be used with -f or -R"));
  if (errors.length > 0) return { sources: [], fromStdin: false, fromDirectory: false };
  const sources: ManifestSource[] = [];
  let fromStdin = false;
  let fromDirectory = false;
  for (const path of filenames) {
    if (path === "-") {
      fromStdin = true;
      sources.push({ name: "STDIN", read: () => env.stdin() });
    } else if (/^https?:\/\//.test(path)) {
      sources.push({ name: path, read: () => readUrl(env, path) });
    } else {
      const found = matchesOf(env, path, errors).flatMap((match) => expandPath(env, match, recursive, errors));
      if (found.length > 1) fromDirectory = true;
      sources.push(...found);
    }
  }
  if (kustomize !== "") sources.push({ name: kustomize, read: () => readKustomization(env, kustomize) });
  return { sources, fromStdin, fromDirectory };
}

/** Later clients take patterns in the place of files that are not there. builder.go expandIfFilePattern */
function matchesOf(env: KubectlEnv, path: string, errors: Error[]): string[] {
  if (!env.release.has("filePatterns") || env.files.kind(path) !== undefined) return [path];
  const matches = glob(env.files, path);
  if (matches === undefined) errors.push(new CommandError(`pattern ${JSON.stringify(path)} is not valid: syntax error in pattern`));
  else if (matches.length === 0) errors.push(new CommandError(`the path ${JSON.stringify(path)} does not exist`));
  return matches ?? [];
}

function expandPath(env: KubectlEnv, path: string, recursive: boolean, errors: Error[]): ManifestSource[] {
  const kind = env.files.kind(path);
  if (kind === undefined) {
    errors.push(new CommandError(`the path "${path}" does not exist`));
    return [];
  }
  if (kind === "file") return [fileSource(env, path)];
  const paths = walk(env, cleanPath(path), recursive);
  if (paths.length === 0) {
    errors.push(new CommandError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(" ")}]`));
  }
  return paths.map((each) => fileSource(env, each));
}

/** Go's filepath.Walk hands out cleaned paths: `./dir/` gives `dir/x.yaml`. */
function cleanPath(path: string): string {
  const clean = path
    .replace(/\/+/g, "/")
    .replace(/^(\.\/)+(?=.)/, "")
    .replace(/\/\.?$/, "");
  return clean === "" ? (path.startsWith("/") ? "/" : ".") : clean;
}

function walk(env: KubectlEnv, directory: string, recursive: boolean): string[] {
  const found: string[] = [];
  for (const name of env.files.list(directory)) {
    const path = directory === "." ? name : `${directory === "/" ? "" : directory}/${name}`;
    if (env.files.kind(path) === "directory") {
      if (recursive) found.push(...walk(env, path, true));
    } else if (EXTENSIONS.some((extension) => name.endsWith(extension))) {
      found.push(path);
    }
  }
  return found;
}

function fileSource(env: KubectlEnv, path: string): ManifestSource {
  return { name: path, read: () => env.files.read(path) };
}

/** Builds a kustomization; its failures are those of the command. cli-runtime/pkg/resource/kustomizevisitor.go */
async function readKustomization(env: KubectlEnv, directory: string): Promise<string> {
  const [{ buildKustomization }, { KustomizeError }] = await Promise.all([
    import("../kustomize/build.ts"),
    import("../kustomize/errors.ts"),
  ]);
  try {
    return await buildKustomization(env, directory);
  } catch (error) {
    if (error instanceof KustomizeError) throw new CommandError(error.message);
    throw error;
  }
}

/** k8sim asks no network; a URL works when the surroundings hold a file of that very name, or know what is published there. */
async function readUrl(env: KubectlEnv, url: string): Promise<string> {
  if (env.files.kind(url) === "file") return env.files.read(url);
  const published = await env.published?.(url);
  if (published !== undefined) return published;
  const { hostname: host, host: address, port, protocol } = new URL(url);
  if (/^(\d+\.){3}\d+$|^localhost$/.test(host)) {
    throw new ConnectionError(port === "" ? `${address}:${protocol === "https:" ? "443" : "80"}` : address, url);
  }
  throw new PlainError(`Unable to connect to the server: dial tcp: lookup ${host}: no such host\n`);
}
