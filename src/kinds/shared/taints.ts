import { goQuote } from "../../base/go-format.ts";
import { type FieldError, invalid, notSupported, required } from "../../machinery/validation/field-error.ts";
import { checkLabelValue, checkQualifiedName } from "../../machinery/validation/names.ts";
import type { Release } from "../../release/release.ts";
import type { Taint } from "../core/node/types.ts";

const EFFECTS: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Checks the effect of a taint or toleration. */
// pkg/apis/core/validation/validation.go validateTaintEffect, 1.20
export function validateTaintEffect(effect: string, path: string): FieldError[] {
  return EFFECTS.includes(effect) ? [] : [notSupported(path, effect, EFFECTS)];
}

/** Checks a node's taints: forms, and each key and effect only once. */
// pkg/apis/core/validation/validation.go validateNodeTaints, 1.20
export function validateTaints(taints: readonly Taint[], path: string, release: Release): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const { key, value = "", effect } = taint;
    const at = `${path}[${index}]`;
    const errors = checkQualifiedName(key, release).map((wrong) => invalid(`${at}.key`, key, wrong));
    const wrongs = checkLabelValue(value);
    if (wrongs.length > 0) errors.push(invalid(`${at}.value`, value, wrongs.join(";")));
    errors.push(...(effect ? validateTaintEffect(effect, `${at}.effect`) : [required(`${at}.effect`)]));
    const pair = `${effect} ${key}`;
    if (seen.has(pair)) {
      errors.push({
        type: "Duplicate value",
        field: at,
        goValue: taintSyntax(taint),
        detail: "taints must be unique by key and effect pair",
      });
    }
    seen.add(pair);
    return errors;
  });
}

function taintSyntax({ key, value = "", effect }: Taint): string {
  return `core.Taint{Key:${goQuote(key)}, Value:${goQuote(value)}, Effect:${goQuote(effect)}, TimeAdded:<nil>}`;
}
