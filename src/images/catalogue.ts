import catalogue from "../../fixtures/images.yaml" with { type: "yaml" };
import { parseYaml } from "../base/yaml-in.ts";
import type { ImageReference } from "./reference.ts";

/** What the catalogue says of images with a matching name; fixtures/images.yaml explains the fields. */
export interface CatalogueEntry {
  readonly match: string;
  readonly behaviour?: string;
  readonly sizeBytes?: number;
  readonly ports?: readonly number[];
  readonly body?: string;
  readonly startMs?: number;
  readonly exitCode?: number;
  readonly output?: string;
  readonly oneShot?: readonly string[];
  readonly stopMs?: number;
  readonly tags?: string;
  readonly missingTags?: readonly string[];
  readonly absent?: boolean;
  readonly idleCpuMillis?: number;
  readonly idleMemoryMi?: number;
}

interface Catalogue {
  readonly absentWords: readonly string[];
  readonly images: readonly CatalogueEntry[];
}

// Read when k8sim is built: every command that runs the cluster needs it.
const builtIn = catalogue as Catalogue;
const patterns = new Map<string, RegExp>();

/** Reads a user's own catalogue: entries before the built-in ones. */
export function parseCatalogue(yaml: string): CatalogueEntry[] {
  return [...((parseYaml(yaml) as unknown as Partial<Catalogue>).images ?? [])];
}

/** The first entry whose pattern matches the image's short name. */
export function entryOf({ short }: ImageReference, extra: readonly CatalogueEntry[] = []): CatalogueEntry | undefined {
  const matches = ({ match }: CatalogueEntry): boolean => patternOf(match).test(short);
  return extra.find(matches) ?? builtIn.images.find(matches);
}

/** `*` stands for any text without a slash, `**` for any text. */
function patternOf(glob: string): RegExp {
  let pattern = patterns.get(glob);
  if (pattern === undefined) {
    const source = glob.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*|\*/g, (stars) => (stars === "**" ? ".*" : "[^/]*"));
    pattern = new RegExp(`^${source}$`);
    patterns.set(glob, pattern);
  }
  return pattern;
}

/** Whether a registry would have the image: all names exist but those known, or plainly meant, not to. */
export function availability(reference: ImageReference, extra: readonly CatalogueEntry[] = []): "present" | "no-repository" | "no-tag" {
  const entry = entryOf(reference, extra);
  const words = builtIn.absentWords;
  if (entry?.absent || reference.short.split("/").some((part) => words.includes(part))) return "no-repository";
  if (reference.digest !== undefined) return "present";
  if (entry?.missingTags?.includes(reference.tag) || words.includes(reference.tag)) return "no-tag";
  if (entry?.tags && !new RegExp(`^(?:${entry.tags})$`).test(reference.tag)) return "no-tag";
  return "present";
}
