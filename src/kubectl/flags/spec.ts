import type { FeatureName } from "../../release/release.ts";

/** How a flag's text is read. Slices split at commas and add up, arrays add up whole, pairs are `key=value` with commas between, durations are Go's. */
export type FlagType =
  | "bool"
  | "string"
  | "int"
  | "int32"
  | "int64"
  | "uint"
  | "float"
  | "duration"
  | "stringSlice"
  | "stringArray"
  | "pairs"
  | "stringToString";

/** A parsed value: boolean, number (durations in ms), text or list, as the {@link FlagType} says. */
export type FlagValue = boolean | number | string | readonly string[];

/** One flag, as the user sees it. Names and defaults are the interface and exact; `usage` is our own sentence. */
export interface FlagSpec {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: FlagType;
  /** False, 0, "" or [] unless told. Durations in ms. */
  readonly default?: FlagValue;
  /** What the flag means when it stands alone: `--dry-run`. A bool has "true" of itself. */
  readonly noOptDefault?: string;
  readonly usage: string;
  /** Printed as `Flag --NAME has been deprecated, TEXT` when used; such a flag is hidden. */
  readonly deprecated?: string;
  readonly hidden?: boolean;
  /** Missing: `required flag(s) "NAME" not set`. */
  readonly required?: boolean;
  /** Only in kubectl releases that have this feature. */
  readonly feature?: FeatureName;
  /** Only in kubectl releases that lack this feature. */
  readonly without?: FeatureName;
  /** The default as help shows it, when it is not the value's own text. */
  readonly defaultText?: string;
}

/** The value that a flag has when nobody sets it. */
export function defaultOf(spec: FlagSpec): FlagValue {
  if (spec.default !== undefined) return spec.default;
  switch (spec.type) {
    case "bool":
      return false;
    case "string":
      return "";
    case "stringSlice":
    case "stringArray":
    case "pairs":
    case "stringToString":
      return [];
    default:
      return 0;
  }
}

/** The word after which a flag needs no value of its own; undefined when it needs one. */
export function noOptDefaultOf(spec: FlagSpec): string | undefined {
  return spec.noOptDefault ?? (spec.type === "bool" ? "true" : undefined);
}
