import type { JsonObject } from "../../../base/json.ts";
import { parseLabelSelector } from "../../../machinery/label-parser.ts";
import type { Release } from "../../../release/release.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create poddisruptionbudget` */
// kubectl/pkg/cmd/create/create_pdb.go
export const podDisruptionBudgetCommand: Command = {
  use: () => "poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
  long: "Make a PodDisruptionBudget for the pods that a selector picks.",
  examples: "kubectl create poddisruptionbudget web --selector=app=web --min-available=50%",
  flags: (release) =>
    generatedFlags(release, [
      { name: "min-available", type: "string", usage: "How many pods, or what share of them, must stay available." },
      { name: "max-unavailable", type: "string", usage: "How many pods, or what share of them, may be unavailable." },
      { name: "selector", type: "string", usage: "Labels of the pods." },
    ]),
  run: runCreateBudget,
};

async function runCreateBudget(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, release } = invocation;
  const [minimum, maximum, selector] = [flags.text("min-available"), flags.text("max-unavailable"), flags.text("selector")];
  if (selector === "") throw new CommandError("a selector must be specified");
  if (maximum === "" && minimum === "") throw new CommandError("one of min-available or max-unavailable must be specified");
  if (maximum !== "" && minimum !== "") throw new CommandError("min-available and max-unavailable cannot be both specified");
  const bound = maximum === "" ? { minAvailable: intOrText(minimum) } : { maxUnavailable: intOrText(maximum) };
  const object = {
    apiVersion: release.has("cronJobV1Client") ? "policy/v1" : "policy/v1beta1",
    kind: "PodDisruptionBudget",
    metadata: namedMetadata(plan),
    spec: { ...bound, selector: labelSelectorOf(selector, release) },
  };
  const typed = release.has("createConfigMapTyped");
  await sendCreated(plan, object, {
    failure: "failed to create poddisruptionbudgets: ",
    failureSince: "createConfigMapTyped",
    untyped: !typed,
  });
}

/** A number where the text is one. apimachinery/pkg/util/intstr Parse */
export function intOrText(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

/** A selector in words as metav1.LabelSelector; throws CommandError with the parser's text. metav1.ParseToLabelSelector */
function labelSelectorOf(text: string, release: Release): JsonObject {
  let requirements;
  try {
    requirements = parseLabelSelector(text, release);
  } catch (error) {
    throw new CommandError(`couldn't parse the selector string "${text}": ${(error as Error).message}`);
  }
  const matchLabels: Record<string, string> = {};
  const matchExpressions: JsonObject[] = [];
  for (const { key, operator, values } of requirements) {
    if (operator === "=" || operator === "==") matchLabels[key] = values[0] ?? "";
    else matchExpressions.push({ key, operator: EXPRESSIONS[operator] ?? operator, ...(values.length > 0 ? { values: [...values] } : {}) });
  }
  return { ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}), ...(matchExpressions.length > 0 ? { matchExpressions } : {}) };
}

const EXPRESSIONS: Readonly<Record<string, string>> = { in: "In", notin: "NotIn", "!=": "NotIn", exists: "Exists", "!": "DoesNotExist" };
