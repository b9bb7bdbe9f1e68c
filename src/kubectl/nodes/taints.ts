import { checkLabelValue, checkQualifiedName } from "../../machinery/validation/names.ts";
import type { Release } from "../../release/release.ts";
import { CommandError, FailureList } from "../errors.ts";

/** v1.Taint */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** "" in a removal means any. */
  readonly effect: string;
  readonly timeAdded?: string;
}

/** What `KEY=VALUE:EFFECT` and `KEY:EFFECT-` arguments ask for. */
export interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

const EFFECTS: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Reads taints to set and to remove. Throws CommandError. kubectl/pkg/cmd/taint/utils.go parseTaints */
export function readTaints(specs: readonly string[], release: Release): TaintChanges {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const spec of specs) {
    if (spec.endsWith("-")) {
      const { key, effect } = readTaint(spec.slice(0, -1), release);
      remove.push({ key, effect });
      continue;
    }
    const taint = readTaint(spec, release);
    if (taint.effect === "") throw new CommandError(`invalid taint spec: ${spec}`);
    if (add.some(({ key, effect }) => key === taint.key && effect === taint.effect)) {
      throw new CommandError(`duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ""} ${taint.effect} <nil>}`);
    }
    add.push(taint);
  }
  return { add, remove };
}

function readTaint(spec: string, release: Release): Taint {
  const invalid = (why = ""): CommandError => new CommandError(`invalid taint spec: ${spec}${why}`);
  const [head = "", effect, ...more] = spec.split(":");
  if (more.length > 0) throw invalid();
  let key = head;
  let value: string | undefined;
  if (effect !== undefined) {
    if (!EFFECTS.includes(effect)) throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
    const parts = head.split("=");
    if (parts.length > 2) throw invalid();
    key = parts[0] ?? "";
    value = parts[1];
    const problems = value === undefined ? [] : checkLabelValue(value);
    if (problems.length > 0) throw invalid(`, ${problems.join("; ")}`);
  }
  const problems = checkQualifiedName(key, release);
  if (problems.length > 0) throw invalid(`, ${problems.join("; ")}`);
  return { key, ...(value === undefined || value === "" ? {} : { value }), effect: effect ?? "" };
}

/** A node's taints after the changes, and the word for it. Throws CommandError, or FailureList for removals that found nothing. */
// kubectl/pkg/cmd/taint/utils.go reorganizeTaints
export function changeTaints(
  node: string,
  present: readonly Taint[],
  changes: TaintChanges,
  overwrite: boolean,
): { taints: Taint[]; operation: string } {
  const known = changes.add.filter((wanted) => present.some((old) => isSame(old, wanted)));
  if (!overwrite && known.length > 0) {
    const keys = known.map(({ key }) => key).join(",");
    throw new CommandError(`node ${node} already has ${keys} taint(s) with same effect(s) and --overwrite is false`);
  }
  let taints = [...changes.add, ...present.filter((old) => !changes.add.some((wanted) => isSame(old, wanted)))];
  const added = taints.length !== present.length;
  const missing: Error[] = [];
  // Only the last removal counts, as in kubectl.
  let removed = false;
  for (const { key, effect } of changes.remove) {
    const left = taints.filter((taint) => taint.key !== key || (effect !== "" && taint.effect !== effect));
    removed = left.length !== taints.length;
    if (!removed) missing.push(new CommandError(`taint ${JSON.stringify(effect === "" ? key : `${key}:${effect}`)} not found`));
    taints = left;
  }
  if (missing.length > 0) throw new FailureList(missing);
  return { taints, operation: (added && removed) || overwrite ? "modified" : added ? "tainted" : "untainted" };
}

function isSame(left: Taint, right: Taint): boolean {
  return left.key === right.key && left.effect === right.effect;
}
