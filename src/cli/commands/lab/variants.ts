import type { ClusterFlags } from "./cluster-options.ts";

/** One way to play every document. */
export interface Variant {
  /** `kubespray v1.23.7`; "" when there is only one. */
  readonly name: string;
  readonly flags: ClusterFlags;
}

/** Lists that flags give: every combination is played. */
export interface VariantLists {
  readonly profiles: readonly string[];
  readonly versions: readonly string[];
  readonly seeds: readonly number[];
}

/** Every combination of profiles, versions and seeds; a list that is empty leaves the choice to the document. */
export function variantsOf({ profiles, versions, seeds }: VariantLists): Variant[] {
  const all = choices(profiles).flatMap((profile) =>
    choices(versions).flatMap((kubernetesVersion) =>
      choices(seeds).map((seed): ClusterFlags => ({
        ...(profile === undefined ? {} : { profile }),
        ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
        ...(seed === undefined ? {} : { seed }),
      })),
    ),
  );
  return all.map((flags) => ({ name: all.length === 1 ? "" : nameOf(flags), flags }));
}

function choices<T>(list: readonly T[]): readonly (T | undefined)[] {
  return list.length === 0 ? [undefined] : [...new Set(list)];
}

function nameOf({ profile, kubernetesVersion, seed }: ClusterFlags): string {
  return [profile, kubernetesVersion, seed === undefined ? undefined : `seed ${seed}`].filter((part) => part !== undefined).join(" ");
}
