import { createLister } from "../client/lister.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { allKinds } from "../components/controller/kinds.ts";
import type { CustomResourceDefinition } from "../kinds/apiextensions/customresourcedefinition/types.ts";
import type { KindNames } from "../machinery/kind.ts";
import { loadSchema } from "../machinery/schema/schema.ts";
import { parseRelease } from "../release/release.ts";

/** A kind by plural, kind, `plural.group` or short name, in any case, custom ones too; undefined when the cluster has none such. */
export function findKind(word: string, { catalog, record, store }: Cluster): KindNames | undefined {
  const lower = word.toLowerCase();
  const all = allKinds({ catalog, lister: createLister(store) });
  const known = all.find((kind) => kind.plural === lower || kind.kind.toLowerCase() === lower || `${kind.plural}.${kind.group}` === lower);
  if (known !== undefined) return known;
  const release = parseRelease(record.kubernetesVersion);
  const row = release && loadSchema(release.minor).kinds.find((kind) => kind.served && kind.shortNames.includes(lower));
  if (row) return catalog.byResource(row.group, row.plural);
  const definitions = store.list("customresourcedefinitions.apiextensions.k8s.io") as readonly CustomResourceDefinition[];
  const custom = definitions.find(({ spec: { names } }) => names.shortNames?.includes(lower));
  return custom && all.find(({ group, plural }) => group === custom.spec.group && plural === custom.spec.names.plural);
}
