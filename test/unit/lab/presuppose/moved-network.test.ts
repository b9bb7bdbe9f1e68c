import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { withMovedFiles } from "../../../../src/lab/presuppose/moved-network.ts";
import { isShownFile } from "../../../../src/lab/transcript.ts";

const BOOK = "~/_Book_k8sInfra/ch3";
const NETWORK = { profile: "book", changes: { nodeNetwork: "192.168.64.0/24" } };

/** The files that are put in, each with its addresses and the command before which it stands. */
async function movedOf(lines: readonly string[], create: Parameters<typeof withMovedFiles>[1] = NETWORK) {
  const transcript = loadTranscript("lab.md", lines.join("\n"));
  const items = await withMovedFiles(transcript?.items ?? [], create);
  return items.flatMap((item, index) => {
    if (!isShownFile(item) || item.implied === undefined) return [];
    const next = items[index + 1];
    return { path: item.path, addresses: item.content.match(/\b192\.168\.\d+\.\d+/g), why: item.implied, before: next?.line };
  });
}

test("a course's file has its addresses in the network of the document's machines, before it is first used", async () => {
  const lines = [
    "```",
    `$ cat ${BOOK}/3.3.4/metallb-l2config.yaml | grep 192`,
    `$ kubectl apply -f ${BOOK}/3.3.4/metallb-l2config.yaml`,
    "```",
  ];
  const why = `${BOOK}/3.3.4/metallb-l2config.yaml names addresses of 192.168.1.0/24 where the document's machines are in 192.168.64.0/24: it was edited before line 2`;
  expect(await movedOf(lines)).toEqual([
    { path: `${BOOK}/3.3.4/metallb-l2config.yaml`, addresses: ["192.168.64.11", "192.168.64.13"], why, before: 2 },
  ]);
  expect(await movedOf(lines, { profile: "book" })).toEqual([]);
});

test("files of one name stand for each other no longer than until the next is used", async () => {
  const use = (section: string) => `$ kubectl apply -f ${BOOK}/${section}/metallb-l2config.yaml`;
  const moved = await movedOf(["```", use("3.3.4"), use("3.4.2"), use("3.4.2"), use("3.3.4"), "```"]);
  expect(moved.map(({ path, before }) => [path.split("/").at(-2), before])).toEqual([
    ["3.3.4", 2],
    ["3.4.2", 3],
    ["3.3.4", 5],
  ]);
});

test("files of a repository that is cloned are moved as well", async () => {
  const lines = ["```", "$ git clone https://github.com/whatwant-school/kubernetes.git", "$ kubectl create -f metallb-ip.yaml", "```"];
  const [file] = await movedOf(lines, { profile: "kubespray", changes: { nodeNetwork: "192.168.77.0/24" } });
  expect(file).toMatchObject({ path: "metallb-ip.yaml", before: 3 });
  expect(file?.addresses?.every((address) => address.startsWith("192.168.77."))).toBe(true);
});

test("a document that names the files' own network, or shows another file, is taken at its word", async () => {
  const apply = `$ kubectl apply -f ${BOOK}/3.3.4/metallb-l2config.yaml`;
  expect(await movedOf(["```", apply, "$ curl 192.168.1.11", "```"])).toEqual([]);
  const shown = ["metallb-l2config.yaml", "", "```yaml", "apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: config", "```"];
  expect(await movedOf([...shown, "", "```", apply, "```"])).toEqual([]);
});
