import type { Release } from "../../release/release.ts";
import { deletionFlags } from "../delete/flags.ts";
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, recordFlag, saveConfigFlag } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { overrideFlags } from "../objects/overrides.ts";

const ATTACH_TIMEOUT_MS = 60_000;

/** The flags of `kubectl run`. Many came from times when it made more than pods. */
// kubectl/pkg/cmd/run/run.go
export function runFlags(release: Release): readonly FlagSpec[] {
  return [
    ...removalFlags(release),
    ...printFlags(),
    recordFlag(release),
    dryRunFlag,
    { name: "annotations", type: "stringArray", usage: "Annotations of the pod." },
    { name: "image", type: "string", required: true, usage: "Image of the container." },
    { name: "image-pull-policy", type: "string", usage: "When to pull the image; the server's default when absent." },
    { name: "rm", type: "bool", usage: "Delete what was made once the attached container is done." },
    ...overrideFlags("merge"),
    { name: "env", type: "stringArray", usage: "Environment variables of the container." },
    { name: "port", type: "string", usage: "Port that the container serves." },
    { name: "labels", shorthand: "l", type: "string", usage: "Labels of the pod, with commas between." },
    { name: "stdin", shorthand: "i", type: "bool", usage: "Keep standard input open." },
    { name: "tty", shorthand: "t", type: "bool", usage: "Give the container a terminal." },
    { name: "attach", type: "bool", usage: "Wait for the pod to run, then attach to it. Of itself with -i." },
    { name: "leave-stdin-open", type: "bool", usage: "Keep standard input open after the first attach ends." },
    { name: "restart", type: "string", default: "Always", usage: "Restart policy: Always, OnFailure or Never." },
    { name: "command", type: "bool", usage: "Further arguments are the command, not its arguments." },
    { name: "expose", type: "bool", usage: "Make a service as well" },
    { name: "quiet", ...(release.has("runQuietLetter") ? { shorthand: "q" } : {}), type: "bool", usage: "Print no prompts." },
    { name: "privileged", type: "bool", usage: "Run the container with all privileges." },
    fieldManagerFlag("kubectl-run"),
    saveConfigFlag,
    { name: "pod-running-timeout", type: "duration", default: ATTACH_TIMEOUT_MS, usage: "How long to wait until a pod runs" },
    ...limitFlags(release),
    ...generatorLeftovers(release),
  ];
}

function removalFlags(release: Release): readonly FlagSpec[] {
  const flags = [...filenameFlags("Files with what to replace."), ...deletionFlags(release, false)];
  if (!release.has("runCascadeDeprecated")) return flags;
  // They never did a thing, and were there again later on.
  const why = ({ name }: FlagSpec): string => `because it is not ${name === "cascade" ? "relevant for" : "used by"} this command.`;
  return flags.map((flag) => ({ ...flag, deprecated: `${why(flag)} It will be removed in version 1.29.` }));
}

/** Flags that worked, then lost their effect, then went. */
function limitFlags(release: Release): readonly FlagSpec[] {
  if (!release.has("runOldFlags")) return [];
  const gone = release.has("runOldFlagsWork") ? {} : { deprecated: "has no effect and will be removed in 1.24." };
  return [
    { name: "serviceaccount", type: "string", ...gone, usage: "Service account of the pod." },
    { name: "hostport", type: "int", default: -1, ...gone, usage: "Port of the node that leads to the container's." },
    { name: "requests", type: "string", ...gone, usage: "What the container asks for, like 'cpu=100m,memory=256Mi'." },
    { name: "limits", type: "string", ...gone, usage: "What the container may use, like 'cpu=200m,memory=512Mi'." },
  ];
}

function generatorLeftovers(release: Release): readonly FlagSpec[] {
  if (!release.has("generatorFlags")) return [];
  const gone = "has no effect and will be removed in the future.";
  return [
    { name: "generator", type: "string", deprecated: gone, usage: "No longer used." },
    { name: "replicas", shorthand: "r", type: "int", default: 1, deprecated: gone, usage: "No longer used." },
    { name: "schedule", type: "string", deprecated: gone, usage: "No longer used." },
    {
      name: "service-generator",
      type: "string",
      default: "service/v2",
      deprecated: "and will be removed in the future.",
      usage: "Generator of the service.",
    },
    { name: "service-overrides", type: "string", deprecated: "and will be removed in the future.", usage: "JSON to lay over the service." },
  ];
}
