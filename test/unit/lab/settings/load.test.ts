import { describe, expect, test } from "bun:test";
import { loadTranscript, sidecarPath } from "../../../../src/lab/parse/load.ts";

const BLOCK = ["```", "$ kubectl top pods", "web 1m", "```"];

const load = (front: readonly string[], sidecar?: readonly string[]) =>
  loadTranscript(
    "lab.md",
    [...(front.length > 0 ? ["---", ...front, "---"] : []), ...BLOCK].join("\n"),
    sidecar === undefined ? {} : { sidecar: sidecar.join("\n") },
  );

describe("settings", () => {
  test("of front matter and sidecar become one; the sidecar's count", () => {
    const front = ["title: My notes", "profile: book", "seed: 3", "files: {a: one, b: two}", "tags: [x]"];
    const sidecar = ["profile: kubespray", "kubernetesVersion: v1.20.2", "files: {b: three}", "nodeNetwork: 192.168.56.0/24"];
    expect(load(front, sidecar)?.settings).toEqual({
      title: "My notes",
      profile: "kubespray",
      kubernetesVersion: "v1.20.2",
      nodeNetwork: "192.168.56.0/24",
      seed: 3,
      files: { a: "one", b: "three" },
      images: [],
      goals: [],
    });
  });

  test("a blog's own front matter is left alone, whatever it is", () => {
    const none = { files: {}, images: [], goals: [] };
    expect(load(["layout: post", "tags: [a"])?.settings).toEqual(none);
    expect(load(["title: [not: ours", "date: 2023-10-05"])?.settings).toEqual(none);
    expect(load(["images: [/a.png, /b.png]", "files: [x]", "seed: pumpkin", "title: 5"])?.settings).toEqual(none);
    expect(load(["just words"])?.settings).toEqual(none);
  });

  test("a sidecar lies beside its document", () => {
    expect(["lab.md", "a.b/notes.txt", "a.b/notes"].map(sidecarPath)).toEqual(["lab.lab.yaml", "a.b/notes.lab.yaml", "a.b/notes.lab.yaml"]);
  });
});

describe("steps", () => {
  test.each([["kubectl top pods"], ["5"]])("at: %s names a command by its text or its line", (at) => {
    const { items = [] } = load([`steps: [{at: ${at}, excuse: {web 1m: a measurement}}]`]) ?? {};
    expect(items).toMatchObject([{ line: 5, excuses: { "web 1m": "a measurement" } }]);
  });

  test("skip, advance, edit, stdin, terminal; both sources speak of one step", () => {
    const sidecar = [
      "steps:",
      "- at: kubectl top pods",
      "  advance: 1h30m",
      "  before: [cd ~]",
      "  edit: |",
      "    a: 1",
      "    b: 2",
      "  stdin: y",
      "  terminal: pc",
    ];
    const { items = [] } = load(["steps: [{at: 5, skip: why not, excuse: {x: y}}]"], sidecar) ?? {};
    expect(items).toMatchObject([
      { skip: "why not", advanceMs: 5_400_000, before: ["cd ~"], edit: ["a: 1", "b: 2"], stdin: "y", terminal: "pc", excuses: { x: "y" } },
    ]);
  });

  test.each([
    [
      ["steps: 3"],
      "lab.md:2: steps: expected a list: steps: [{at: LINE or COMMAND, skip, advance, before, edit, stdin, terminal, excuse}]",
    ],
    [
      ["title: x", "steps: [null]"],
      "lab.md:3: a step is a mapping: {at: LINE or COMMAND, skip, advance, before, edit, stdin, terminal, excuse}",
    ],
    [["steps: [{at: 5, excuse: later}]"], "lab.md:2: excuse: expected {OUTPUT LINE: REASON}"],
    [["profile: book", "steps: ["], "lab.md:3: the front matter is no YAML: did not find expected node content"],
  ])("%j in front matter is refused by its line", (front, message) => {
    expect(() => load(front)).toThrow(message);
  });

  test.each([
    [["profiles: book"], 'lab.lab.yaml:1: no key "profiles" is known; there are title, summary, profile'],
    [["seed: -1"], "lab.lab.yaml:1: seed: expected a whole number from 0"],
    [["kubernetesVersion: 1.20"], "lab.lab.yaml:1: kubernetesVersion: expected a text"],
    [["nodeNetwork: 192.168.56.1"], 'lab.lab.yaml:1: nodeNetwork: "192.168.56.1" is no network such as 192.168.56.0/24'],
    [["files:", "  a: x", "  b: {c: d}"], 'lab.lab.yaml:3: the contents of a file "b": expected a text'],
    [["- a"], "lab.lab.yaml:1: expected a mapping with title"],
    [["steps:", "- at: 5", "  skip: x", "  skipp: y"], 'lab.lab.yaml:4: no key "skipp" is known; there are at, skip, advance'],
    [["steps:", "- skip: x"], 'lab.lab.yaml:2: a step needs "at": the line of a command, or its text'],
    [["steps:", "- at: 5"], "lab.lab.yaml:2: nothing is said of this step"],
    [["steps:", "- at: 2", "  advance: soon"], 'lab.lab.yaml:3: advance: "soon" is no duration such as 2m or 1h30m'],
    [["steps:", "- at: 2", "  edit: {a: b}"], "lab.lab.yaml:3: edit: expected the lines to put in, or a patch"],
    [
      ["profile: book", "", "steps:", "- skip: x", "  at: 7"],
      "lab.lab.yaml:5: the document has no command on line 7; the nearest is on line 2: kubectl top pods",
    ],
    [["steps:", "- {at: kubectl get po, skip: x}"], 'lab.lab.yaml:2: no command of the document is "kubectl get po"'],
    [["a: [", "b"], "lab.lab.yaml:"],
    [["seed: 1", "seed: 2"], "lab.lab.yaml:2: this is no YAML: "],
  ])("%j in a sidecar is refused by its line", (sidecar, message) => {
    expect(() => load([], sidecar)).toThrow(message);
  });
});
