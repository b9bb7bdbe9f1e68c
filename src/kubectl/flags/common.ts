import type { Release } from "../../release/release.ts";
import type { FlagSpec } from "./spec.ts";

/** `-f`, `-k`, `-R`. `what` ends the sentence: `to files identifying the resource`. */
// cli-runtime/pkg/genericclioptions/filename_flags.go
export function filenameFlags(usage: string): readonly FlagSpec[] {
  return [
    { name: "filename", shorthand: "f", type: "stringSlice", usage },
    {
      name: "kustomize",
      shorthand: "k",
      type: "string",
      usage: "Take what is in this kustomization directory. Not together with -f or -R.",
    },
    { name: "recursive", shorthand: "R", type: "bool", usage: "Go down into the directories that -f names." },
  ];
}

/** `-f` and `-R` of commands that go down into directories unless told not to, and know no kustomizations. */
// cli-runtime/pkg/genericclioptions/builder_flags.go
export function recursiveFilenameFlags(usage: string): readonly FlagSpec[] {
  return filenameFlags(usage)
    .filter(({ name }) => name !== "kustomize")
    .map((flag) => (flag.name === "recursive" ? { ...flag, default: true } : flag));
}

/** `-o`, `--template` and what belongs to them, for commands that print the object they made. */
// cli-runtime/pkg/genericclioptions/print_flags.go
export function printFlags(): readonly FlagSpec[] {
  return [
    {
      name: "allow-missing-template-keys",
      type: "bool",
      default: true,
      usage: "Templates pass over fields that are not there. For Go templates and JSONPath.",
    },
    {
      name: "output",
      shorthand: "o",
      type: "string",
      usage:
        "Output format. One of: json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file.",
    },
    showManagedFieldsFlag,
    { name: "template", type: "string", usage: "The template, or the template's file, for -o=go-template and -o=go-template-file." },
  ];
}

/** `--show-managed-fields` */
export const showManagedFieldsFlag: FlagSpec = {
  name: "show-managed-fields",
  type: "bool",
  feature: "hidesManagedFields",
  usage: "Keep the managed fields when printing JSON or YAML.",
};

/** `--dry-run` with its bare form. */
export const dryRunFlag: FlagSpec = {
  name: "dry-run",
  type: "string",
  default: "none",
  noOptDefault: "unchanged",
  usage: 'Must be "none", "server" or "client": send nothing and only print (client), or have the server check and store nothing (server).',
};

/** `--dry-run`, or nothing in releases where the command had none yet. */
export function dryRunFlagSince(release: Release, feature: "scaleDryRun"): readonly FlagSpec[] {
  return release.has(feature) ? [dryRunFlag] : [];
}

/** `-l`, the label selector. */
export const selectorFlag: FlagSpec = {
  name: "selector",
  shorthand: "l",
  type: "string",
  usage: "Label query that picks objects; knows '=', '==' and '!=' (e.g. -l key1=value1,key2=value2)",
};

/** `--field-selector` */
export const fieldSelectorFlag: FlagSpec = {
  name: "field-selector",
  type: "string",
  usage: "Field query that picks objects; knows '=', '==' and '!='. The server takes only some fields of each type.",
};

/** `-A` */
export const allNamespacesFlag: FlagSpec = {
  name: "all-namespaces",
  shorthand: "A",
  type: "bool",
  usage: "Work on all namespaces; --namespace counts for nothing then.",
};

/** `--all` */
export const allFlag: FlagSpec = { name: "all", type: "bool", usage: "Pick all objects of the given types in the namespace." };

/** `--record`, deprecated in later releases. */
export function recordFlag(release: Release): FlagSpec {
  return {
    name: "record",
    type: "bool",
    usage: "Write this command line into the object's annotation. Without it, the annotation is only kept up where it exists.",
    ...(release.has("recordDeprecated") ? { deprecated: "--record will be removed in the future" } : {}),
  };
}

/** `--field-manager` with the command's own default. */
export function fieldManagerFlag(name: string): FlagSpec {
  return {
    name: "field-manager",
    type: "string",
    default: name,
    feature: "fieldManagerPerVerb",
    usage: "Name that owns the changed fields.",
  };
}

/** `--validate`: a bool up to 1.24, then strict, warn or ignore. */
export function validateFlag(release: Release): FlagSpec {
  const usage = "Check the input against the schema before it is sent, and how much a mistake counts.";
  if (!release.has("serverFieldValidation")) return { name: "validate", type: "bool", default: true, usage };
  return { name: "validate", type: "string", default: "strict", noOptDefault: "strict", usage };
}

/** `--save-config` */
export const saveConfigFlag: FlagSpec = {
  name: "save-config",
  type: "bool",
  usage: "Keep this configuration in the object's annotation, for a later kubectl apply.",
};
