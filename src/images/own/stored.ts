import type { Json } from "../../base/json.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { ImageReference } from "../reference.ts";
import type { OwnImage } from "./own-image.ts";

const KEY = "images";
const NONE: readonly OwnImage[] = [];

/** The images that a user has described for this cluster, oldest first. The same array for as long as they are the same. */
export function ownImages(memory: ClusterMemory): readonly OwnImage[] {
  return (memory.get(KEY) as unknown as readonly OwnImage[] | undefined) ?? NONE;
}

/** The own image of that name and tag. */
export function ownImageOf({ short, tag }: Pick<ImageReference, "short" | "tag">, memory: ClusterMemory): OwnImage | undefined {
  return ownImages(memory).find(({ name, tags }) => name === short && (tags.includes(tag) || tags.includes("*")));
}

/** Keeps images; each takes the place of what had its name and a tag of its. Containers that run go on with the new description. */
export function keepOwnImages(images: readonly OwnImage[], memory: ClusterMemory): void {
  let kept = [...ownImages(memory)];
  for (const image of images) kept = [...withoutTags(kept, image.name, image.tags), image];
  memory.set(KEY, kept as unknown as Json);
}

/** Forgets an image: one tag of it, or all. False when there is none such. */
export function forgetOwnImage(name: string, tag: string | undefined, memory: ClusterMemory): boolean {
  const known = ownImages(memory);
  const gone = known.filter((image) => image.name === name && (tag === undefined || image.tags.includes(tag)));
  if (gone.length === 0) return false;
  memory.set(KEY, withoutTags([...known], name, tag === undefined ? gone.flatMap(({ tags }) => tags) : [tag]) as unknown as Json);
  return true;
}

function withoutTags(images: OwnImage[], name: string, tags: readonly string[]): OwnImage[] {
  return images
    .map((image) => (image.name === name ? { ...image, tags: image.tags.filter((tag) => !tags.includes(tag)) } : image))
    .filter((image) => image.tags.length > 0);
}
