import manifest from "../../../fixtures/addons/flannel/kube-flannel.yaml" with { type: "text" };
import tags from "../../../fixtures/addons/flannel/tags.yaml" with { type: "yaml" };
import { fillIn } from "./template.ts";

// YAML that is imported has no type of its own.
const template: string = manifest;
const IMAGES = tags as Readonly<Record<string, { readonly flannel: string; readonly plugin?: string }>>;

const TAGS = Object.keys(IMAGES);
/** Where the branch stood while the repository was coreos/flannel. */
const LAST_OF_COREOS = "v0.14.0";

/** The manifest of flannel-io/flannel at a tag, or in a release; undefined for files and tags that are not here. */
export function flannelManifest(ref: string, path: string): string | undefined {
  const tag = ref === "master" || ref === "latest" ? (TAGS.at(-1) ?? "") : ref;
  const words = IMAGES[tag];
  if (words === undefined || !/^(?:Documentation\/)?kube-flannel\.yml$/.test(path)) return undefined;
  return fillIn(template, { tag, tags: TAGS, words: { ...words } });
}

/** As {@link flannelManifest}, from the repository's former owner. */
export function coreosFlannelManifest(ref: string, path: string): string | undefined {
  return flannelManifest(ref === "master" ? LAST_OF_COREOS : ref, path);
}
