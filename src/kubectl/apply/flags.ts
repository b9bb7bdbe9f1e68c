import type { Release } from "../../release/release.ts";
import { deletionFlags } from "../delete/flags.ts";
import { dryRunFlag, filenameFlags, printFlags, recordFlag, selectorFlag, validateFlag } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";

/** The flags of `kubectl apply`. */
// kubectl/pkg/cmd/apply/apply.go
export function applyFlags(release: Release): readonly FlagSpec[] {
  return [
    ...filenameFlags("Files with the wanted state"),
    ...deletionFlags(release, false),
    recordFlag(release),
    ...printFlags(),
    { name: "overwrite", type: "bool", default: true, usage: "Where the file and the live object disagree, the file wins." },
    { name: "prune", type: "bool", usage: "Delete objects that apply made and that the files no longer name. With -l or --all." },
    validateFlag(release),
    selectorFlag,
    { name: "all", type: "bool", usage: "With --prune, look at all objects of the namespace." },
    ...pruneListFlags(release),
    { name: "openapi-patch", type: "bool", default: true, usage: "Take list keys from the server's OpenAPI document." },
    dryRunFlag,
    ...serverSideFlags,
    applyManagerFlag(release),
    {
      name: "subresource",
      type: "string",
      feature: "applySubresource",
      usage: "Apply to this subresource, with --server-side.",
    },
  ];
}

/** `--server-side` and `--force-conflicts` */
export const serverSideFlags: readonly FlagSpec[] = [
  { name: "server-side", type: "bool", usage: "Let the server merge." },
  { name: "force-conflicts", type: "bool", usage: "With --server-side, take over fields that others own." },
];

/** `--field-manager` of apply and diff, older than that of other commands. */
export function applyManagerFlag(release: Release): FlagSpec {
  const name = release.has("fieldManagerPerVerb") ? "kubectl-client-side-apply" : "kubectl";
  return { name: "field-manager", type: "string", default: name, usage: "Name that owns the changed fields." };
}

function pruneListFlags(release: Release): readonly FlagSpec[] {
  const usage = "Types that --prune looks at, as <group/version/kind>";
  const gone = release.has("pruneAllowlist") ? { deprecated: "Use --prune-allowlist instead." } : {};
  return [
    { name: "prune-whitelist", type: "stringArray", feature: "pruneWhitelist", ...gone, usage },
    { name: "prune-allowlist", type: "stringArray", feature: "pruneAllowlist", usage },
  ];
}
