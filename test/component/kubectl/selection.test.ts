import { describe, expect, test } from "bun:test";
import { deployment, DEPLOYMENTS } from "../controllers/world.ts";
import { createKubectl } from "./world.ts";

function lab() {
  const made = createKubectl();
  made.world.client.create(DEPLOYMENTS, deployment("web", 1));
  made.world.advance(5000);
  return made;
}

describe("field selectors", () => {
  test("replica sets have none of their own", async () => {
    expect(await lab().run("get rs --field-selector status.replicas=0")).toBe(
      'E|Error from server (BadRequest): Unable to find "apps/v1, Resource=replicasets" that match label selector "", field selector "status.replicas=0": "status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"\n',
    );
  });

  test("events of events.k8s.io are picked by what they are about, under their own names", async () => {
    const { run } = lab();
    const line = "get events.v1.events.k8s.io --no-headers -o custom-columns=R:.reason --field-selector ";
    expect(await run(`${line}regarding.kind=Deployment,reason=ScalingReplicaSet`)).toBe("ScalingReplicaSet\n");
    expect(await run(`${line}involvedObject.kind=Deployment`)).toContain("field label not supported: involvedObject.kind");
  });
});

test("a selector that cannot be read is told before the metrics are missed", async () => {
  expect(await lab().run("top pod -l a_in")).toBe("E|error: unable to parse requirement: found '' expected: '('\n");
});

test("custom columns print the rows before one that lacks an item", async () => {
  const { world, run } = lab();
  const pod = (name: string, containers: string[]) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { containers: containers.map((each) => ({ name: each, image: "nginx" })) },
  });
  world.client.create({ group: "", version: "v1", resource: "pods", namespace: "default" }, pod("a", ["one", "two"]));
  world.client.create({ group: "", version: "v1", resource: "pods", namespace: "default" }, pod("b", ["one"]));
  const out = await run("get po a b -o custom-columns=N:.metadata.name,C:.spec.containers[1].name");
  expect(out).toStartWith("N     C\na     two\nE|error: array index out of bounds: index 1, length 1");
});

test("the classes of the system are not deleted", async () => {
  const { world, run } = lab();
  world.client.create(
    { group: "scheduling.k8s.io", version: "v1", resource: "priorityclasses", namespace: "" },
    { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "mine" }, value: 5 },
  );
  const kept = {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "system-node-critical", uid: "u" },
    value: 2000001000,
  };
  world.store.put("priorityclasses.scheduling.k8s.io", kept);
  expect(await run("delete pc system-node-critical")).toBe(
    'E|Error from server (Forbidden): priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted\n',
  );
  expect(await run("delete pc mine")).toBe('priorityclass.scheduling.k8s.io "mine" deleted\n');
});

test("a service account without a namespace keeps its slash", async () => {
  const { world, run } = lab();
  world.client.create(
    { group: "rbac.authorization.k8s.io", version: "v1", resource: "rolebindings", namespace: "default" },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "b", namespace: "default" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [
        { kind: "ServiceAccount", name: "one", namespace: "team" },
        { kind: "User", name: "jane", apiGroup: "rbac.authorization.k8s.io" },
      ],
    },
  );
  expect(await run("get rolebinding b -o wide --no-headers")).toContain("team/one");
});

test("a whole number for a string is no string to the converter", async () => {
  const { run } = lab();
  expect(await run("create cm c")).toBe("configmap/c created\n");
  expect(await run('patch cm c -p {"data":{"x":1}}')).toContain("cannot convert int64 to string");
  expect(await run('patch cm c -p {"data":{"x":true}}')).toContain("unrecognized type: string");
});

test("a status patched where it does not count is owned all the same, and nothing else changes", async () => {
  const { world, run } = lab();
  const before = world.get("deployments.apps", "web")["status"];
  expect(await run('patch deploy web -p {"status":{"replicas":9}}')).toBe("deployment.apps/web patched\n");
  expect(await run('patch deploy web -p {"status":{"replicas":9}}')).toBe("deployment.apps/web patched (no change)\n");
  expect(world.get("deployments.apps", "web")["status"]).toEqual(before);
});

test("labels that a job has of its own stay as they are, though its template has the same", async () => {
  const { world, run } = lab();
  const job = (labels: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: j${labels === "" ? "" : `, labels: ${labels}`}}\nspec: {template: {metadata: {labels: {app: j}}, spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}\n`;
  await run("create -f j.yaml", { "j.yaml": job("{app: j}") });
  expect(world.get("jobs.batch", "j").metadata.labels).toEqual({ app: "j" });
  await run("delete job j");
  await run("create -f j.yaml", { "j.yaml": job("") });
  expect(Object.keys(world.get("jobs.batch", "j").metadata.labels ?? {}).sort()).toEqual(["app", "controller-uid", "job-name"]);
});

test("owners are shown with all their fields, and an apiVersion of three parts is none", async () => {
  const config = JSON.stringify({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "c",
      ownerReferences: [
        { apiVersion: "v1", kind: "Event", name: "e", uid: "x" },
        { apiVersion: "a/b/c", kind: "X", name: "n", uid: "u" },
      ],
    },
  });
  const out = await lab().run("create -f c.json", { "c.json": config });
  expect(out).toContain('UID:"x", Controller:(*bool)(nil), BlockOwnerDeletion:(*bool)(nil)}: /v1, Kind=Event is disallowed');
  expect(out).toContain('metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty');
});

test("volumes and claims: what is refused, what is dropped", async () => {
  const { world, run } = lab();
  const volume =
    "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], nfs: {server: a, path: /b}, local: {path: /c}}\n";
  expect(await run("create -f v.yaml", { "v.yaml": volume })).toBe(
    'E|The PersistentVolume "v" is invalid: spec.local: Forbidden: may not specify more than 1 volume type\n',
  );
  const claim =
    "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, dataSource: {kind: Other, name: x}}\n";
  await run("create -f c.yaml", { "c.yaml": claim });
  expect(world.get("persistentvolumeclaims", "c")["spec"]).not.toHaveProperty("dataSource");
});

test("ranges of a load balancer are trimmed before they are judged", async () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: [10.0.0.0/8, " 11.0.0.0/8"]}\n';
  expect(await lab().run("create -f s.yaml", { "s.yaml": service })).toBe("service/s created\n");
});
