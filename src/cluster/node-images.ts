import { notedImages } from "../components/kubelet/node-images.ts";
import { sizeOf } from "../images/catalogue.ts";
import { parseImage } from "../images/reference.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Cluster } from "./cluster.ts";
import { hex64 } from "./docker.ts";
import { memoryOf } from "./memory.ts";

/** An image that a node's container runtime has. */
export interface NodeImage {
  /** `docker.io/library/nginx` */
  readonly name: string;
  readonly tag: string;
  readonly id: string;
  readonly sizeBytes: number;
}

/** The images on a node: those that it was set up with, those that were pulled since, and those that its pods run. By name. */
export function imagesOn(node: string, images: readonly string[], { store }: Pick<Cluster, "store">): readonly NodeImage[] {
  const memory = memoryOf(store);
  const found = store.get("nodes", "", node) as Node | undefined;
  const names = [...(found?.status?.images ?? []).flatMap((image) => image.names), ...notedImages(node, memory), ...images];
  const byName = new Map<string, NodeImage>();
  for (const text of names) {
    const reference = parseImage(text);
    if (reference === undefined || reference.digest !== undefined) continue;
    const { full: name, tag } = reference;
    byName.set(`${name}:${tag}`, { name, tag, id: imageId(text), sizeBytes: sizeOf(reference, memory) });
  }
  return [...byName.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, image]) => image);
}

/** The id of an image by its name: 64 digits, the same everywhere; the name itself where it is none. */
export function imageId(text: string): string {
  const reference = parseImage(text);
  return reference === undefined ? text : hex64(`image ${reference.short}:${reference.tag}`);
}
