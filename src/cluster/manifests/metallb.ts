import manifest from "../../../fixtures/addons/metallb/manifest.yaml" with { type: "text" };
import namespace from "../../../fixtures/addons/metallb/namespace.yaml" with { type: "text" };
import native from "../../../fixtures/addons/metallb/native.yaml" with { type: "text" };
import { type Filling, fillIn, isWithin } from "./template.ts";

// YAML that is imported as text has no type of its own.
const [configMapEra, objectsEra]: readonly string[] = [manifest, native];

/** Tags whose file is manifests/metallb.yaml, in their order. */
const CONFIG_MAP_TAGS = [...patches("v0.8", 3), ...patches("v0.9", 8), ...patches("v0.10", 3), "v0.11.0", "v0.12.0", "v0.12.1"];
/** Tags whose file is config/manifests/metallb-native.yaml. */
const OBJECT_TAGS = [...patches("v0.13", 12), ...patches("v0.14", 9), ...patches("v0.15", 3)];
const LATEST = OBJECT_TAGS.at(-1) ?? "";

/** Manifests of some tags were not renewed, or name the branch that they come from. */
const IMAGE_TAGS: Readonly<Record<string, string>> = {
  "v0.8.3": "v0.8.2",
  "v0.9.0": "main",
  "v0.9.1": "main",
  "v0.9.2": "main",
  "v0.9.7": "v0.9.6",
  "v0.10.0": "main",
};

/** The version of controller-gen that made the kinds, by the first tag that has them of it. */
const GENERATORS = {
  "v0.13.0": "v0.7.0",
  "v0.13.8": "v0.11.1",
  "v0.14.4": "v0.14.0",
  "v0.14.9": "v0.16.3",
  "v0.15.0": "v0.17.2",
  "v0.15.3": "v0.19.0",
};

/**
 * A manifest of metallb/metallb at a tag; undefined for files that are not here. The branch `main` is read as the latest tag with images of
 * that name.
 */
export function metallbManifest(ref: string, path: string): string | undefined {
  // The branch had the older files until v0.13.
  if (ref === "main" && path.startsWith("manifests/")) return configMapManifest(CONFIG_MAP_TAGS.at(-1) ?? "", path, ref);
  const tag = ref === "main" ? LATEST : ref;
  if (CONFIG_MAP_TAGS.includes(tag)) return configMapManifest(tag, path, IMAGE_TAGS[tag] ?? tag);
  if (!OBJECT_TAGS.includes(tag) || path !== "config/manifests/metallb-native.yaml") return undefined;
  const filling = { tag, tags: OBJECT_TAGS };
  return fillIn(objectsEra ?? "", { ...filling, words: { tag: ref, generator: generatorOf(filling) } });
}

function configMapManifest(tag: string, path: string, imageTag: string): string | undefined {
  if (path === "manifests/namespace.yaml") return namespace;
  if (path !== "manifests/metallb.yaml") return undefined;
  const filling = { tag, tags: CONFIG_MAP_TAGS };
  const registry = isWithin(filling, { since: "v0.9.8" }) ? "quay.io/" : "";
  return fillIn(configMapEra ?? "", { ...filling, words: { tag: imageTag, registry } });
}

function generatorOf(filling: Filling): string {
  return Object.entries(GENERATORS).findLast(([since]) => isWithin(filling, { since }))?.[1] ?? "";
}

/** Every tag of a minor version, `v0.9.0` to the last. */
function patches(minor: string, last: number): string[] {
  return Array.from({ length: last + 1 }, (_, patch) => `${minor}.${patch}`);
}
