import type { DeleteOptions } from "../../machinery/client.ts";
import type { Release } from "../../release/release.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { parseBool } from "../flags/values.ts";

type Propagation = NonNullable<DeleteOptions["propagationPolicy"]>;

const POLICIES: Readonly<Record<string, Propagation>> = { background: "Background", orphan: "Orphan", foreground: "Foreground" };

/** The flags about deletion that `delete` shares with `run`, `replace` and `apply`; `waits` is the default of --wait. */
// kubectl/pkg/cmd/delete/delete_flags.go
export function deletionFlags(release: Release, waits: boolean): readonly FlagSpec[] {
  return [
    cascadeFlag(release),
    { name: "force", type: "bool", usage: "Remove at once, without waiting for things to stop. Some things may go on running unseen." },
    { name: "grace-period", type: "int", default: -1, usage: "Seconds given to stop; negative means the object's own, 0 needs --force." },
    { name: "timeout", type: "duration", usage: "How long to wait for the end of a deletion; zero means as long as it takes" },
    { name: "wait", type: "bool", default: waits, usage: "Wait until things are gone, finalizers included." },
  ];
}

function cascadeFlag(release: Release): FlagSpec {
  const usage = "What becomes of dependents: background, orphan or foreground.";
  if (!release.has("cascadeWords")) return { name: "cascade", type: "bool", default: true, usage };
  return { name: "cascade", type: "string", default: "background", noOptDefault: "background", usage };
}

/** Reads --cascade; boolean forms of later releases are complained about. Throws CommandError. */
// kubectl/pkg/cmd/delete/delete_flags.go parseCascadingFlag
export function readCascade({ env, flags, release }: Invocation): Propagation {
  if (!release.has("cascadeWords")) return flags.bool("cascade") ? "Background" : "Orphan";
  const word = flags.text("cascade");
  const policy = POLICIES[word];
  if (policy !== undefined) return policy;
  let truth: boolean;
  try {
    truth = parseBool(word);
  } catch {
    throw new CommandError(`invalid cascade value (${word}). Must be "background", "foreground", or "orphan"`);
  }
  const instead = truth ? "background" : "orphan";
  env.stderr(`warning: --cascade=${word} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`);
  return truth ? "Background" : "Orphan";
}
