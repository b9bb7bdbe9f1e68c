import { goQuote } from "../../base/go-format.ts";
import { checkConfigKey, checkEnvName } from "../../machinery/validation/names.ts";
import type { KubectlEnv } from "../env.ts";
import { KustomizeError, within } from "./errors.ts";
import type { GeneratorArgs } from "./kustomization.ts";
import type { Loader } from "./loader.ts";
import { baseName } from "./paths.ts";

/** One entry of generated data. */
export interface KeyValue {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Reads all that a generator names: env files, literals, files. Throws KustomizeError. */
// api/kv/kv.go, cli-runtime/pkg/kustomize/k8sdeps/configmapandsecret/kv.go
export function readKeyValues(env: KubectlEnv, loader: Loader, args: GeneratorArgs): KeyValue[] {
  const isV2 = env.release.value("kustomizeEngine") === "v2";
  const { literals = [], files = [] } = args;
  const envFiles = [...(args.envs ?? []), ...(args.env === undefined || args.env === "" ? [] : [args.env])];
  const envContext = isV2 ? `env source file: ${envFiles.join("")}` : `env source files: [${envFiles.join(" ")}]`;
  return [
    ...within(envContext, () => envFiles.flatMap((path) => readLines(env, loader.loadBytes(path)))),
    ...within(`literal sources [${literals.join(" ")}]`, () => literals.map((source) => readLiteral(source, isV2))),
    ...within(`file sources: [${files.join(" ")}]`, () =>
      files.map((source) => {
        const { key, path } = splitFileSource(source, env);
        return { key, bytes: loader.loadBytes(path) };
      }),
    ),
  ];
}

function readLiteral(source: string, isV2: boolean): KeyValue {
  const equals = source.indexOf("=");
  if (equals <= 0) throw new KustomizeError(`invalid literal source ${source}, expected key=value`);
  const value = source.slice(equals + 1);
  const bare = isV2 ? value.replace(/^["']+|["']+$/g, "") : unquoted(value);
  return { key: source.slice(0, equals), bytes: new TextEncoder().encode(bare) };
}

/** Without the one pair of quotes around it. */
function unquoted(value: string): string {
  const isQuoted = value.length >= 2 && value[0] === value.at(-1) && (value[0] === '"' || value[0] === "'");
  return isQuoted ? value.slice(1, -1) : value;
}

function splitFileSource(source: string, env: KubectlEnv): { key: string; path: string } {
  const parts = source.split("=");
  const [left = "", right] = parts;
  const quotes = !env.release.has("kustomizeEnvFromProcess");
  if (parts.length > 2) {
    throw new KustomizeError(
      quotes ? `source ${goQuote(source)} key name or file path contains '='` : "key names or file paths cannot contain '='",
    );
  }
  if (right === undefined) return { key: baseName(source), path: source };
  if (left === "") {
    throw new KustomizeError(
      quotes ? `missing key name for file path ${goQuote(right)} in source ${goQuote(source)}` : `key name for file path ${right} missing`,
    );
  }
  if (right === "") {
    throw new KustomizeError(
      quotes ? `missing file path for key name ${goQuote(left)} in source ${goQuote(source)}` : `file path for key name ${left} missing`,
    );
  }
  return { key: left, path: right };
}

function readLines(env: KubectlEnv, bytes: Uint8Array): KeyValue[] {
  const checksNames = env.release.value("kustomizeEngine") === "v2";
  const entries: KeyValue[] = [];
  for (const [index, raw] of new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).split(/\r?\n/).entries()) {
    const line = (index === 0 ? raw.replace(/^\ufeff/, "") : raw).trimStart();
    if (line === "" || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    const key = equals < 0 ? line : line.slice(0, equals);
    const problems = checksNames ? checkEnvName(key, env.release) : [];
    if (problems.length > 0) throw new KustomizeError(`${goQuote(key)} is not a valid key name: ${problems.join(";")}`);
    const inherited = env.release.has("kustomizeEnvFromProcess") ? (env.variable(key) ?? "") : "";
    if (key !== "") entries.push({ key, bytes: new TextEncoder().encode(equals < 0 ? inherited : line.slice(equals + 1)) });
  }
  return entries;
}

/** Why a key cannot stand in a ConfigMap or Secret, in the words of kustomize 2.0. */
export function refuseKey(key: string, kind: "ConfigMap" | "Secret"): void {
  const problems = checkConfigKey(key);
  if (problems.length > 0) throw new KustomizeError(`${goQuote(key)} is not a valid key name for a ${kind}: ${problems.join(";")}`);
}
