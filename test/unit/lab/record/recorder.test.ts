import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { createRecorder } from "../../../../src/lab/record/recorder.ts";
import { isStep } from "../../../../src/lab/transcript.ts";

const PROMPT = "[root@m-k8s ~]# ";

test("a session becomes a lab with its cluster, commands, outputs and pauses", () => {
  const recorder = createRecorder({ profile: "kubespray", kubernetesVersion: "v1.23.7", seed: 4, title: "Mine" });
  expect(recorder.isEmpty()).toBe(true);
  recorder.add({ prompt: PROMPT, command: "kubectl get ns a -o name", output: "namespace/a\n", at: 1400, until: 1420 });
  recorder.add({ prompt: PROMPT, command: "sleep 30", output: "", at: 2400, until: 32_400 });
  recorder.add({ prompt: PROMPT, command: "echo '```'", output: "```", at: 33_400, until: 33_420 });
  recorder.add({ prompt: "root@nginx:/# ", command: "date", output: "Thu\n", at: 93_400, until: 93_420 });
  const text = recorder.text();
  expect(text).toBe(`---
kubernetesVersion: v1.23.7
profile: kubespray
seed: 4
steps:
- advance: 60s
  at: 18
---

# Mine

\`\`\`\`console
[root@m-k8s ~]# kubectl get ns a -o name
namespace/a
[root@m-k8s ~]# sleep 30
[root@m-k8s ~]# echo '\`\`\`'
\`\`\`
root@nginx:/# date
Thu
\`\`\`\`
`);
  const steps = loadTranscript("a.md", text)?.items.filter(isStep) ?? [];
  expect(steps.map(({ line, advanceMs }) => [line, advanceMs])).toEqual([
    [13, undefined],
    [15, undefined],
    [16, undefined],
    [18, 60_000],
  ]);
});
