import { goQuote } from "../../../base/go-format.ts";
import { deepEqual } from "../../../base/deep.ts";
import { type FieldError, forbidden, invalid, invalidStruct, notSupported } from "../../../machinery/validation/field-error.ts";
import { checkLabelValue, checkQualifiedName } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { validateTaintEffect } from "../../shared/taints.ts";
import type { Toleration } from "../../shared/types.ts";

const OPERATORS: readonly string[] = ["Equal", "Exists"];

// pkg/apis/core/validation/validation.go ValidateTolerations, 1.20
export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: string, release: Release): FieldError[] {
  return checkEach(path, tolerations, (toleration, at) => {
    const { key = "", operator = "", effect = "" } = toleration;
    const errors = key ? checkText(`${at}.key`, key, checkQualifiedName, release) : [];
    if (!key && operator !== "Exists") {
      errors.push(
        invalid(`${at}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'),
      );
    }
    if (toleration.tolerationSeconds !== undefined && effect !== "NoExecute") {
      errors.push(invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...validateValue(toleration, `${at}.operator`));
    return effect ? [...errors, ...validateTaintEffect(effect, `${at}.effect`)] : errors;
  });
}

function validateValue(toleration: Toleration, path: string): FieldError[] {
  const operator: string = toleration.operator ?? "Equal";
  const { value = "" } = toleration;
  if (operator === "Exists") {
    return value ? [invalidStruct(path, tolerationSyntax(toleration), "value must be empty when `operator` is 'Exists'")] : [];
  }
  if (operator !== "Equal") return [notSupported(path, operator, OPERATORS)];
  const wrongs = checkLabelValue(value);
  return wrongs.length > 0 ? [invalid(path, value, wrongs.join(";"))] : [];
}

function tolerationSyntax({ key = "", operator, value = "", effect, tolerationSeconds }: Toleration): string {
  const seconds = tolerationSeconds === undefined ? "(*int64)(nil)" : goPointer("int64");
  const texts = `Key:${goQuote(key)}, Operator:${goQuote(operator ?? "")}, Value:${goQuote(value)}, Effect:${goQuote(effect ?? "")}`;
  return `core.Toleration{${texts}, TolerationSeconds:${seconds}}`;
}

/** An update may add tolerations and change the seconds of those that are there. */
// validateOnlyAddedTolerations, 1.20
export function validateOnlyAdded(now: readonly Toleration[], before: readonly Toleration[], path: string, release: Release): FieldError[] {
  const kept = before.every((old) =>
    now.some((toleration) => deepEqual({ ...old, tolerationSeconds: 0 }, { ...toleration, tolerationSeconds: 0 })),
  );
  return kept
    ? validateTolerations(now, path, release)
    : [forbidden(path, "existing toleration can not be modified except its tolerationSeconds")];
}
