import recommended from "../../../fixtures/addons/dashboard/recommended.yaml" with { type: "text" };
import { fillIn } from "./template.ts";

// YAML that is imported as text has no type of its own.
const template: string = recommended;

const TAGS = "v2.0.0 v2.0.1 v2.0.2 v2.0.3 v2.0.4 v2.0.5 v2.1.0 v2.2.0 v2.3.0 v2.3.1 v2.4.0 v2.5.0 v2.5.1 v2.6.0 v2.6.1 v2.7.0".split(" ");

/** The manifest of kubernetes/dashboard at a tag of v2; `master` stands for the last one. Undefined for files and tags that are not here. */
export function dashboardManifest(ref: string, path: string): string | undefined {
  const tag = ref === "master" ? (TAGS.at(-1) ?? "") : ref;
  if (path !== "aio/deploy/recommended.yaml" || !TAGS.includes(tag)) return undefined;
  return fillIn(template, { tag, tags: TAGS, words: { tag } });
}
