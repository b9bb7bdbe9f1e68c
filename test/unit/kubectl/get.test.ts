import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

const two = () => fakeCluster([pod("a", { spec: { nodeName: "w2" } }, { app: "x" }), pod("b-long-name", { spec: { nodeName: "w1" } })]);
const words = (line: string): string[] => line.split(" ");

async function out(line: string, version = "v1.20.2"): Promise<string> {
  const run = await kubectl(two(), words(line), { version });
  return run.stdout + run.stderr;
}

describe("get as a table", () => {
  test.each([
    ["get po", "NAME          AGE\na             5s\nb-long-name   5s\n"],
    ["get pods -o wide", "NAME          AGE   NODE\na             5s    w1\nb-long-name   5s    w1\n"],
    ["get pod/a --no-headers", "a     5s\n"],
    ["get pod a --show-labels", "NAME   AGE   LABELS\na      5s    app=x\n"],
    ["get pod -L a.io/app,app", "NAME          AGE   APP   APP\na             5s          x\nb-long-name   5s          \n"],
    ["get pod -A", "NAMESPACE   NAME          AGE\ndefault     a             5s\ndefault     b-long-name   5s\n"],
    ["get pod a --show-kind", "NAME    AGE\npod/a   5s\n"],
    ["get pod --server-print=false", "NAME          AGE\na             <unknown>\nb-long-name   <unknown>\n"],
    ["get svc", "No resources found in default namespace.\n"],
    ["get ns", "No resources found\n"],
    ["get po a nope", 'NAME   AGE\na      5s\nError from server (NotFound): pods "nope" not found\n'],
    ["get po nope --ignore-not-found", ""],
    ["get po --sort-by=.spec.nodeName", "NAME          AGE\nb-long-name   5s\na             5s\n"],
    ["get po --sort-by=.nope", "No resources found in default namespace.\n"],
    ["get podes", `error: the server doesn't have a resource type "podes"\n`],
    ["get deployments.extensions", `error: the server doesn't have a resource type "deployments"\n`],
    ["get pod,,svc", `error: the server doesn't have a resource type ""\n`],
    ["get pods/", "error: arguments in resource/name form must have a single resource and name\n"],
    ["get po/a/b", "error: arguments in resource/name form may not have more than one slash\n"],
    ["get po a -l app=x", "error: name cannot be provided when a selector is specified\n"],
    ["get po a -A", "error: a resource cannot be retrieved by name across all namespaces\n"],
    ["get -f none.yaml", 'error: the path "none.yaml" does not exist\n'],
  ])("%s", async (line, expected) => {
    expect(await out(line)).toBe(expected);
  });

  test("several types are blocks with kinds in front, a category is its types", async () => {
    const cluster = two();
    cluster.objects.set("deployments/default/web", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "default" },
    });
    const expected =
      "NAME              AGE\npod/a             5s\npod/b-long-name   5s\n\nNAME                  AGE\ndeployment.apps/web   5s\n";
    expect((await kubectl(cluster, words("get pods,deploy"))).stdout).toBe(expected);
    expect((await kubectl(cluster, words("get all"))).stdout).toBe(expected);
  });

  test("an empty cluster-scoped list names the namespace in 1.18", async () => {
    expect(await out("get ns", "v1.18.4")).toBe("No resources found in default namespace.\n");
  });

  test("a subresource is shown by name and age", async () => {
    expect(await out("get po a --subresource=status", "v1.28.1")).toBe("NAME   AGE\na      <unknown>\n");
    expect(await out("get po a --subresource=log", "v1.28.1")).toBe(
      'error: invalid subresource value: "log". Must be one of [status scale]\n',
    );
  });

  test("everyday words need one discovery request", async () => {
    const cluster = two();
    await kubectl(cluster, words("get pods"));
    expect(cluster.calls.filter((call) => call.startsWith("path"))).toEqual(["path /api/v1"]);
  });
});

describe("get through a printer", () => {
  test.each([
    ["get po -o name", "pod/a\npod/b-long-name\n"],
    ["get po a -o jsonpath={.metadata.labels}", '{"app":"x"}'],
    ["get po -o jsonpath={.items[*].metadata.name}", "a b-long-name"],
    ["get po -o custom-columns=N:.metadata.name,X:.spec.nope", "N             X\na             <none>\nb-long-name   <none>\n"],
    ["get po -o custom-columns=N", "error: unexpected custom-columns spec: N, expected <header>:<json-path-expr>\n"],
    ["get po a -o go-template={{.metadata.name}}", "a"],
    ["get po a --template={{.kind}}", "Pod"],
    [
      "get po -o foo",
      'error: unable to match a printer suitable for the output format "foo", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml\n',
    ],
    [
      "get po a -o json",
      '{\n    "apiVersion": "v1",\n    "kind": "Pod",\n    "metadata": {\n        "labels": {\n            "app": "x"\n        },\n        "name": "a",\n        "namespace": "default",\n        "resourceVersion": "7"\n    },\n    "spec": {\n        "nodeName": "w2"\n    }\n}\n',
    ],
    ["get cm -o yaml", 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n  selfLink: ""\n'],
  ])("%s", async (line, expected) => {
    expect(await out(line)).toBe(expected);
  });

  test("maps print as Go's in 1.18", async () => {
    expect(await out("get po a -o jsonpath={.metadata.labels}", "v1.18.4")).toBe("map[app:x]");
  });
});

describe("get -w", () => {
  test("prints what is there and then every change, in columns that only grow", async () => {
    const cluster = fakeCluster([pod("a")]);
    const row = (name: string) => ({
      kind: "Table" as const,
      apiVersion: "meta.k8s.io/v1",
      metadata: {},
      columnDefinitions: [],
      rows: [{ cells: [name, "6s", "w1"], object: pod(name) }],
    });
    cluster.watchEvents = [
      { type: "MODIFIED", object: row("a-much-longer") },
      { type: "DELETED", object: row("a") },
    ];
    const plain = await kubectl(cluster, words("get po -w"));
    expect(plain.stdout).toBe("NAME   AGE\na      5s\na-much-longer   6s\na               6s\n");
    const events = await kubectl(cluster, words("get po --watch-only --output-watch-events"));
    expect(events.stdout).toBe(
      "EVENT      NAME   AGE\n".replace("NAME   AGE", "NAME            AGE") +
        "MODIFIED   a-much-longer   6s\nDELETED    a               6s\n",
    );
  });

  test("two types are too many", async () => {
    expect(await out("get pods,svc -w")).toBe("error: you may only specify a single resource type\n");
  });
});
