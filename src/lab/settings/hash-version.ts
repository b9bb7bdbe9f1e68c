import type { JsonObject } from "../../base/json.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { podTemplateHash } from "../../machinery/hash/pod-template-hash.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { MINORS, parseRelease } from "../../release/release.ts";
import { isShownFile, type TranscriptItem } from "../transcript.ts";
import type { VersionRange } from "./version-range.ts";

/** The templates from which a play's replica sets were made, as its API server keeps them. */
export interface SeenTemplates {
  /** Takes what is there now. */
  look(cluster: Cluster): void;
  /**
   * The version in which more of the names that the document shows follow from these templates than in the play's own: the Go value of a template
   * has other fields in each minor version, and with them its hash is another. Undefined where none is better.
   */
  versionOf(items: readonly TranscriptItem[], own: string, open: VersionRange): string | undefined;
}

interface ReplicaSetLike extends KubeObject {
  readonly spec?: { readonly template?: JsonObject };
}

/** `pod-template-hash`, which the deployment's own template lacks. */
const HASH_LABEL = "pod-template-hash";

/** No templates yet. */
export function createSeenTemplates(): SeenTemplates {
  const seen = new Map<string, { readonly deployment: string; readonly template: JsonObject }>();
  return {
    look({ store }) {
      for (const set of store.list("replicasets.apps") as readonly ReplicaSetLike[]) {
        const { name = "", ownerReferences } = set.metadata;
        const deployment = ownerReferences?.find(({ kind }) => kind === "Deployment")?.name;
        if (deployment === undefined || set.spec?.template === undefined || seen.has(name)) continue;
        seen.set(name, { deployment, template: withoutHash(set.spec.template) });
      }
    },
    versionOf(items, own, open) {
      const ours = parseRelease(own)?.minor;
      if (ours === undefined || seen.size === 0) return undefined;
      const names = namesShown(items);
      const following = (minor: number): number =>
        [...seen.values()].filter(({ deployment, template }) => names.has(`${deployment}-${podTemplateHash(template, minor)}`)).length;
      let best = { minor: ours, count: following(ours) };
      // of several the one nearest to the play's own
      const others = minorsIn(open).toSorted((a, b) => Math.abs(a - ours) - Math.abs(b - ours));
      for (const minor of others) {
        const count = following(minor);
        if (count > best.count) best = { minor, count };
      }
      return best.minor === ours ? undefined : `v1.${best.minor}.0`;
    },
  };
}

function minorsIn({ oldest, newest }: VersionRange): number[] {
  return MINORS.filter((minor) => minor >= oldest && minor <= newest);
}

function withoutHash(template: JsonObject): JsonObject {
  const { metadata } = template as { metadata?: { labels?: Record<string, string> } };
  const labels = Object.fromEntries(Object.entries(metadata?.labels ?? {}).filter(([key]) => key !== HASH_LABEL));
  return { ...template, metadata: { ...metadata, labels } };
}

/** The words of all outputs, and what stands before the last hyphen of each: names of replica sets, and of their pods. */
function namesShown(items: readonly TranscriptItem[]): Set<string> {
  const names = new Set<string>();
  for (const item of items) {
    if (isShownFile(item)) continue;
    for (const { text } of item.expected ?? [])
      for (const [word] of text.matchAll(/[a-z0-9][a-z0-9.-]*-[a-z0-9]+/g)) {
        names.add(word);
        names.add(word.slice(0, word.lastIndexOf("-")));
      }
  }
  return names;
}
