import { expect, test } from "bun:test";
import fc from "fast-check";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { resultOf, type StepResult, withoutEmptyLinesAround } from "../../../../src/lab/report/results.ts";
import type { PlayedItem } from "../../../../src/lab/report/types.ts";
import { updateText } from "../../../../src/lab/report/update.ts";
import { isShownFile } from "../../../../src/lab/transcript.ts";

const read = (text: string) => loadTranscript("a.md", text);

const plain = (text: string) => withoutEmptyLinesAround(text).replaceAll(/ +$/gm, "");

/** The steps of a document of which each prints what `prints` says of its command; what it says nothing of prints what the document shows. */
function played(text: string, prints: Readonly<Record<string, string>>): readonly StepResult[] {
  const items = (read(text)?.items ?? []).flatMap((item): PlayedItem[] => {
    if (isShownFile(item)) return [];
    const shown = (item.expected ?? []).map((line) => line.text).join("\n");
    const actual = ("command" in item ? prints[item.command] : undefined) ?? shown;
    return [{ item, actual, status: plain(actual) === plain(shown) ? "equal" : "differs" }];
  });
  return resultOf({ file: "a.md", items, contradictions: [] }).steps;
}

function update(text: string, prints: Readonly<Record<string, string>>): string {
  return updateText(text, played(text, prints), read).text;
}

const DOCUMENT = `# A lab

1. First

   \`\`\`console
   $ kubectl get pods

   NAME   READY  
   web    1/2
   db     1/1

   $ kubectl get ns
   a
   \`\`\`

> \`\`\`
> $ kubectl get nodes
> m-k8s
> \`\`\`

    [root@m-k8s ~]# kubectl get svc
    none

Words.`;

test("only lines that differ are written, with the indentation of their block", () => {
  const prints = { "kubectl get pods": "NAME   READY\nweb    1/1\n\nnew    1/1\ndb     1/1\n" };
  expect(update(DOCUMENT, prints)).toBe(DOCUMENT.replace("   web    1/2\n", "   web    1/1\n\n   new    1/1\n"));
});

test("line ends are the document's", () => {
  const text = DOCUMENT.replaceAll("\n", "\r\n");
  const prints = { "kubectl get pods": "NAME   READY\nweb    1/1\nother  1/1\ndb     1/1\n" };
  expect(update(text, prints)).toBe(text.replace("   web    1/2\r\n", "   web    1/1\r\n   other  1/1\r\n"));
});

test("an output may shrink to nothing, and may be the end of the document", () => {
  expect(update(DOCUMENT, { "kubectl get ns": "" })).toBe(DOCUMENT.replace("   a\n", ""));
  const end = "```\n$ kubectl get ns\na";
  expect(update(end, { "kubectl get ns": "a\nb\n" })).toBe(`${end}\nb`);
  expect(update(`${end}\n`, { "kubectl get ns": "b\nc\n" })).toBe("```\n$ kubectl get ns\nb\nc\n");
});

test("marks of what the author has left out stay", () => {
  const text = "```\n$ kubectl get pods\nNAME  READY\nweb   0/1\n...\nzoo   1/1\n```\n";
  const prints = { "kubectl get pods": "NAME  READY\nweb   1/1\nx     1/1\ny     1/1\nzoo   1/1\n" };
  expect(update(text, prints)).toBe(text.replace("web   0/1", "web   1/1"));
});

test("lines that are as good as equal stay as the author wrote them", () => {
  const text = "```\n$ kubectl get pods\nNAME READY STATUS\nweb 1/1 Running\ndb 0/1 Running\n```\n";
  const printed = "NAME   READY   STATUS\nnew    1/1     Running\nweb    1/1     Running\ndb     1/1     Running\n";
  const steps = played(text, { "kubectl get pods": printed }).map((step) => ({ ...step, differing: [5] }));
  expect(updateText(text, steps, read).text).toBe(
    text.replace("web 1/1", "new    1/1     Running\nweb 1/1").replace("db 0/1 Running", "db     1/1     Running"),
  );
});

test("what would not read back is left, and told", () => {
  const text = "```\n$ cat a.md\nwords\n```\n";
  const steps = played(text, { "cat a.md": "```\nwords\n```\n" });
  expect(updateText(text, steps, read)).toEqual({ text, written: [], left: [...steps] });
  const prompt = played(text, { "cat a.md": "$ kubectl get pods\n" });
  expect(updateText(text, prompt, read).text).toBe(text);
});

test("settings that name later lines keep naming them", () => {
  const text = "---\nsteps:\n  - at: 11\n    skip: no time\n---\n\n\n```\n$ kubectl get ns\na\n$ kubectl get pods\nx\n```\n";
  const steps = played(text, { "kubectl get ns": "a\nb\n" });
  expect(updateText(text, steps, read)).toMatchObject({ text, written: [] });
});

test("a document in which nothing differs, or only what is skipped, stays as it is", () => {
  const steps = played(DOCUMENT, { "kubectl get ns": "b" }).map((step) => ({ ...step, status: "unsupported" as const }));
  expect(updateText(DOCUMENT, steps, read)).toEqual({ text: DOCUMENT, written: [], left: [] });
});

test("whatever is printed, a second look finds it in the document or the document as it was", () => {
  const line = fc.constantFrom("NAME   READY", "web    1/1", "db     1/1", "", "a", "$ x", "```", "...", "한글", "  b");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { maxLength: 3 }), fc.constantFrom("\n", "\r\n"), (pods, ns, end) => {
      const text = DOCUMENT.replaceAll("\n", end);
      const prints = { "kubectl get pods": pods.join("\n"), "kubectl get ns": ns.join("\n") };
      const { text: now, left } = updateText(text, played(text, prints), read);
      const again = played(now, prints).filter(({ status }) => status === "differs");
      const blank = (step: StepResult) => step.actual === "" || step.expected?.includes("...") === true;
      expect(again.filter((step) => !blank(step)).map(({ cmd }) => cmd)).toEqual(left.map(({ cmd }) => cmd));
      expect(now.replaceAll("\r\n", "").includes("\r")).toBe(false);
      expect(now.split("Words.")).toHaveLength(2);
    }),
  );
});
