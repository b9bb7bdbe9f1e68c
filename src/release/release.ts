import type { FeatureRow, ValueRow } from "./row.ts";
import { rowOf, type Rows } from "./tables.ts";

/** A yes/no difference between versions. */
export type FeatureName = { [K in keyof Rows]: Rows[K] extends FeatureRow ? K : never }[keyof Rows];
/** A difference with a value for each span of versions. */
export type ValueName = { [K in keyof Rows]: Rows[K] extends ValueRow<unknown> ? K : never }[keyof Rows];
type ValueOf<K extends ValueName> = Rows[K] extends ValueRow<infer V> ? V : never;

/** One Kubernetes (or kubectl) version, asked by name of difference and never compared elsewhere. */
export interface Release {
  /** `v1.18.4` */
  readonly text: string;
  readonly minor: number;
  readonly patch: number;
  /** Whether this version has a feature: a row with `since` (and maybe `until`). */
  has(feature: FeatureName): boolean;
  /** The value of a row for this version: that of the newest span that has begun. */
  value<K extends ValueName>(name: K): ValueOf<K>;
}

/** The minor versions that there are here, from the oldest on. */
export const MINORS: readonly number[] = [18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32];

/** Reads `v1.18.4`; undefined when it is no version of the form v1.MINOR.PATCH or outside v1.18 to v1.32. */
export function parseRelease(text: string): Release | undefined {
  const match = /^v?1\.(\d+)\.(\d+)$/.exec(text);
  if (!match) return undefined;
  const minor = Number(match[1]);
  const patch = Number(match[2]);
  if (!MINORS.includes(minor)) return undefined;
  const name = `v1.${minor}.${patch}`;
  let release = releases.get(name);
  if (release === undefined) releases.set(name, (release = createRelease(name, minor, patch)));
  return release;
}

/** One of each: what others remember of a release holds for all clusters of it in this process. */
const releases = new Map<string, Release>();

function createRelease(text: string, minor: number, patch: number): Release {
  const at = minor * 1000 + patch;
  // Every request asks dozens of times.
  const features = new Map<FeatureName, boolean>();
  const values = new Map<ValueName, unknown>();

  function isIn(feature: FeatureName): boolean {
    const row: FeatureRow = rowOf(feature);
    return at >= ordinal(row.since) && (row.until === undefined || at < ordinal(row.until));
  }

  function newest<K extends ValueName>(name: K): ValueOf<K> {
    const row: ValueRow<unknown> = rowOf(name);
    let best = row.values[0];
    for (const span of row.values) if (ordinal(span.since) <= at) best = span;
    return best.is as ValueOf<K>;
  }

  return {
    text,
    minor,
    patch,
    has(feature) {
      let known = features.get(feature);
      if (known === undefined) features.set(feature, (known = isIn(feature)));
      return known;
    },
    value<K extends ValueName>(name: K): ValueOf<K> {
      if (!values.has(name)) values.set(name, newest(name));
      return values.get(name) as ValueOf<K>;
    },
  };
}

/** `1.18.4` or `1.18` as a sortable number. */
function ordinal(version: string): number {
  const [, minor = "0", patch = "0"] = version.split(".");
  return Number(minor) * 1000 + Number(patch);
}
