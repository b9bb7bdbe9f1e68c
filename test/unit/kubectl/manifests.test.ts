import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

const files: Record<string, string> = {
  "tab.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n",
  "unclosed.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: x\n",
  "nokind.yaml": "apiVersion: v1\nmetadata:\n  name: x\n",
  "badkind.yaml": "apiVersion: v1\nkind: Podd\nmetadata:\n  name: x\n",
  "badjson.json": '{"apiVersion":"v1","kind":"Pod",',
  "wrong.json": '{"apiVersion":"v1" "kind":"Pod"}',
  "labelint.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: li, labels: {v: 1.0}}\n",
  "labelbool.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: p3, labels: {app: yes}}\n",
  "other.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: other}\n",
  "two.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n# nothing\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n",
  "list.yaml":
    "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n",
  "half.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Podd\nmetadata: {name: x}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n",
  "dir/1.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n",
  "dir/readme.md": "no manifest",
  "dir/sub/2.json": '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}',
  "empty/readme.md": "no manifest",
};

async function get(line: string, version = "v1.20.2", stdin = ""): Promise<string> {
  const run = await kubectl(fakeCluster([pod("a"), pod("b")]), ["get", "-o", "name", ...line.split(" ")], { files, version, stdin });
  return run.stdout + run.stderr;
}

describe("manifests", () => {
  test.each([
    [
      "-f tab.yaml",
      "error: error parsing tab.yaml: error converting YAML to JSON: yaml: line 4: found character that cannot start any token\n",
    ],
    [
      "-f unclosed.yaml",
      "error: error parsing unclosed.yaml: error converting YAML to JSON: yaml: line 3: did not find expected ',' or '}'\n",
    ],
    [
      "-f nokind.yaml",
      `error: unable to decode "nokind.yaml": Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"x"}}'\n`,
    ],
    ["-f badkind.yaml", 'error: unable to recognize "badkind.yaml": no matches for kind "Podd" in version "v1"\n'],
    ["-f badjson.json", "error: error parsing badjson.json: unexpected EOF\n"],
    ["-f wrong.json", `error: error parsing wrong.json: json: line 0: invalid character '"' after object key:value pair\n`],
    [
      "-f labelint.yaml",
      'error: unable to decode "labelint.yaml": resource.metadataOnlyObject.ObjectMeta: v1.ObjectMeta.Name: Labels: ReadString: expects " or n, but found 1, error found in #10 byte of ...|ls":{"v":1},"name":"|..., bigger context ...|v1","kind":"ConfigMap","metadata":{"labels":{"v":1},"name":"li"}}|...\n',
    ],
    [
      "-f labelbool.yaml",
      'error: unable to decode "labelbool.yaml": resource.metadataOnlyObject.ObjectMeta: v1.ObjectMeta.Labels: ReadString: expects " or n, but found t, error found in #10 byte of ...|":{"app":true},"name|..., bigger context ...|n":"v1","kind":"Pod","metadata":{"labels":{"app":true},"name":"p3"}}|...\n',
    ],
    ["-f none.yaml -f gone.yaml", 'the path "none.yaml" does not exist\nthe path "gone.yaml" does not exist\n'],
    ["-f empty", "error: error reading [empty]: recognized file extensions are [.json .yaml .yml]\n"],
    ["-f https://example.com/x.yaml", "Unable to connect to the server: dial tcp: lookup example.com: no such host\n"],
    [
      "-f other.yaml -n default",
      'error: the namespace from the provided object "other" does not match the namespace "default". You must pass \'--namespace=other\' to perform this operation.\n',
    ],
    ["pods -f two.yaml", "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n"],
    ["-f two.yaml", "pod/a\npod/b\n"],
    ["-f list.yaml", "pod/a\npod/b\n"],
    ["-f half.yaml -f dir", 'pod/a\npod/b\npod/a\nerror: unable to recognize "half.yaml": no matches for kind "Podd" in version "v1"\n'],
    ["-f dir", "pod/a\n"],
    ["-f dir -R", "pod/a\npod/b\n"],
    // One file counts as one item: then an error is all that get prints.
    ["-f half.yaml", 'error: unable to recognize "half.yaml": no matches for kind "Podd" in version "v1"\n'],
  ])("1.20: get %s", async (line, expected) => {
    expect(await get(line)).toBe(expected);
  });

  test("standard input", async () => {
    expect(await get("-f -", "v1.20.2", files["two.yaml"])).toBe("pod/a\npod/b\n");
    expect(await get("-f -", "v1.20.2", files["badkind.yaml"])).toBe(
      'error: unable to recognize "STDIN": no matches for kind "Podd" in version "v1"\n',
    );
  });

  test("from 1.24 on the object is named", async () => {
    expect(await get("-f badkind.yaml", "v1.28.1")).toBe(
      'error: resource mapping not found for name: "x" namespace: "" from "badkind.yaml": no matches for kind "Podd" in version "v1"\nensure CRDs are installed first\n',
    );
    expect(await get("-f labelint.yaml", "v1.28.1")).toBe(
      'error: unable to decode "labelint.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string\n',
    );
  });
});
