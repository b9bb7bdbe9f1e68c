import manifest from "../../../fixtures/addons/local-path/local-path-storage.yaml" with { type: "text" };
import { fillIn } from "./template.ts";

// YAML that is imported as text has no type of its own.
const template: string = manifest;

const FIRST = 12;
const LAST = 36;
const TAGS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => `v0.0.${FIRST + index}`);

/** The manifest of rancher/local-path-provisioner at a tag; `master` stands for the last one. Undefined for files and tags that are not here. */
export function localPathManifest(ref: string, path: string): string | undefined {
  const tag = ref === "master" ? `v0.0.${LAST}` : ref;
  if (path !== "deploy/local-path-storage.yaml" || !TAGS.includes(tag)) return undefined;
  return fillIn(template, { tag, tags: TAGS, words: { tag } });
}
