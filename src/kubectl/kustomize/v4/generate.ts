import type { JsonObject } from "../../../base/json.ts";
import { isText } from "../../commands/create/data-sources.ts";
import type { KubectlEnv } from "../../env.ts";
import { KustomizeError, within } from "../errors.ts";
import { type KeyValue, readKeyValues } from "../key-values.ts";
import type { GeneratorArgs, GeneratorOptions } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { newResource, type Resource } from "./resource.ts";

/** Base64 in lines of 70 letters, each ended, once it is that long. kyaml/yaml/datamap.go encodeBase64 */
function base64Lines(bytes: Uint8Array): string {
  const text = bytes.toBase64();
  return text.length < 70 ? text : (text.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join("");
}

/** Generates one ConfigMap or Secret. Throws KustomizeError. api/internal/generators */
export function generateOne(
  env: KubectlEnv,
  loader: Loader,
  kind: "ConfigMap" | "Secret",
  args: GeneratorArgs,
  globalOptions: GeneratorOptions | undefined,
): Resource {
  const { name = "", namespace = "", behavior = "", type = "" } = args;
  if (name === "") throw new KustomizeError("a configmap must have a name");
  const options = mergedOptions(args.options, globalOptions);
  const entries = within("loading KV pairs", () => readKeyValues(env, loader, args));
  const keys = new Set<string>();
  for (const { key } of entries) {
    if (keys.has(key)) throw new KustomizeError(`configmap ${name} illegally repeats the key \`${key}\``);
    keys.add(key);
  }
  const { labels = {}, annotations = {}, immutable = false, disableNameSuffixHash = false } = options;
  const object: JsonObject = {
    apiVersion: "v1",
    kind,
    metadata: {
      name,
      ...(namespace === "" ? {} : { namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
    },
    ...(kind === "Secret" ? { type: type === "" ? "Opaque" : type, data: secretData(entries) } : configData(entries)),
    ...(immutable ? { immutable } : {}),
  };
  return newResource(object, { behavior, needsHash: !disableNameSuffixHash });
}

function secretData(entries: readonly KeyValue[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ key, bytes }) => [key, base64Lines(bytes)]));
}

function configData(entries: readonly KeyValue[]): JsonObject {
  const plain = entries.filter(({ bytes }) => isText(bytes));
  const binary = entries.filter(({ bytes }) => !isText(bytes));
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    ...(plain.length === 0 ? {} : { data: Object.fromEntries(plain.map(({ key, bytes }) => [key, decoder.decode(bytes)])) }),
    ...(binary.length === 0 ? {} : { binaryData: secretData(binary) }),
  };
}

/** A generator's own options win over those of all. api/types/generatoroptions.go */
function mergedOptions(own: GeneratorOptions = {}, all: GeneratorOptions = {}): GeneratorOptions {
  return {
    labels: { ...all.labels, ...own.labels },
    annotations: { ...all.annotations, ...own.annotations },
    disableNameSuffixHash: own.disableNameSuffixHash === true || all.disableNameSuffixHash === true,
    immutable: own.immutable === true || all.immutable === true,
  };
}
