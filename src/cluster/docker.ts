import { md5Hex } from "../base/md5.ts";
import { noteImage, notedImages } from "../components/kubelet/node-images.ts";
import { type BuildContext, type Content, contentOf, PLAIN_CONTENT } from "../images/build/build.ts";
import type { Instruction } from "../images/build/dockerfile.ts";
import { availability, sizeOf } from "../images/catalogue.ts";
import type { OwnImage } from "../images/own/own-image.ts";
import { keepOwnImages, ownImageOf } from "../images/own/stored.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import type { Json } from "../base/json.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Cluster } from "./cluster.ts";
import { memoryOf } from "./memory.ts";

export { MissingFile } from "../images/build/build.ts";
export { DockerfileError, type Instruction, parseDockerfile } from "../images/build/dockerfile.ts";
export { parseImage } from "../images/reference.ts";

/** An image that a machine's docker has. */
export interface LocalImage {
  /** As people write it, without tag: `nginx`, `me/web`. */
  readonly name: string;
  readonly tag: string;
  /** 64 hex digits. */
  readonly id: string;
  /** Ids of its layers, the lowest first, and what is known of where each came from. */
  readonly layers: readonly string[];
  /** ms since the Unix epoch. */
  readonly createdAt: number;
  readonly sizeBytes: number;
  readonly content: Content;
}

/** Why docker does not have, or get, an image. */
export type Absence = "no-repository" | "no-tag";

/** The dockers of a cluster's machines: what they have, and what they do with it. Everything changes within a session's write. */
export interface DockerHost {
  readonly version: string;
  /** The kubelet of this machine runs its pods with it. */
  readonly servesKubelet: boolean;
  images(): readonly LocalImage[];
  find(image: string): LocalImage | undefined;
  /** Takes an image from its registry; the same when it is there already and as new. */
  pull(reference: ImageReference): { image: LocalImage; isNew: boolean } | Absence;
  build(instructions: readonly Instruction[], context: BuildContext, base: LocalImage | undefined): LocalImage;
  /** Gives an image a name. */
  tag(image: LocalImage, reference: ImageReference): LocalImage;
  push(image: LocalImage): void;
  /** Takes a name away; false when it was the last of its image. */
  untag(image: LocalImage): boolean;
}

const LAYERS_OF_BASE = 5;
const DAY_MS = 86_400_000;
/** containerd 1.6.20, of spring 2023. */
const CONTAINERD_OF_24 = 10_620;
/** What a few files more weigh. */
const STEP_BYTES = 1000;

