import type { Cluster } from "../cluster/cluster.ts";
import type { KindDefinition } from "../machinery/kind.ts";
import { loadSchema } from "../machinery/schema/schema.ts";
import { parseRelease } from "../release/release.ts";

/** A kind by plural, kind, `plural.group` or short name, in any case; undefined when the cluster has none such. */
export function findKind(word: string, { catalog, record }: Cluster): KindDefinition | undefined {
  const lower = word.toLowerCase();
  const known = catalog
    .all()
    .find((kind) => kind.plural === lower || kind.kind.toLowerCase() === lower || `${kind.plural}.${kind.group}` === lower);
  if (known !== undefined) return known;
  const release = parseRelease(record.kubernetesVersion);
  const row = release && loadSchema(release.minor).kinds.find((kind) => kind.served && kind.shortNames.includes(lower));
  return row && catalog.byResource(row.group, row.plural);
}
