import { parseRfc3339 } from "../base/rfc3339.ts";
import { resolvePath } from "../base/sh/state.ts";
import type { Container } from "../kinds/core/pod/container/types.ts";
import type { FileMap } from "./files.ts";
import type { ContainerView } from "./view.ts";

/** Another container of the pod, and what its files in a volume that both mount are called here. */
export interface Neighbour {
  readonly container: Container;
  /** When its process started, and until when it has run (ms since the Unix epoch). */
  readonly startedAt: number;
  readonly until: number;
  /** The files among these (by the neighbour's paths) that this container sees, by its own paths. */
  seenHere(files: FileMap): FileMap;
}

/** Containers of the pod, started once at least, with which this one shares an emptyDir. Init containers come first, as they ran first. */
export function neighboursOf({ pod, container, now }: Pick<ContainerView, "container" | "now" | "pod">): Neighbour[] {
  const shared = new Set((pod.spec.volumes ?? []).filter(({ emptyDir }) => emptyDir !== undefined).map(({ name }) => name));
  const mine = mountsIn(container, shared);
  if (mine.length === 0) return [];
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((other): Neighbour[] => {
    const { running, terminated } = statuses.find(({ name }) => name === other.name)?.state ?? {};
    const startedAt = parseRfc3339((running ?? terminated)?.startedAt ?? "");
    const theirs = mountsIn(other, shared);
    if (other.name === container.name || startedAt === undefined || theirs.length === 0) return [];
    const until = parseRfc3339(terminated?.finishedAt ?? "") ?? now;
    return [{ container: other, startedAt, until, seenHere: (files) => translate(files, theirs, mine) }];
  });
}

interface SharedMount {
  readonly volume: string;
  readonly at: string;
  /** The directory within the volume that is mounted; "" for all of it. */
  readonly root: string;
}

function mountsIn(container: Container, volumes: ReadonlySet<string>): SharedMount[] {
  return (container.volumeMounts ?? [])
    .filter(({ name }) => volumes.has(name))
    .map(({ name, mountPath, subPath }) => ({
      volume: name,
      at: resolvePath("/", mountPath),
      root: resolvePath("/", subPath ?? "").replace(/^\/$/, ""),
    }));
}

function translate(files: FileMap, from: readonly SharedMount[], to: readonly SharedMount[]): FileMap {
  const seen: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) {
    const place = resolvePath("/", path) + (path.endsWith("/") ? "/" : "");
    const theirs = from.find(({ at }) => place.startsWith(`${at}/`));
    if (theirs === undefined) continue;
    const inVolume = theirs.root + place.slice(theirs.at.length);
    for (const { volume, at, root } of to)
      if (volume === theirs.volume && inVolume.startsWith(`${root}/`)) seen[at + inVolume.slice(root.length)] = content;
  }
  return seen;
}
