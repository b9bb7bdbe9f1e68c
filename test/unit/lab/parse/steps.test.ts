import { describe, expect, test } from "bun:test";
import { readBlock } from "./read.ts";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { isShownFile, isStep } from "../../../../src/lab/transcript.ts";

/** `LINE SHELL TERMINAL COMMAND => OUTPUT|OUTPUT` of each step. */
function stepsOf(lines: readonly string[], section?: string): string[] {
  const { items } = loadTranscript("lab.md", lines.join("\n"), section === undefined ? {} : { section }) ?? { items: [] };
  return items.map((item) => {
    if (isShownFile(item)) return `${item.line} file ${item.path}`;
    const output = item.expected?.map(({ text }) => text).join("|") ?? "";
    return isStep(item) ? `${item.line} ${item.shell} ${item.terminal} ${item.command} => ${output}` : `${item.line} more => ${output}`;
  });
}

describe("prompts", () => {
  test.each([
    ["[root@m-k8s ~]# kubectl get po", "sh root@m-k8s"],
    ["[root@m-k8s 3.3.1]# kubectl get po", "sh root@m-k8s"],
    ["root@m-k8s:~# kubectl get po", "sh root@m-k8s"],
    ["$ kubectl get po", "sh root@m-k8s"],
    ["remote > kubectl get po", "sh remote"],
    ["PS C:\\HashiCorp> kubectl get po", "powershell pc"],
  ])("%s", (line, where) => {
    expect(stepsOf(["```", line, "No resources found in default namespace.", "```"])).toEqual([
      `2 ${where} kubectl get po => No resources found in default namespace.`,
    ]);
  });

  test("each prompt ends the output before it; a bare prompt at the end is no command; blank lines around an output are not of it", () => {
    const block = ["```", "$ kubectl get a", "", "one", "", "two", "", "$ kubectl get b", "$ ", "```"];
    expect(stepsOf(block).slice(0, 2)).toEqual(["2 sh root@m-k8s kubectl get a => one||two", "8 sh root@m-k8s kubectl get b => "]);
    expect(stepsOf(["```", "[root@m-k8s ~]# kubectl get a", "one", "[root@m-k8s ~]# ", "```"])).toEqual([
      "2 sh root@m-k8s kubectl get a => one",
    ]);
  });
});

describe("blocks", () => {
  test("without prompts a line that begins with a command is one, and what follows is its output", () => {
    expect(stepsOf(["```", "kubectl delete pod x", 'pod "x" deleted', "kubectl get po", "```"])).toEqual([
      '2 sh root@m-k8s kubectl delete pod x => pod "x" deleted',
      "4 sh root@m-k8s kubectl get po => ",
    ]);
  });

  test("YAML and JSON blocks and prose hold no commands", () => {
    expect(stepsOf(["kubectl get po", "```yaml", "kubectl: get", "```", "```json", "{}", "```", "~~~", "just words", "~~~"])).toEqual([]);
  });

  test("lines behind >> go on with a command of PowerShell; an editor's marks around its address and its doubled backslashes go", () => {
    const lines = [
      "```",
      "PS C:\\\\Users\\\\reader> while($true)",
      ">> {",
      `>>   (Invoke-RestMethod "<http://10.0.0.1>")-replace '\\\\n', " "`,
      ">> }",
      "a",
      "```",
    ];
    expect(stepsOf(lines)).toEqual([
      `2 powershell pc while($true)\n {\n   (Invoke-RestMethod "http://10.0.0.1")-replace '\\n', " "\n } => a`,
    ]);
  });

  test.each([["$ "], [""]])("a here-document belongs to its command, after the prompt %j", (prompt) => {
    const lines = [
      "```",
      `${prompt}cat <<EOF > a.yaml`,
      "kind: Pod",
      "",
      "echo no command",
      "EOF",
      `${prompt}kubectl apply -f a.yaml`,
      "pod/a created",
      "```",
    ];
    expect(stepsOf(lines)).toEqual([
      "2 sh root@m-k8s cat <<EOF > a.yaml\nkind: Pod\n\necho no command\nEOF => ",
      "7 sh root@m-k8s kubectl apply -f a.yaml => pod/a created",
    ]);
  });

  test("an endless loop of PowerShell is one command up to its last brace, and a later block of higher numbers goes on with it", () => {
    const lines = [
      "```",
      "$i=0; while($true)",
      "{",
      " % { $i++ }",
      "}",
      "1 a",
      "2 b",
      "```",
      "",
      "```",
      "50 a",
      "51 b",
      "```",
      "```",
      "7 c",
      "```",
    ];
    expect(stepsOf(lines)).toEqual(["2 powershell pc $i=0; while($true)\n{\n % { $i++ }\n} => 1 a|2 b", "11 more => 50 a|51 b"]);
  });

  test("one section is from its heading to the next of its level; a # inside a fence is no heading", () => {
    const lines = ["# One", "```", "$ a", "# no heading", "```", "## Two", "```", "$ b", "```", "# Three", "```", "$ c", "```"];
    expect(stepsOf(lines, "One").map((step) => step.split(" ")[3])).toEqual(["a", "b"]);
    expect(stepsOf(lines, "Two").map((step) => step.split(" ")[3])).toEqual(["b"]);
    expect(loadTranscript("lab.md", lines.join("\n"), { section: "Four" })).toBeUndefined();
  });

  test("lines keep their numbers with Windows line ends, and a fence's indentation is taken off", () => {
    expect(stepsOf(["1. Do", "   ```\r", "   $ kubectl get po\r", "   none\r", "   ```\r"])).toEqual([
      "3 sh root@m-k8s kubectl get po => none",
    ]);
  });
});

test("comments among commands without prompts are nobody's output", () => {
  expect(readBlock(["curl http://web:80", "", "# elsewhere", "curl http://web.other:80", "# the end"])).toEqual([
    "2 root@m-k8s: curl http://web:80",
    "5 root@m-k8s: curl http://web.other:80",
  ]);
});

test("tables of several kinds behind a command that prints none are one list of these kinds", () => {
  const tables = [
    "NAME                  READY   UP-TO-DATE   AVAILABLE   AGE",
    "deployment.apps/web   1/1     1            1           9s",
    "",
    "NAME                       READY   STATUS    RESTARTS   AGE",
    "pod/web-5d9f8c7b4d-x2x4z   1/1     Running   0          9s",
  ];
  expect(readBlock(["$ kubectl apply -f web.yaml", "deployment.apps/web created", "", ...tables])).toEqual([
    "2 root@m-k8s: kubectl apply -f web.yaml => deployment.apps/web created|",
    `5 root@m-k8s: kubectl get deployment.apps,pod => ${tables.join("|")}`,
  ]);
});
