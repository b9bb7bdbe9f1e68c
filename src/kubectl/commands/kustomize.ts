import type { Command } from "../command.ts";
import { CobraError, PlainError } from "../errors.ts";
import { missingKustomization } from "../resources/kustomization.ts";

/** `kubectl kustomize`: finds the directory, and says that k8sim builds nothing of it. kubectl/pkg/cmd/kustomize/kustomize.go */
export const kustomizeCommand: Command = {
  use: (release) => release.value("kustomizeUse"),
  long: "Build what a kustomization directory describes, and print it.",
  examples: "kubectl kustomize ./overlays/test",
  run({ args, env }) {
    if (args.length > 1) throw new CobraError("specify one path to kustomization.yaml");
    const problem = missingKustomization(env, args[0] ?? ".");
    if (problem !== undefined) throw new CobraError(problem);
    throw new PlainError('error: k8sim does not emulate "kubectl kustomize"\n');
  },
};
