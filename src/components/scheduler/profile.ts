import type { Release } from "../../release/release.ts";
import type { FilterPlugin, ScorePlugin } from "./framework.ts";
import { filterPlugins, scorePlugins } from "./plugins/index.ts";

/** The plugins of one release, ready to run. */
export interface Profile {
  readonly filters: readonly FilterPlugin[];
  readonly scores: readonly { readonly plugin: ScorePlugin; readonly weight: number }[];
}

const profiles = new Map<string, Profile>();

/** The default profile of a release. */
export function profileOf(release: Release): Profile {
  let profile = profiles.get(release.text);
  if (profile === undefined) {
    const { filters, weights } = release.value("schedulerProfile");
    profile = {
      filters: filters.flatMap((name) => filterPlugins.filter((plugin) => plugin.name === name)),
      scores: scorePlugins.flatMap((plugin) => (weights[plugin.name] === undefined ? [] : [{ plugin, weight: weights[plugin.name] ?? 0 }])),
    };
    profiles.set(release.text, profile);
  }
  return profile;
}
