import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");

const DOCUMENT = `# Steps

goal: namespace a exists
hint: create it
hint (ko): 만드세요

\`\`\`
$ kubectl create namespace a
namespace/a created
$ kubectl get namespace a -o name
namespace/a
\`\`\`
`;
const FIRST = "$ kubectl create namespace a\nnamespace/a created\n\n✔ goal: namespace a exists\n\n";
const SECOND = "$ kubectl get namespace a -o name\nnamespace/a\n\n";
const AT_FIRST = "step 1 of 2 (a.md:8); next a.md:10: kubectl get namespace a -o name\n";
const AT_LAST = "step 2 of 2 (a.md:10); that was the last\n";

test("stepping by calls remembers where it stands; by lines it tries things aside; hints are told in the language that is asked for", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "k8sim-step-"));
  const k8sim = (input: string, ...args: readonly string[]) => {
    const env = { ...process.env, K8SIM_HOME: path.join(directory, "home"), LC_ALL: "C" };
    const { stdout, stderr, status } = spawnSync(path.join(root, "bin/k8sim"), args, { cwd: directory, env, input, encoding: "utf8" });
    return { stdout, stderr, status };
  };
  const said = (stdout: string) => ({ stdout, stderr: "", status: 0 });
  try {
    writeFileSync(path.join(directory, "a.md"), DOCUMENT);
    expect(k8sim("", "lab", "step", "a.md", "--next")).toEqual(said(FIRST + AT_FIRST));
    expect(k8sim("", "kubectl", "delete", "namespace", "a")).toMatchObject({ status: 0 });
    expect(k8sim("", "lab", "step", "a.md", "--next")).toEqual(said(SECOND + AT_LAST));
    expect(k8sim("", "kubectl", "get", "namespace", "a", "-o", "name")).toEqual(said("namespace/a\n"));
    expect(k8sim("", "lab", "step", "a.md", "--next")).toEqual({ stdout: "", stderr: "error: a.md is at its end\n", status: 2 });
    expect(k8sim("", "lab", "step", "a.md", "--back")).toEqual(said(FIRST + AT_FIRST));
    expect(k8sim("", "lab", "step", "a.md", "--to", "10")).toEqual(said(SECOND + AT_LAST));
    expect(k8sim("", "lab", "step", "a.md", "--to", "10", "--next")).toMatchObject({ stdout: "", status: 2 });

    const start = "before the first of 2 steps; next a.md:8: kubectl create namespace a\n";
    const aside = 'namespace "a" deleted\n';
    expect(k8sim("h\n\nkubectl delete namespace a\nr\nn\n", "lab", "step", "a.md", "--lang", "ko")).toEqual(
      said(`${start}1. namespace a exists\n   만드세요\n${FIRST}${AT_FIRST}${aside}${AT_FIRST}${SECOND}${AT_LAST}`),
    );
    expect(readdirSync(path.join(directory, "home/clusters"))).toEqual(["lab"]);
    expect(k8sim("", "lab", "hint", "a.md")).toEqual(said("1. namespace a exists\n   create it\n"));
    expect(k8sim("", "lab", "hint", "a.md", "nothing")).toMatchObject({ stdout: "", status: 1 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 120_000);
