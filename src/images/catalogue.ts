import catalogue from "../../fixtures/images.yaml" with { type: "yaml" };
import type { ClusterMemory } from "../machinery/component.ts";
import { ownImageOf, ownImages } from "./own/stored.ts";
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
/** A middling image. */
const USUAL_BYTES = 50_000_000;
const patterns = new Map<string, RegExp>();

const FOUND_MAX = 1024;
const found = new Map<string, CatalogueEntry | undefined>();

/** The first entry whose pattern matches the image's short name. */
export function entryOf({ short }: Pick<ImageReference, "short">): CatalogueEntry | undefined {
  if (!found.has(short)) {
    // A thousand pods run one image.
    if (found.size >= FOUND_MAX) found.clear();
    found.set(
      short,
      builtIn.images.find(({ match }) => patternOf(match).test(short)),
    );
  }
  return found.get(short);
}

/** Every entry, in order. */
export function catalogueEntries(): readonly CatalogueEntry[] {
  return builtIn.images;
}

/** What an image weighs on a node, in bytes. */
export function sizeOf(reference: ImageReference, memory: ClusterMemory): number {
  return ownImageOf(reference, memory)?.sizeBytes ?? entryOf(reference)?.sizeBytes ?? USUAL_BYTES;
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

const tags = new Map<string, RegExp>();

/** What all of a tag has to match. */
function tagsOf(source: string): RegExp {
  let pattern = tags.get(source);
  if (pattern === undefined) tags.set(source, (pattern = new RegExp(`^(?:${source})$`)));
  return pattern;
}

/**
 * Whether a registry would have the image: those that the user has described, and of all other names those that are not known, or plainly
 * meant, not to exist.
 */
export function availability(reference: ImageReference, memory: ClusterMemory): "present" | "no-repository" | "no-tag" {
  const own = ownImageOf(reference, memory);
  if (own !== undefined && own.isLocal !== true) return "present";
  const entry = entryOf(reference);
  // Who has described v2 alone has pushed v2 alone.
  if (entry === undefined && own !== undefined) return "no-repository";
  if (entry === undefined && ownImages(memory).some(({ name }) => name === reference.short)) return "no-tag";
  const words = builtIn.absentWords;
  if (entry?.absent || reference.short.split("/").some((part) => words.includes(part))) return "no-repository";
  if (reference.digest !== undefined) return "present";
  if (entry?.missingTags?.includes(reference.tag) || words.includes(reference.tag)) return "no-tag";
  if (entry?.tags && !tagsOf(entry.tags).test(reference.tag)) return "no-tag";
  return "present";
}
