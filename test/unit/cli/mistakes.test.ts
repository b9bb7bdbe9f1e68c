import { expect, test } from "bun:test";
import { explainFailure } from "../../../src/cli/failure.ts";
import { runProgram } from "../../../src/cli/program.ts";

/** What a line of k8sim's own says on both streams, and its exit code. */
async function type(line: string): Promise<string> {
  let text = "";
  const print = (more: string): void => void (text += more);
  try {
    const code = await runProgram(line === "" ? [] : line.split(" "), { stdout: print, stderr: print, flush: () => undefined });
    return `${code} ${text}`;
  } catch (error) {
    const failure = explainFailure(error);
    return `${failure.code} ${failure.text}`;
  }
}

test.each([
  ["foo", '"foo" is no command of k8sim; its commands: kubectl, '],
  ["kubectll get pods", '"kubectll" is no command of k8sim (did you mean kubectl?); see "k8sim -h"'],
  ["get pods", '"get" is a command of kubectl: k8sim kubectl get …'],
  ["help foo", '"foo" is no command of k8sim; '],
  ["cluster", "k8sim cluster needs one of its commands: create, list, "],
  ["cluster creat", '"creat" is no command of k8sim cluster (did you mean create?); see "k8sim cluster -h"'],
  ["cluster create a b", 'k8sim cluster create takes 1 argument, not 2: a b; see "k8sim cluster create -h"'],
  ["cluster create --seed", "k8sim cluster create: the option --seed <N> needs a value; "],
  ["cluster create --sed 1", 'k8sim cluster create has no option "--sed" (did you mean --seed?); '],
  ["cluster list extra", "k8sim cluster list takes no arguments, not 1: extra; "],
  ["time foo", '"foo" is no command of k8sim time; its commands: advance, '],
  ["time advance", "k8sim time advance needs DURATION (how far, as 2m30s); "],
])("%s", async (line, sentence) => {
  const said = await type(line);
  expect(said).toStartWith(`2 error: ${sentence}`);
  expect(said.trimEnd().split("\n")).toHaveLength(1);
});

test("help is asked for in three ways, and every command has it", async () => {
  const help = await type("");
  expect(help).toStartWith("0 Usage: k8sim COMMAND\n");
  expect(await type("-h")).toBe(help);
  expect(await type("help")).toBe(help);
  expect(await type("help time advance")).toBe(await type("time advance -h"));
  for (const command of ["cluster", "cluster create", "completion", "lab", "serve", "time", "time until"]) {
    expect(await type(`${command} -h`)).toStartWith(`0 Usage: k8sim ${command} `);
  }
});

test("the version is the package's", async () => {
  expect(await type("--version")).toMatch(/^0 \d+\.\d+\.\d+\n$/);
});