/** The docker of a machine (a node's name, or `pc`). */
export function dockerOn(machine: string, { store, sim, record }: Pick<Cluster, "record" | "sim" | "store">): DockerHost {
  const memory = memoryOf(store);
  const key = `docker/${machine}`;
  const node = store.get("nodes", "", machine) as Node | undefined;
  const runtime = node?.status?.nodeInfo?.containerRuntimeVersion ?? record.settings.containerRuntime;
  const servesKubelet = node !== undefined && runtime.startsWith("docker://");
  const kept = (): readonly LocalImage[] => (memory.get(key) ?? []) as unknown as readonly LocalImage[];
  const keep = (images: readonly LocalImage[]): void => memory.set(key, images as unknown as Json);
  const same = (one: LocalImage, name: string, tag: string): boolean => one.name === name && one.tag === tag;

  function images(): readonly LocalImage[] {
    const own = kept();
    const names = servesKubelet ? [...(node.status?.images ?? []).flatMap((image) => image.names), ...notedImages(machine, memory)] : [];
    const others = new Map<string, LocalImage>();
    for (const text of names) {
      const reference = parseImage(text);
      if (reference === undefined || reference.digest !== undefined) continue;
      if (!own.some((one) => same(one, reference.short, reference.tag)))
        others.set(`${reference.short}:${reference.tag}`, fromRegistry(reference));
    }
    return [...own, ...others.values()].toSorted((left, right) => right.createdAt - left.createdAt);
  }

  function fromRegistry(reference: ImageReference): LocalImage {
    const { short: name, tag } = reference;
    const own = ownImageOf(reference, memory);
    const id = hex64(`image ${name}:${tag}`);
    const {
      name: _name,
      tags: _tags,
      isLocal: _isLocal,
      ...content
    }: OwnImage = own ?? { ...PLAIN_CONTENT, name, tags: [], base: `${name}:${tag}` };
    const layers = Array.from({ length: LAYERS_OF_BASE }, (_, index) => hex64(`layer ${index} of ${name}:${tag}`));
    const age = (Number.parseInt(id.slice(0, 4), 16) % 600) + 30;
    return { name, tag, id, layers, createdAt: sim.now() - age * DAY_MS, sizeBytes: sizeOf(reference, memory), content };
  }

  function add(image: LocalImage): LocalImage {
    keep([...kept().filter((one) => !same(one, image.name, image.tag)), image]);
    return image;
  }

  /** Where docker is the kubelet's runtime, pods of this node can have the image. */
  function offer(image: LocalImage): LocalImage {
    const { name, tag, content } = image;
    const known = ownImageOf({ short: name, tag }, memory);
    if (known === undefined || known.isLocal === true) keepOwnImages([{ ...content, name, tags: [tag], isLocal: true }], memory);
    if (servesKubelet) noteImage(machine, `${name}:${tag}`, memory);
    return add(image);
  }

  return {
    version: dockerVersion(runtime),
    servesKubelet,
    images,
    find(text) {
      const reference = parseImage(text);
      const named = images().find((one) => reference !== undefined && same(one, reference.short, reference.tag));
      return named ?? (/^[0-9a-f]{4,64}$/.test(text) ? images().find(({ id }) => id.startsWith(text)) : undefined);
    },
    pull(reference) {
      const there = availability(reference, memory);
      if (there !== "present") return there;
      const known = images().find((one) => same(one, reference.short, reference.tag));
      return known === undefined ? { image: add(fromRegistry(reference)), isNew: true } : { image: known, isNew: false };
    },
    build(instructions, context, base) {
      const content = contentOf(instructions, context, (image) => {
        const reference = parseImage(image);
        const found = reference && kept().find((one) => same(one, reference.short, reference.tag));
        return found?.content;
      });
      const steps = instructions.map(({ name, rest }) => `${name} ${rest}`).join("\n");
      const id = hex64(`${base?.id ?? ""}\n${steps}\n${[...context].map(([path, text]) => `${path}\n${text}`).join("\n")}`);
      const made = instructions.filter(({ name }) => ["ADD", "COPY", "RUN", "WORKDIR"].includes(name));
      const layers = [...(base?.layers ?? []), ...made.map((_, index) => hex64(`layer ${index} ${id}`))];
      const sizeBytes = (base?.sizeBytes ?? 0) + made.length * STEP_BYTES;
      return { name: "<none>", tag: "<none>", id, layers, createdAt: sim.now(), sizeBytes, content: { ...content, sizeBytes } };
    },
    tag: (image, { short, tag }) => offer({ ...image, name: short, tag }),
    push({ name, tag, content }) {
      keepOwnImages([{ ...content, name, tags: [tag] }], memory);
    },
    untag(image) {
      keep(kept().filter((one) => !same(one, image.name, image.tag)));
      return kept().some(({ id }) => id === image.id);
    },
  };
}

/** 64 hex digits that a text always gives, in the form of a SHA-256. */
export function hex64(text: string): string {
  return md5Hex(text) + md5Hex(`${text}\n`);
}

/**
 * docker's version as it prints it: the container runtime's; where containerd runs the pods, what was current beside that containerd.
 * docs.docker.com/engine/release-notes
 */
function dockerVersion(runtime: string): string {
  const [, kind, version = ""] = /^(\w+):\/\/(.*)$/.exec(runtime) ?? [];
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (kind === "docker") return major > 1 ? `${major}.${String(minor).padStart(2, "0")}.${patch}` : version;
  const ordinal = major * 10_000 + minor * 100 + patch;
  return ordinal < CONTAINERD_OF_24 ? "20.10.17" : "24.0.7";
}
