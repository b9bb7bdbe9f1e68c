import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { withPromptDirectories } from "../../../../src/lab/presuppose/prompt-directories.ts";
import { isStep } from "../../../../src/lab/transcript.ts";

/** The commands of a document's block with those that are put in. */
function commands(...lines: readonly string[]): string[] {
  const items = withPromptDirectories(loadTranscript("lab.md", ["```", ...lines, "```"].join("\n"))?.items ?? []);
  return items.flatMap((item) => (isStep(item) ? item.command : []));
}

test("a prompt that shows a section of the book stands in its directory", () => {
  expect(commands("[root@m-k8s 3.2.4]# ls", "[root@m-k8s 3.2.4]# pwd", "[root@m-k8s 3.2.8]# ls", "[root@m-k8s ~]# ls")).toEqual([
    "cd ~/_Book_k8sInfra/ch3/3.2.4",
    "ls",
    "pwd",
    "cd ~/_Book_k8sInfra/ch3/3.2.8",
    "ls",
    "cd ~",
    "ls",
  ]);
  expect(commands("root@cp-k8s:~/_Book_k8sInfra/ch3/3.2.4# ls")).toEqual(["cd ~/_Book_k8sInfra/ch3/3.2.4", "ls"]);
});

test("who has gone there by himself is there, and other directories are the reader's own", () => {
  const walk = ["[root@m-k8s ~]# cd _Book_k8sInfra/ch3/3.2.4", "[root@m-k8s 3.2.4]# ls"];
  expect(commands(...walk)).toEqual(["cd _Book_k8sInfra/ch3/3.2.4", "ls"]);
  expect(commands("[root@m-k8s work]# ls", "[root@m-k8s 9.9.9]# ls", "[root@m-k8s ~]# ls")).toEqual(["ls", "ls", "ls"]);
});
