import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { UserError } from "../../src/base/user-error.ts";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { createMould, effort, faultsIn, tryKubectl, type Mould, type Ran } from "../support/bench-cluster.ts";
import { COMMAND_LINES } from "./command-lines.ts";
import { MANIFESTS } from "./manifests.ts";
import { changed, changedWords, changes, edited, edits, wordChanges } from "./mutate.ts";

const MANIFEST_RUNS = 1000;
const LINE_RUNS = 1000;
const VERSIONS = ["v1.18.4", "v1.20.2", "v1.28.0"] as const;
/** Words that make a command wait for somebody. */
const WAITS = /^(-[a-z]*[wi]|--watch|--follow|--wait|--stdin|--interactive|edit|attach|port-forward|proxy|wait|drain|-it|-f$)/;
/** What kubectl says of a line that it does not even try. */
const NOT_TRIED = /^(Error|error): (unknown|invalid argument|flag needs)|See 'kubectl|^error: error parsing m|^error: error validating/m;

const moulds = new Map<string, Mould>();
const clusters = new Map<string, Cluster>();

beforeAll(async () => {
  for (const version of VERSIONS) {
    const lines = [
      "kubectl create deployment web --image=nginx",
      "kubectl expose deployment web --port=80",
      "kubectl run p --image=nginx",
      "k8sim time settle",
    ];
    const mould = await createMould({ kubernetesVersion: version }, lines);
    moulds.set(version, mould);
    clusters.set(version, await mould.fresh());
  }
}, 60_000);
afterAll(() => {
  for (const mould of moulds.values()) mould.end();
});

async function tried(version: string, args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const cluster = clusters.get(version);
  if (cluster === undefined) throw new Error(version);
  try {
    return await tryKubectl(cluster, args, files);
  } catch (error) {
    // What is not emulated says so, in one sentence.
    if (error instanceof UserError) return { text: error.message, exitCode: 1, written: [] };
    throw error;
  }
}

function problemsOf(ran: Ran): string[] {
  const isRefused = ran.exitCode !== 0;
  return [...faultsIn(ran), ...(isRefused ? ran.written.map((what) => `refused, and yet ${what}`) : [])];
}

const manifest = fc.constantFrom(...MANIFESTS);
const version = fc.constantFrom(...VERSIONS);

test(`${MANIFEST_RUNS} manifests with wrong fields: never a fault, never a change by what is refused`, async () => {
  await fc.assert(
    fc.asyncProperty(version, manifest, changes, fc.constantFrom("apply", "create"), async (on, base, wrong, verb) => {
      const text = JSON.stringify(changed(base, wrong));
      const ran = await tried(on, [verb, "-f", "m.json", ...(wrong.length > 1 ? ["--validate=false"] : [])], { "/root/m.json": text });
      expect({ text: ran.text, problems: problemsOf(ran) }).toEqual({ text: ran.text, problems: [] });
    }),
    effort(MANIFEST_RUNS),
  );
}, 3_600_000);

test(`${MANIFEST_RUNS} manifests that are miswritten: never a fault, never a change by what is refused`, async () => {
  await fc.assert(
    fc.asyncProperty(version, manifest, edits, async (on, base, wrong) => {
      const ran = await tried(on, ["apply", "-f", "m.yaml"], { "/root/m.yaml": edited(Bun.YAML.stringify(base, null, 2), wrong) });
      const faults = faultsIn(ran);
      expect({ text: ran.text, faults }).toEqual({ text: ran.text, faults: [] });
    }),
    effort(MANIFEST_RUNS),
  );
}, 3_600_000);

test(`${2 * LINE_RUNS} command lines with wrong words: never a fault, never a change by what is not tried`, async () => {
  const files = { "/root/m.yaml": Bun.YAML.stringify(MANIFESTS[5], null, 2) };
  await fc.assert(
    fc.asyncProperty(version, fc.constantFrom(...COMMAND_LINES), wordChanges, async (on, base, wrong) => {
      const args = changedWords(
        base.split(" ").map((word) => (word.startsWith("--schedule") ? word.replaceAll("_", " ") : word)),
        wrong,
      );
      fc.pre(!args.some((word) => WAITS.test(word)) || args.includes("m.yaml"));
      const ran = await tried(on, args, files);
      const problems = NOT_TRIED.test(ran.text) ? problemsOf(ran) : faultsIn(ran);
      expect({ args, text: ran.text, problems }).toEqual({ args, text: ran.text, problems: [] });
    }),
    effort(2 * LINE_RUNS),
  );
}, 3_600_000);
