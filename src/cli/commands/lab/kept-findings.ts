import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFindings, type Findings, type FindingsByKey } from "../../../lab/findings.ts";
import { findOut } from "../../../lab/preparation.ts";
import { SHIPPED_LABS } from "../../../lab/shipped/labs.ts";
import { ownCommands } from "../../own-commands.ts";
import { clusterToPlay } from "./cluster-options.ts";
import { readTranscript } from "./document.ts";

/** What {@link findingsOfShipped} has printed when the executable was built, compressed; there is none where the sources run. */
declare const KEPT_FINDINGS: string | undefined;

let kept: FindingsByKey | undefined;

/** What the rehearsals of a shipped lab have found out when the executable was built: the same program finds the same. */
export function keptFindings(key: string): Findings | undefined {
  kept ??= typeof KEPT_FINDINGS === "undefined" ? {} : unpacked(KEPT_FINDINGS);
  const name = nameOf(key);
  return Object.hasOwn(kept, name) ? kept[name] : undefined;
}

/** What the rehearsals of the shipped labs find out, each on the cluster that it asks for. */
export async function findingsOfShipped(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  try {
    const all: Record<string, Findings> = {};
    for (const lab of Object.keys(SHIPPED_LABS)) {
      const transcript = readTranscript(lab, {});
      const play = { home, cluster: "lab", own: ownCommands, alone: true, ...clusterToPlay(transcript, {}) };
      const found = await findOut(transcript, play);
      if (found !== undefined) all[nameOf(found.key)] = found.findings;
    }
    return JSON.stringify(all);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function unpacked(text: string | undefined): FindingsByKey {
  return text === undefined ? {} : readFindings(new TextDecoder().decode(Bun.gunzipSync(Buffer.from(text, "base64"))));
}

/** Keys are as long as documents. */
function nameOf(key: string): string {
  return Bun.hash(key).toString(36);
}
