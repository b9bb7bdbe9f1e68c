import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../../src/base/user-error.ts";
import { cleanOutput, decodeEntities, plainBlanks } from "../../../../src/lab/parse/clean.ts";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { guessSettings } from "../../../../src/lab/settings/guess.ts";
import { isShownFile, isStep, type Transcript } from "../../../../src/lab/transcript.ts";

const LABS = path.resolve(import.meta.dir, "../../../../fixtures/labs");
const documents = readdirSync(LABS)
  .filter((file) => file.endsWith(".md"))
  .map((file) => readFileSync(path.join(LABS, file), "utf8"));

/** Pieces in which readers are likely to stumble. */
const PIECES = [
  ..."```|```bash|````|~~~|    |\t|> |- |1. || NAME | READY |\n|---|---||# |#### |---\n|+++\n|<pre>|</pre>|<code>|<!--|-->|{% highlight sh %}|<br>|&lt;none&gt;|<none></none>".split(
    "|",
  ),
  ..."$ |$|# |% |❯ |➜  ~ |[root@m-k8s ~]# |root@a:/# |/ # |remote > |PS C:\\> |>> |(⎈ |a:b) $ |mysql> |kubectl get po|kubectl edit deploy a|vi a.yaml".split(
    "|",
  ),
  ..."cat <<EOF|EOF|<<'|\\|'|\"|`|$(|${|{|}|for i in 1 2; do|done|if |while true|case x in|$i=0; while($true)|…|[중략]|안녕하세요|--> 끝|\u00a0|\u3000|\u200b|–n|“a”|\0|\ufffd|\r".split(
    "|",
  ),
  ..."apiVersion: v1|kind: Pod|spec:|  - a: 1|   b: 2|steps: [{at: 1, skip: x}]|profile: book|Every 2.0s: kubectl get po|web.yaml|Every|a/b created|NAME   READY|12 web-1".split(
    "|",
  ),
];

/** Numbers from a seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function documentOf(seed: number): string {
  const next = numbers(seed);
  const pick = <T>(all: readonly T[]): T => all[next(all.length)] as T;
  const source = pick(documents);
  const start = next(source.length);
  // a part of a real document, cut anywhere, or nothing
  let text = next(4) === 0 ? "" : source.slice(start, start + next(2500));
  for (let count = next(12); count > 0; count--) {
    const at = next(text.length + 1);
    const piece = pick(PIECES) + (next(2) === 0 ? "\n" : "");
    text = text.slice(0, at) + piece + text.slice(next(3) === 0 ? Math.min(text.length, at + next(80)) : at);
  }
  return text;
}

const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

/** Commands and outputs whose first word does not stand on the line that they name. */
function misplaced({ items }: Transcript, text: string): string[] {
  // tags of HTML may stand within a word
  const lines = text.split(/\r\n|\n|\r/).map((line) => {
    const plain = cleanOutput(decodeEntities(plainBlanks(line)));
    return `${bare(line)} ${bare(plain)} ${bare(plain.replace(/<[^<>]*>/g, ""))}`;
  });
  const check = (line: number, shown: string): string[] => {
    const word = /[\p{L}\p{N}]+/u.exec(shown)?.[0].toLowerCase() ?? "";
    return lines[line - 1]?.includes(word) === true || /^\.+$/.test(shown) ? [] : [`${line}: ${shown}`];
  };
  return items.flatMap((item) => {
    if (isShownFile(item)) return check(item.line, item.content.split("\n")[0] ?? "");
    const typed = isStep(item) ? check(item.line, (item.mended ?? item.command).split("\n")[0] ?? "") : [];
    return [...typed, ...(item.expected ?? []).flatMap(({ line, text: shown }) => check(line, shown))];
  });
}

test("5,000 random and truncated documents: nothing but a UserError is thrown, and every line is where it says", () => {
  let steps = 0;
  for (let seed = 0; seed < 5000; seed++) {
    const text = documentOf(seed);
    try {
      const transcript = loadTranscript("fuzz.md", text);
      if (transcript === undefined) throw new Error(`seed ${seed}: no document`);
      guessSettings(transcript);
      steps += transcript.items.filter(isStep).length;
      expect([seed, misplaced(transcript, text)]).toEqual([seed, []]);
    } catch (error) {
      if (!(error instanceof UserError)) throw new Error(`seed ${seed}: ${String(error)}\n${text}`, { cause: error });
    }
  }
  expect(steps).toBeGreaterThan(10_000);
}, 120_000);

test.each([
  "$ echo '\n",
  "kubectl (\n",
  "cat <<EOF\n",
  "```\n",
  "```bash\nkubectl get po\n",
  "$ ",
  "$ $ ",
  "> ",
  "    $ a\n\n",
  "| a | b |\n",
  "<pre>",
  "<!--",
  "- 1. - ",
  "[root@m-k8s ~]# kubectl get po\nNAME   READY\n",
  "apiVersion: v1\nkind: Pod\n  a\n b\n",
  "```yaml\napiVersion: v1\nkind: Pod\n   a: 1\n  b: 2\n c: 3\n```\n",
  "Every 2.0s: kubectl get po\n\n```\nEvery 2.0s: a\n```\n",
  "while true; do a; done\n```\n1 a\n```\n```\n2 a\n```\n",
  "&lt;",
  "**a",
  "# $ kubectl get po\n",
  "`kubectl get po`\n",
  "a.yaml ",
  " ",
  "$ a 가 ",
  " →",
  "$ kubectl get po (",
  "a/b created ",
  "NAME READY ",
  "Every 2.0s: a  ",
  "\\",
  "\u3000",
  "web-1: ",
  "root@a-",
])(
  "%j, over and over, is read in the time that its length takes",
  (piece) => {
    for (const around of ["", "```\n"])
      expect(loadTranscript("long.md", around + piece.repeat(Math.ceil(300_000 / piece.length)))).toBeDefined();
  },
  20_000,
);
