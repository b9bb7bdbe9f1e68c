import type { JsonObject } from "../../../base/json.ts";
import type { Release } from "../../../release/release.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { readLabelSelector } from "../../objects/label-selector.ts";
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
  if (release.has("createConfigMapTyped")) checkBounds({ "min-available": minimum, "max-unavailable": maximum });
  const bound = maximum === "" ? { minAvailable: intOrText(minimum) } : { maxUnavailable: intOrText(maximum) };
  const object = {
    apiVersion: release.has("cronJobV1Client") ? "policy/v1" : "policy/v1beta1",
    kind: "PodDisruptionBudget",
    metadata: namedMetadata(plan),
    spec: { ...bound, selector: selectorOf(selector, release) },
  };
  const typed = release.has("createConfigMapTyped");
  await sendCreated(plan, object, {
    failure: "failed to create poddisruptionbudgets: ",
    failureSince: "createConfigMapTyped",
    untyped: !typed,
  });
}

/** 10 or 50%, nothing else. */
function checkBounds(bounds: Readonly<Record<string, string>>): void {
  for (const [flag, text] of Object.entries(bounds))
    if (text !== "" && !/^[0-9]+%?$/.test(text)) throw new CommandError(`invalid format specified for ${flag}`);
}

/** A number where the text is one. apimachinery/pkg/util/intstr Parse */
export function intOrText(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

function selectorOf(text: string, release: Release): JsonObject {
  const { matchLabels, matchExpressions } = readLabelSelector(text, release);
  return { ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}), ...(matchExpressions.length > 0 ? { matchExpressions } : {}) };
}
