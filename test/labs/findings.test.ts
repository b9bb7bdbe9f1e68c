import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterToPlay } from "../../src/cli/commands/lab/cluster-options.ts";
import { readFindings, type Findings } from "../../src/lab/findings.ts";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import { findOut } from "../../src/lab/preparation.ts";
import { SHIPPED_LABS } from "../../src/lab/shipped/labs.ts";
import type { Transcript } from "../../src/lab/transcript.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-findings-"));
});

afterEach(() => rmSync(home, { recursive: true }));

function read(file: string, text: string): Transcript {
  const transcript = loadTranscript(file, text);
  if (transcript === undefined) throw new Error(`${file} is no transcript`);
  return transcript;
}

function optionsOf(transcript: Transcript) {
  return { home, cluster: "lab", alone: true, ...clusterToPlay(transcript, {}) };
}

/** What rehearsals of a document find out, kept as text. */
async function keptBy(transcript: Transcript): Promise<(key: string) => Findings | undefined> {
  const found = await findOut(transcript, optionsOf(transcript));
  const text = JSON.stringify(found === undefined ? {} : { [found.key]: found.findings });
  return (key) => readFindings(text)[key];
}

// Pods that are placed and replaced; an autoscaler under load; ages that fix moments, addresses of a pool.
test.each(["3.2.10", "3.3.5", "3.3.4", "2nd/3.5.1"])(
  "lab %s plays by what was found out before as it plays by a rehearsal",
  async (name) => {
    const transcript = read(`${name}.md`, SHIPPED_LABS[name]?.text ?? "");
    const options = optionsOf(transcript);
    const known = await keptBy(transcript);
    const asked: boolean[] = [];
    const report = await playLab(transcript, {
      ...options,
      known(key) {
        asked.push(known(key) !== undefined);
        return known(key);
      },
    });
    expect(asked).toEqual([true]);
    expect(report).toEqual(await playLab(transcript, options));
  },
  120_000,
);

const DOCUMENT =
  "```\n$ kubectl create deployment web --image=nginx\ndeployment.apps/web created\n$ kubectl get deployment\nNAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/1     1            1           20s\n```\n";

test("a play of another document or on another cluster has another key", async () => {
  const transcript = read("a.md", DOCUMENT);
  const keys: string[] = [];
  const known = (key: string): undefined => void keys.push(key);
  const options = { ...optionsOf(transcript), known };
  await playLab(transcript, options);
  await playLab(read("b.md", DOCUMENT), { ...options, cluster: "other", create: { ...options.create, force: true } });
  await playLab(read("a.md", DOCUMENT.replace("20s", "21s")), options);
  await playLab(transcript, { ...options, create: { ...options.create, seed: 2 } });
  expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 2, 3]);
}, 60_000);

test("nobody goes by findings on a cluster that draws for itself, nor where something is put in", async () => {
  const transcript = read("a.md", DOCUMENT);
  const known = (): never => expect.unreachable();
  await playLab(transcript, { ...optionsOf(transcript), known, fresh: true });
  const lacking = read("b.md", DOCUMENT.split("\n").toSpliced(1, 2).join("\n"));
  expect(await findOut(lacking, optionsOf(lacking))).toBeUndefined();
}, 60_000);
