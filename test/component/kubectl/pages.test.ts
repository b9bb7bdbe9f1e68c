import { describe, expect, test } from "bun:test";
import { createKubectl } from "./world.ts";

const file = (...objects: object[]): string => objects.map((object) => `${JSON.stringify(object)}\n`).join("");
const volume = (name: string, source: object) => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name },
  spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], ...source },
});

/** What stands behind `Source:`, with one blank where columns are apart. */
const sourceOf = (page: string): string[] =>
  page
    .slice(page.indexOf("Source:\n") + "Source:\n".length, page.indexOf("Events:"))
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().replace(/ {2,}/g, " "));

describe("describe pv", () => {
  test("what a volume's driver is told, a line each", async () => {
    const { run } = createKubectl();
    const csi = { csi: { driver: "d.io", volumeHandle: "h", fsType: "xfs", volumeAttributes: { c: "d", a: "b" } } };
    await run("create -f v.json", { "v.json": file(volume("one", csi)) });
    const page = await run("describe pv one");
    expect(page).toContain("\n    VolumeAttributes:      a=b\n                           c=d\nEvents:");
  });

  test("a disk that hardly anybody has", async () => {
    const { run } = createKubectl();
    const iscsi = { targetPortal: "p", iqn: "iqn.2000-01.com.x:y", lun: 0, chapAuthSession: true, secretRef: { name: "s" } };
    await run("create -f v.json", { "v.json": file(volume("disk", { iscsi })) });
    expect(sourceOf(await run("describe pv disk"))).toEqual([
      "Type: ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
      "TargetPortal: p",
      "IQN: iqn.2000-01.com.x:y",
      "Lun: 0",
      "ISCSIInterface default",
      "FSType:",
      "ReadOnly: false",
      "Portals: []",
      "DiscoveryCHAPAuth: false",
      "SessionCHAPAuth: true",
      "SecretRef: &SecretReference{Name:s,Namespace:,}",
      "InitiatorName: <none>",
    ]);
  });
});

describe("pages by version", () => {
  test("a PodSecurityPolicy has the generic page up to 1.21", async () => {
    const policy = {
      apiVersion: "policy/v1beta1",
      kind: "PodSecurityPolicy",
      metadata: { name: "psp" },
      spec: {
        seLinux: { rule: "RunAsAny" },
        runAsUser: { rule: "RunAsAny" },
        supplementalGroups: { rule: "RunAsAny" },
        fsGroup: { rule: "RunAsAny" },
      },
    };
    const old = createKubectl();
    await old.run("create -f p.json", { "p.json": file(policy) });
    expect(await old.run("describe psp psp")).toContain("\nAPI Version:  policy/v1beta1\nKind:         PodSecurityPolicy\n");
    const newer = createKubectl("v1.23.7");
    await newer.run("create -f p.json", { "p.json": file(policy) });
    expect(await newer.run("describe psp psp")).toContain("\nSettings:\n");
  });

  test("a CSINode's drivers", async () => {
    const { run } = createKubectl();
    const drivers = [{ name: "d.x.io", nodeID: "n1", topologyKeys: ["t1", "t2"], allocatable: { count: 5 } }];
    await run("create -f n.json", {
      "n.json": file({ apiVersion: "storage.k8s.io/v1", kind: "CSINode", metadata: { name: "w9" }, spec: { drivers } }),
    });
    const page = await run("describe csinode w9");
    expect(page.slice(page.indexOf("Spec:"))).toBe(
      "Spec:\n  Drivers:\n    d.x.io:\n      Node ID:  n1\n      Allocatables:\n        Count:        5\n      Topology Keys:  [t1 t2]\nEvents:               <none>\n",
    );
  });

  test("limits that are none", async () => {
    const { run } = createKubectl();
    await run("create -f l.json", {
      "l.json": file({ apiVersion: "v1", kind: "LimitRange", metadata: { name: "e" }, spec: { limits: [] } }),
    });
    expect(await run("describe limits e")).toContain("Type        Resource  Min  Max");
    expect(await run("describe ns default")).toContain("Resource Limits\n Type");
  });
});

test("what is looked for in a namespace that is not there is not what is missing", async () => {
  const { run } = createKubectl();
  expect(await run("get pod x -n nope")).toBe('E|Error from server (NotFound): namespaces "nope" not found\n');
  expect(await run("get pod x -n kube-system")).toBe('E|Error from server (NotFound): pods "x" not found\n');
  expect(await run("certificate approve pod/x")).toBe("E|error: namespace may not be empty when retrieving a resource by name\n");
});

test("the members of a typed list need no type of their own", async () => {
  const { run } = createKubectl();
  const list = { apiVersion: "v1", kind: "ConfigMapList", items: [{ metadata: { name: "c1" } }, { metadata: { name: "c2" } }] };
  expect(await run("create -f l.json", { "l.json": file(list) })).toBe("configmap/c1 created\nconfigmap/c2 created\n");
  const half = { apiVersion: "v1", kind: "ConfigMapList", items: [{ kind: "ConfigMap", metadata: { name: "c3" } }] };
  expect(await run("create -f l.json", { "l.json": file(half) })).toContain('no matches for kind "ConfigMap" in version ""');
});

test("debug leaves a copy's process namespace alone, and shows a node's files, where there are no profiles yet", async () => {
  const { run } = createKubectl();
  await run("run p --image=nginx");
  await run("debug p --copy-to=p2 --image=busybox -c dbg");
  expect(await run("get pod p2 -o jsonpath={.spec.shareProcessNamespace}")).toBe("");
  await run("debug node/w1-k8s --image=busybox");
  expect(await run("get pods -o jsonpath={..volumes[?(@.hostPath)].name}")).toContain("host-root");
});

test("several objects are shown before they cannot be watched", async () => {
  const { run } = createKubectl();
  await run("create cm one");
  await run("create cm two");
  expect(await run("get cm one two -w --no-headers -o name")).toBe(
    "configmap/one\nconfigmap/two\nE|error: you may only watch a single resource or type of resource at a time\n",
  );
  expect(
    (await run("get cm one two -w"))
      .split("\n")
      .slice(0, 3)
      .map((line) => line.split(" ")[0]),
  ).toEqual(["NAME", "one", "two"]);
});

test("an object that goes at once is seen as one that is being deleted", async () => {
  const { world, run } = createKubectl();
  await run("run p --image=nginx");
  const admin = { name: "kubernetes-admin", groups: ["system:masters"] };
  const pods = { verb: "watch", group: "", version: "v1", resource: "pods", namespace: "default", user: admin, userAgent: "t" } as const;
  const watch = world.api.watch(pods);
  if (!("poll" in watch)) throw new Error("no watch");
  watch.poll();
  await run("delete pod p --grace-period=0 --force");
  const last = watch.poll().slice(-2);
  expect(last.map(({ type, object }) => [type, "metadata" in object && "deletionTimestamp" in object.metadata])).toEqual([
    ["MODIFIED", true],
    ["DELETED", true],
  ]);
});
