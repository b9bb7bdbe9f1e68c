import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CobraError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { buildKustomization } from "../kustomize/build.ts";
import { KustomizeError, notEmulated } from "../kustomize/errors.ts";

const RESTRICTORS = ["LoadRestrictionsRootOnly", "LoadRestrictionsNone"];

function flags(release: Release): readonly FlagSpec[] {
  if (release.value("kustomizeEngine") === "v2") return [];
  const helm: readonly FlagSpec[] = [
    { name: "helm-api-versions", type: "stringArray", feature: "kustomizeHelmFlags", usage: "API versions that charts are told of." },
    { name: "helm-debug", type: "bool", feature: "kustomizeHelmDebug", usage: "Tell more about charts." },
    { name: "helm-kube-version", type: "string", feature: "kustomizeHelmFlags", usage: "Version that charts are told of." },
  ];
  return [
    { name: "allow-id-changes", type: "bool", without: "kustomizeLabels", usage: "Patches may change names and kinds." },
    { name: "as-current-user", type: "bool", feature: "kustomizeLabels", usage: "Run functions as the user who calls." },
    { name: "enable-alpha-plugins", type: "bool", usage: "Run plugins." },
    { name: "enable-helm", type: "bool", feature: "kustomizeLabels", usage: "Inflate charts." },
    {
      name: "enable-managedby-label",
      type: "bool",
      usage: "Label objects as managed by kustomize.",
      ...(release.has("kustomizeImageTagSuffix")
        ? {
            deprecated:
              "The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.",
          }
        : {}),
    },
    { name: "env", shorthand: "e", type: "stringArray", usage: "Environment variables for functions." },
    { name: "helm-command", type: "string", default: "helm", feature: "kustomizeLabels", usage: "Path of helm." },
    ...helm,
    {
      name: "load-restrictor",
      type: "string",
      default: RESTRICTORS[0] ?? "",
      usage: "LoadRestrictionsNone: files may lie outside of the root.",
    },
    { name: "mount", type: "stringArray", usage: "Storage for functions." },
    { name: "network", type: "bool", usage: "Let functions use the network." },
    { name: "network-name", type: "string", default: "bridge", usage: "Network of functions." },
    { name: "output", shorthand: "o", type: "string", usage: "Write to this path." },
    {
      name: "reorder",
      type: "string",
      default: "legacy",
      usage: "Order of the objects: legacy or none.",
      ...(release.has("kustomizeSortOptions") ? { deprecated: "use the new 'sortOptions' field in kustomization.yaml instead." } : {}),
    },
  ];
}

/** `kubectl kustomize`. kubectl/pkg/cmd/kustomize/kustomize.go, kustomize/commands/build/build.go */
export const kustomizeCommand: Command = {
  // Unlike the other commands, this one leaves cobra to say that it has flags.
  use: (release) => `${release.value("kustomizeUse")} [flags]`,
  long: "Build what a kustomization directory describes, and print it.",
  examples: "kubectl kustomize ./overlays/test",
  flags,
  async run(invocation) {
    try {
      await build(invocation);
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      // cobra itself ends a message with a newline, also one that has its own.
      const addsLine = invocation.release.value("cobraErrors").runHint && error.message.endsWith("\n");
      throw new CobraError(addsLine ? `${error.message}\n` : error.message);
    }
  },
};

async function build({ args, env, flags: given, release }: Invocation): Promise<void> {
  const isV2 = release.value("kustomizeEngine") === "v2";
  if (args.length > 1) throw new KustomizeError(`specify one path to ${isV2 ? "a kustomization directory" : "kustomization.yaml"}`);
  const path = args[0] ?? (isV2 ? "./" : ".");
  if (isV2) {
    env.stdout(await buildKustomization(env, path));
    return;
  }
  if (given.bool("enable-alpha-plugins")) throw notEmulated("--enable-alpha-plugins");
  const yaml = await buildKustomization(env, path, {
    unrestricted: readRestrictor(given.text("load-restrictor")),
    keepsOrder: readOrder(given.text("reorder")),
    inflatesCharts: given.has("enable-helm") && given.bool("enable-helm"),
    managedBy: given.bool("enable-managedby-label"),
  });
  const output = given.text("output");
  if (output === "") env.stdout(yaml);
  else if (env.files.kind(output) !== "directory") env.files.write(output, yaml);
  else (await import("../kustomize/v4/write.ts")).writeObjects(env, output, yaml);
}

function readRestrictor(value: string): boolean {
  if (!RESTRICTORS.includes(value)) {
    throw new KustomizeError(`illegal flag value --load-restrictor ${value}; legal values: [${RESTRICTORS.join(" ")}]`);
  }
  return value === "LoadRestrictionsNone";
}

function readOrder(value: string): boolean {
  if (value !== "legacy" && value !== "none") {
    throw new KustomizeError(`illegal flag value --reorder ${value}; legal values: [legacy none]`);
  }
  return value === "none";
}
