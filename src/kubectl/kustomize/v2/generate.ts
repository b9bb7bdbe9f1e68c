import { goValueV } from "../../../base/go-format.ts";
import type { JsonObject } from "../../../base/json.ts";
import { isText } from "../../commands/create/data-sources.ts";
import type { KubectlEnv } from "../../env.ts";
import { KustomizeError, within } from "../errors.ts";
import { readKeyValues, refuseKey } from "../key-values.ts";
import type { GeneratorArgs, GeneratorOptions, Kustomization } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { distinct, idSyntax, mergeDistinct, type ResMap, type Resource, resourceOf } from "./res-map.ts";

/** Generates ConfigMaps and Secrets. `report` takes what goes wrong on the way. */
// pkg/target/kusttarget.go generateConfigMapsAndSecrets
export function generate(env: KubectlEnv, loader: Loader, kustomization: Kustomization, report: (error: KustomizeError) => void): ResMap {
  const options = kustomization.generatorOptions ?? {};
  const make = (step: string, list: readonly GeneratorArgs[] | undefined, one: (args: GeneratorArgs) => JsonObject): ResMap => {
    try {
      return within(step, () =>
        distinct(
          (list ?? []).map((args) =>
            generated(
              within(step, () => one(args)),
              args,
              options,
            ),
          ),
          (id) => `duplicated ${idSyntax(id)} is not allowed`,
        ),
      );
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      report(error);
      return [];
    }
  };
  const configMaps = make("NewResMapFromConfigMapArgs", kustomization.configMapGenerator, (args) => configMap(env, loader, args, options));
  const secrets = make("NewResMapFromSecretArgs", kustomization.secretGenerator, (args) => secret(env, loader, args, options));
  return mergeDistinct(configMaps, secrets);
}

function generated(object: JsonObject, { behavior = "" }: GeneratorArgs, options: GeneratorOptions): Resource {
  return resourceOf(object, { behavior, needsHash: options.disableNameSuffixHash !== true });
}

function metadata({ name = "", namespace = "" }: GeneratorArgs, { labels, annotations }: GeneratorOptions): JsonObject {
  return {
    ...(name === "" ? {} : { name }),
    ...(namespace === "" ? {} : { namespace }),
    ...(labels === undefined || Object.keys(labels).length === 0 ? {} : { labels }),
    ...(annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

function configMap(env: KubectlEnv, loader: Loader, args: GeneratorArgs, options: GeneratorOptions): JsonObject {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const { key, bytes } of readKeyValues(env, loader, args)) {
    refuseKey(key, "ConfigMap");
    const isPlain = isText(bytes);
    const place = isPlain ? data : binaryData;
    if (place[key] !== undefined) {
      throw new KustomizeError(`cannot add key ${key}, another key by that name already exists: ${goValueV(place)}`);
    }
    place[key] = isPlain ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : bytes.toBase64();
  }
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(args, options),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  };
}

function secret(env: KubectlEnv, loader: Loader, args: GeneratorArgs, options: GeneratorOptions): JsonObject {
  const data: Record<string, string> = {};
  for (const { key, bytes } of readKeyValues(env, loader, args)) {
    refuseKey(key, "Secret");
    if (data[key] !== undefined) throw new KustomizeError(`cannot add key ${key}, another key by that name already exists`);
    data[key] = bytes.toBase64();
  }
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(args, options),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    type: args.type === undefined || args.type === "" ? "Opaque" : args.type,
  };
}
