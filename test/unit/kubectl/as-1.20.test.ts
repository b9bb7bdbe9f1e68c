import { describe, expect, test } from "bun:test";
import { kubectl, fakeCluster, pod } from "./support.ts";

const SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n";
const WRONG = (lines: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n${lines}`;
const files = {
  "svc.yaml": SERVICE,
  "number.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: 123\n",
  "lower.yaml": "apiVersion: v1\nkind: pod\nmetadata:\n  name: p\n",
  "list.yaml": WRONG("  containers:\n    name: c\n"),
  "item.yaml": WRONG("  containers:\n  - c\n"),
  "ports.yaml": WRONG("  containers:\n  - name: c\n    ports: 80\n"),
};
const two = [pod("a", { spec: { containers: [{ name: "c" }] } }), pod("b", { spec: { containers: [{ name: "c" }] } })];
const run = (line: string) => {
  const cluster = fakeCluster(two);
  cluster.paths.set("/version", { major: "1", minor: "20", gitVersion: "v1.20.2" });
  return kubectl(cluster, line.split(" "), { version: "v1.20.2", files: { ...files } });
};

// Each of these lines was said by kubectl 1.20.2 itself.
describe("1.20.2", () => {
  test.each([
    ["get PO a", `error: the server doesn't have a resource type "PO"\n`],
    [
      "get -f https://127.0.0.1:1/x.yaml",
      "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n",
    ],
    ["get po -n team --as-group=x", "Error in configuration: requesting groups or user-extra for admin without impersonating a user\n"],
    ["get po --as-group=x", "error: requesting groups or user-extra for admin without impersonating a user\n"],
    ["create pdb p --selector=a!=b --min-available=1", `error: "!=" is not a valid label selector operator\n`],
    ["create pdb p --selector=a>1 --min-available=1", `error: "gt" isn't supported in label selectors\n`],
    [
      "create clusterrole c --aggregation-rule=a",
      `Error: invalid argument "a" for "--aggregation-rule" flag: malformed pair, expect string=string\n`,
    ],
    ["run x --image=y --pod-running-timeout=0s", "error: --pod-running-timeout must be higher than zero\n"],
    ["replace -f svc.yaml --record", "Error: unknown flag: --record\n"],
    ["api-versions --server=https://127.0.0.1:1", "error: couldn't get available api versions from server: "],
  ])("%s", async (line, expected) => {
    const { stderr, code } = await run(line);
    expect(code).toBe(1);
    expect(stderr.slice(0, expected.length)).toBe(expected);
  });

  test("sorting by what has no order ends as the log library does", async () => {
    const { stderr, code } = await run("get po --sort-by=.spec.containers");
    expect(code).toBe(255);
    expect(stderr).toEndWith(
      "sorter.go:360] Field {.spec.containers} in [][][]reflect.Value is an unsortable type: interface, err: unsortable type: []interface {}\n",
    );
  });

  test("headers of custom columns are out before a path fails", async () => {
    const { stdout, stderr } = await run("get po -o custom-columns=N:.metadata[");
    expect(stdout).toBe("N\n");
    expect(stderr).toStartWith("error: ");
  });

  test("a local object gets no namespace", async () => {
    expect((await run("label --local -f svc.yaml s=1 -o yaml")).stdout).not.toContain("namespace");
  });

  test("label tells of no dry run", async () => {
    expect((await run("label po a x=1 --dry-run=client")).stdout).toBe("pod/a labeled\n");
  });

  test("kinds in lower case are found, names that are numbers are not read", async () => {
    expect((await run("get -f lower.yaml")).stderr).toBe(`Error from server (NotFound): pods "p" not found\n`);
    expect((await run("get -f number.yaml")).stderr).toStartWith(
      `unable to decode "number.yaml": resource.metadataOnlyObject.ObjectMeta: v1.ObjectMeta.Name: ReadString: expects " or n, but found 1`,
    );
  });

  test.each([
    ["list", `(Pod.spec.containers): invalid type for io.k8s.api.core.v1.PodSpec.containers: got "map", expected "array"`],
    ["item", `(Pod.spec.containers[0]): invalid type for io.k8s.api.core.v1.Container: got "string", expected "map"`],
    ["ports", `(Pod.spec.containers[0].ports): invalid type for io.k8s.api.core.v1.Container.ports: got "integer", expected "array"`],
  ])("validation of %s.yaml", async (file, expected) => {
    expect((await run(`create -f ${file}.yaml`)).stderr).toContain(`error validating data: ValidationError${expected};`);
  });
});

describe("types that are gone", () => {
  const GROUP = {
    kind: "APIGroupList",
    groups: [
      {
        name: "ex.com",
        versions: [{ groupVersion: "ex.com/v1", version: "v1" }],
        preferredVersion: { groupVersion: "ex.com/v1", version: "v1" },
      },
    ],
  };
  const FOOS = {
    resources: [{ name: "foos", singularName: "foo", namespaced: true, kind: "Foo", verbs: ["get", "list"], shortNames: ["fo"] }],
  };

  test("are asked for until what was discovered is ten minutes old", async () => {
    const cluster = fakeCluster();
    cluster.paths.set("/apis", GROUP).set("/apis/ex.com/v1", FOOS);
    const known = (await kubectl(cluster, ["get", "fo"])).files;
    const gone = (later: number) =>
      kubectl(fakeCluster(), ["get", "fo"], { files: { ...known }, env: { now: () => Date.parse("2026-11-21T12:00:00Z") + later } });
    expect((await gone(9 * 60_000)).stderr).toBe("No resources found in default namespace.\n");
    expect((await gone(11 * 60_000)).stderr).toBe(`error: the server doesn't have a resource type "fo"\n`);
  });
});
