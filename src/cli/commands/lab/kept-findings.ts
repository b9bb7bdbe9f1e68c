import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packKept, readKept } from "../../../cluster/kept.ts";
import { storeMoulds } from "../../../cluster/kept-moulds.ts";
import { collectMoulds } from "../../../cluster/mould.ts";
import { readFindings, type Findings, type FindingsByKey } from "../../../lab/findings.ts";
import { findOut } from "../../../lab/preparation.ts";
import { SHIPPED_LABS } from "../../../lab/shipped/labs.ts";
import { ownCommands } from "../../own-commands.ts";
import { clusterToPlay } from "./cluster-options.ts";
import { readTranscript } from "./document.ts";

const FINDINGS = "findings";

let kept: FindingsByKey | undefined;

/** What the rehearsals of a shipped lab have found out when the executable was built: the same program finds the same. */
export function keptFindings(key: string): Findings | undefined {
  if (kept === undefined) {
    const bytes = readKept(FINDINGS);
    kept = bytes === undefined ? {} : readFindings(new TextDecoder().decode(bytes));
  }
  const name = nameOf(key);
  return Object.hasOwn(kept, name) ? kept[name] : undefined;
}

/**
 * Rehearses the shipped labs, each on the cluster that it asks for, and writes into a folder what an executable can carry of it: what is found out, and
 * the clusters as their installer left them.
 */
export async function keepRehearsals(folder: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  try {
    const all: Record<string, Findings> = {};
    const moulds = await collectMoulds(async () => {
      for (const lab of Object.keys(SHIPPED_LABS)) {
        const transcript = readTranscript(lab, {});
        const play = { home, cluster: "lab", own: ownCommands, alone: true, ...clusterToPlay(transcript, {}) };
        const found = await findOut(transcript, play);
        if (found !== undefined) all[nameOf(found.key)] = found.findings;
      }
    });
    mkdirSync(folder, { recursive: true });
    const files = storeMoulds(moulds).set(FINDINGS, new TextEncoder().encode(JSON.stringify(all)));
    for (const [name, bytes] of files) writeFileSync(join(folder, name), packKept(bytes));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Keys are as long as documents. */
function nameOf(key: string): string {
  return Bun.hash(key).toString(36);
}
