/** A difference that a version has or has not. Versions are `1.20` or `1.20.3`. */
export interface FeatureRow {
  /** First version that has it. */
  readonly since: string;
  /** First version that no longer has it. */
  readonly until?: string;
  /** What it is, in a few words. */
  readonly what: string;
  /** Where this was seen: a recording, a fact page, a source file. */
  readonly evidence: string;
}

/** A difference whose value changes with versions. Spans ascend; the first holds from the oldest supported version on. */
export interface ValueRow<V> {
  readonly values: readonly [{ readonly since: string; readonly is: V }, ...{ readonly since: string; readonly is: V }[]];
  readonly what: string;
  readonly evidence: string;
}

/** Checks the shape of a row table and keeps its exact keys. */
export function featureRows<K extends string>(table: Record<K, FeatureRow>): Record<K, FeatureRow> {
  return table;
}

/** A {@link ValueRow} whose value type is inferred. */
export function valueRow<V>(row: ValueRow<V>): ValueRow<V> {
  return row;
}
