import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import namespace from "../../../fixtures/addons/metallb/namespace.yaml" with { type: "text" };
import v0121 from "../../../fixtures/addons/metallb/v0.12.1.yaml" with { type: "text" };
import v01310 from "../../../fixtures/addons/metallb/v0.13.10.yaml" with { type: "text" };
import v0134 from "../../../fixtures/addons/metallb/v0.13.4.yaml" with { type: "text" };
import v0139 from "../../../fixtures/addons/metallb/v0.13.9.yaml" with { type: "text" };
import v0153 from "../../../fixtures/addons/metallb/v0.15.3.yaml" with { type: "text" };
import v083 from "../../../fixtures/addons/metallb/v0.8.3.yaml" with { type: "text" };
import v096 from "../../../fixtures/addons/metallb/v0.9.6.yaml" with { type: "text" };

/** A manifest that a tag of the project has, and how it differs from the one that stands here. */
interface Template {
  /** Tags of the project that have it. */
  readonly tags: readonly string[];
  readonly text: string;
  /** Tag of the images inside where it is not the project's own. */
  readonly imageTag?: Readonly<Record<string, string>>;
  /** What a tag does not have of it: names of objects, by their kind. */
  readonly without?: Readonly<Record<string, readonly string[]>>;
}

const CONFIGURATION_STATES = "CustomResourceDefinition/configurationstates.metallb.io";
const BGP_STATUSES = "CustomResourceDefinition/servicebgpstatuses.metallb.io";

/** manifests/metallb.yaml; with v0.13 config/manifests/metallb-native.yaml. Tags in between have other objects and are not here. */
const TEMPLATES: readonly Template[] = [
  { tags: ["v0.8.1", "v0.8.2", "v0.8.3"], text: v083, imageTag: { "v0.8.3": "v0.8.2" } },
  { tags: ["v0.9.5", "v0.9.6", "v0.9.7"], text: v096, imageTag: { "v0.9.7": "v0.9.6" } },
  { tags: ["v0.12.0", "v0.12.1"], text: v0121 },
  {
    tags: ["v0.13.4", "v0.13.5"],
    text: v0134,
    without: { "v0.13.5": ["PodSecurityPolicy/controller", "PodSecurityPolicy/speaker"] },
  },
  { tags: ["v0.13.8", "v0.13.9"], text: v0139 },
  { tags: ["v0.13.10", "v0.13.11", "v0.13.12"], text: v01310 },
  {
    tags: ["v0.14.6", "v0.14.7", "v0.14.8", "v0.14.9", "v0.15.0", "v0.15.1", "v0.15.2", "v0.15.3"],
    text: v0153,
    without: {
      ...Object.fromEntries(["v0.14.6", "v0.14.7", "v0.14.8", "v0.14.9"].map((tag) => [tag, [CONFIGURATION_STATES, BGP_STATUSES]])),
      ...Object.fromEntries(["v0.15.0", "v0.15.1", "v0.15.2"].map((tag) => [tag, [CONFIGURATION_STATES]])),
    },
  },
];

/** A manifest of metallb/metallb at a tag; undefined for files that are not here. */
export function metallbManifest(tag: string, path: string): string | undefined {
  const template = TEMPLATES.find(({ tags }) => tags.includes(tag));
  if (template === undefined) return undefined;
  const isNative = template.text.includes("kind: CustomResourceDefinition");
  if (path === "manifests/namespace.yaml" && /^v0\.(9|12)\./.test(tag)) return namespace;
  if (path !== (isNative ? "config/manifests/metallb-native.yaml" : "manifests/metallb.yaml")) return undefined;
  return withoutObjects(withImages(template.text, template.imageTag?.[tag] ?? tag), template.without?.[tag] ?? []);
}

/** The manifest with the images of another tag. */
export function withImages(manifest: string, tag: string): string {
  return manifest.replace(/^( *(?:- )?image: \S*metallb\/\w+):\S+$/gm, `$1:${tag}`);
}

function withoutObjects(manifest: string, names: readonly string[]): string {
  if (names.length === 0) return manifest;
  const gone = names.map((name) => name.split("/"));
  const kept = splitYamlDocuments(manifest).filter(
    ({ text }) =>
      !gone.some(([kind = "", name = ""]) => text.includes(`\nkind: ${kind}\n`) && new RegExp(`[ {]name: ${name}[ ,\n]`).test(text)),
  );
  return kept.map(({ text }) => text).join("---\n");
}
