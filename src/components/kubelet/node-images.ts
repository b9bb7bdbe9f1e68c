import { parseImage } from "../../images/reference.ts";
import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { containerStatus } from "./status.ts";
import { nodeOf } from "./work.ts";

/** Whether a container's image need not be pulled: the pod has run it, the node lists it, or some pod has pulled it there before. */
export function isPresent(pod: Pod, container: Container, context: ComponentContext): boolean {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const users = containers.filter(({ name, image }) => name === container.name || image === container.image);
  if (users.some(({ name }) => containerStatus(pod, name)?.containerID !== undefined)) return true;
  const reference = parseImage(container.image ?? "");
  if (reference === undefined) return false;
  const short = `${reference.short}:${reference.tag}`;
  if (notedImages(pod.spec.nodeName ?? "", context.memory).includes(short)) return true;
  const names = namesIn(nodeOf(pod, context)?.status?.images ?? NO_IMAGES);
  return names.has(short) || names.has(`${reference.full}:${reference.tag}`);
}

type Images = NonNullable<NonNullable<Node["status"]>["images"]>;
const NO_IMAGES: Images = [];
const knownNames = new WeakMap<Images, ReadonlySet<string>>();

/** All names in a node's list, which stays the same for all pods that come to it. */
function namesIn(images: Images): ReadonlySet<string> {
  let names = knownNames.get(images);
  if (names === undefined) knownNames.set(images, (names = new Set(images.flatMap((image) => image.names))));
  return names;
}

/** Remembers that a container's image is there now. */
export function notePulled(pod: Pod, container: Container, context: ComponentContext): void {
  const reference = parseImage(container.image ?? "");
  if (reference === undefined) return;
  noteImage(pod.spec.nodeName ?? "", `${reference.short}:${reference.tag}`, context.memory);
}

/** Remembers that a node has an image, by its short name and tag. */
export function noteImage(node: string, name: string, memory: ClusterMemory): void {
  const known = notedImages(node, memory);
  if (!known.includes(name)) memory.set(`kubelet/images/${node}`, [...known, name]);
}

/** Images that have come to a node since it was set up. */
export function notedImages(node: string, memory: ClusterMemory): readonly string[] {
  return (memory.get(`kubelet/images/${node}`) ?? []) as string[];
}
