import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGoalBoard } from "../../src/lab/goals/board.ts";
import { goalsInText } from "../../src/lab/goals/inline.ts";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import { itemText } from "../../src/lab/report/item-text.ts";
import { stepThrough } from "../../src/lab/stepping/step-through.ts";

const TEXT = `goal: deployment web has 2 replicas

\`\`\`
$ cd /tmp
$ kubectl create deployment web --image=nginx
deployment.apps/web created
$ kubectl get pods
NAME                   READY   STATUS    RESTARTS   AGE
web-6799fc88d8-bcd2f   1/1     Running   0          17s
$ kubectl scale deployment web --replicas=2
deployment.apps/web scaled
$ kubectl get deployment web
NAME   READY   UP-TO-DATE   AVAILABLE   AGE
web    2/2     2            2           31s
$ pwd
/tmp
\`\`\`
`;

test("stepping forth, back and aside prints what the whole play prints", async () => {
  const transcript = loadTranscript("a.md", TEXT);
  if (transcript === undefined) throw new Error("no transcript");
  const home = mkdtempSync(join(tmpdir(), "k8sim-step-"));
  try {
    const whole: string[] = [];
    const create = { profile: "book", seed: 1, force: true };
    await playLab(transcript, { home, cluster: "lab", create, onItem: (item) => whole.push(itemText("a.md", item)) });
    const lines = [
      "",
      "n",
      "next",
      "kubectl delete deployment web",
      "pwd",
      "r",
      "n",
      "",
      "b",
      "n",
      "j 5",
      "j 99",
      "h",
      "n",
      "b",
      "nosuchprogram x",
      "q",
      "n",
    ];
    const shown: string[] = [];
    await stepThrough({
      transcript,
      play: (where, document, options) => playLab(document, { home, cluster: where, create, ...options }),
      stepper: { ask: async () => lines.shift(), show: (text) => shown.push(text) },
      board: () => createGoalBoard(goalsInText("a.md", TEXT), home),
      hints: ({ places }) => `${places.filter(({ reachedAfter }) => reachedAfter === undefined).length} open\n`,
    });
    const at = (count: number, line: number, next: string) => `step ${count} of 6 (a.md:${line}); ${next}\n`;
    const third = at(3, 7, "next a.md:10: kubectl scale deployment web --replicas=2");
    expect(shown).toEqual([
      "before the first of 6 steps; next a.md:4: cd /tmp\n",
      whole[0] ?? "",
      at(1, 4, "next a.md:5: kubectl create deployment web --image=nginx"),
      whole[1] ?? "",
      at(2, 5, "next a.md:7: kubectl get pods"),
      whole[2] ?? "",
      third,
      'deployment.apps "web" deleted\n',
      "/tmp\n",
      third,
      whole[3] ?? "",
      at(4, 10, "next a.md:12: kubectl get deployment web"),
      whole[4] ?? "",
      "✔ goal: deployment web has 2 replicas\n\n",
      at(5, 12, "next a.md:15: pwd"),
      whole[3] ?? "",
      at(4, 10, "next a.md:12: kubectl get deployment web"),
      whole[4] ?? "",
      "✔ goal: deployment web has 2 replicas\n\n",
      at(5, 12, "next a.md:15: pwd"),
      whole[1] ?? "",
      at(2, 5, "next a.md:7: kubectl get pods"),
      whole[5] ?? "",
      at(6, 15, "that was the last"),
      "0 open\n",
      "that was the last step\n",
      whole[4] ?? "",
      "✔ goal: deployment web has 2 replicas\n\n",
      at(5, 12, "next a.md:15: pwd"),
      expect.stringMatching(/^(?:not emulated: .*"nosuchprogram"|-?bash: nosuchprogram: command not found\n)/),
    ]);
    expect(lines).toEqual(["n"]);
    expect(readdirSync(join(home, "clusters")).filter((name) => name.includes("look"))).toEqual([]);
  } finally {
    rmSync(home, { recursive: true });
  }
}, 60_000);
