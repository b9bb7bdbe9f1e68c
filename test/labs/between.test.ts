import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";

test("whoever plays a lab may look between its steps, type there, and end it", async () => {
  const text = "```\n$ kubectl create namespace a\n$ kubectl get ns a -o name\nnamespace/a\n$ kubectl delete ns a\n```\n";
  const transcript = loadTranscript("stop.md", text);
  if (transcript === undefined) throw new Error("no transcript");
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  const seen: [number, string][] = [];
  try {
    const { items } = await playLab(transcript, {
      home,
      cluster: "lab",
      create: {},
      async between({ played, terminal }) {
        seen.push([played, (await terminal.run("kubectl get ns a -o name")).text]);
        return played < 2;
      },
    });
    expect(items).toHaveLength(2);
    expect(seen).toEqual([
      [0, 'Error from server (NotFound): namespaces "a" not found\n'],
      [1, "namespace/a\n"],
      [2, "namespace/a\n"],
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
}, 30_000);

test("looking between steps leaves a terminal where its last command has left it", async () => {
  const lines = [
    "[root@m-k8s ~]# ssh w1-k8s",
    "[root@w1-k8s ~]# hostname",
    "w1-k8s",
    "[root@w1-k8s ~]# exit",
    "logout",
    "Connection to w1-k8s closed.",
  ];
  const transcript = loadTranscript("ssh.md", ["```", ...lines, "[root@m-k8s ~]# hostname", "m-k8s", "```", ""].join("\n"));
  if (transcript === undefined) throw new Error("no transcript");
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  const prompts: string[] = [];
  try {
    const { items } = await playLab(transcript, {
      home,
      cluster: "lab",
      create: {},
      async between({ terminal }) {
        prompts.push(terminal.prompt);
        return true;
      },
    });
    expect(items.map(({ status }) => status)).toEqual(["equal", "equal", "equal", "equal"]);
    expect(prompts.map((prompt) => /@([\w-]+)/.exec(prompt)?.[1])).toEqual(["m-k8s", "w1-k8s", "w1-k8s", "m-k8s", "m-k8s"]);
  } finally {
    rmSync(home, { recursive: true });
  }
}, 30_000);
