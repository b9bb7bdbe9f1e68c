import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { showJson, showText } from "../../../../src/lab/report/show.ts";

const TEXT = `---
# not the title
seed: 4
steps:
  - at: reboot
    skip: it takes too long
  - at: sleep 1
    advance: 90s
---

## A lab

\`\`\`
[root@m-k8s ~]# kubectl get pods
NAME
web
$ reboot
$ sleep 1
\`\`\`
`;

test("each step has its line, terminal, command, output and what is said of it", () => {
  const transcript = loadTranscript("a.md", TEXT);
  if (transcript === undefined) throw new Error("no transcript");
  const cluster = { options: { profile: "book", seed: 4 }, guessed: ["profile"] };
  const lines = showText(transcript, TEXT, cluster)
    .split("\n")
    .map((line) => line.trimEnd());
  expect(lines).toEqual([
    "title:              A lab",
    "profile:            book (guessed)",
    "seed:               4",
    "",
    "LINE   TERMINAL     COMMAND            OUTPUT   NOTES",
    "14     root@m-k8s   kubectl get pods   15-16",
    "17     root@m-k8s   reboot             -        skipped: it takes too long",
    "18     root@m-k8s   sleep 1            -        90 s later",
    "",
    "3 steps, 1 output",
    "",
  ]);
  expect(JSON.parse(showJson(transcript, TEXT, cluster))).toMatchObject({
    file: "a.md",
    title: "A lab",
    steps: 3,
    cluster: cluster.options,
    guessed: ["profile"],
    items: transcript.items,
  });
});
