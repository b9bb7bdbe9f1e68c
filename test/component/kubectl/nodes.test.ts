import { describe, expect, test } from "bun:test";
import { deployment, DEPLOYMENTS } from "../controllers/world.ts";
import { createKubectl } from "./world.ts";

const POD = { apiVersion: "v1", kind: "Pod" };
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

function lab(version?: string) {
  const made = createKubectl(version);
  made.world.client.create(PODS, {
    ...POD,
    metadata: { name: "bare", namespace: "default" },
    spec: { nodeName: "w1-k8s", containers: [{ name: "c", image: "nginx" }] },
  });
  return made;
}

describe("cordon and drain", () => {
  test("said once, then already", async () => {
    const { run } = lab();
    expect(await run("cordon w1-k8s")).toBe("node/w1-k8s cordoned\n");
    expect(await run("cordon w1-k8s --dry-run=client")).toBe("node/w1-k8s already cordoned (dry run)\n");
    expect(await run("uncordon w1-k8s")).toBe("node/w1-k8s uncordoned\n");
    expect(await run("cordon")).toBe("E|error: USAGE: cordon NODE [flags]\nSee 'kubectl cordon -h' for help and examples\n");
  });

  test("1.20 ends at what it may not delete, in the last verb", async () => {
    const { run } = lab();
    const why =
      "cannot delete Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet (use --force to override): default/bare";
    expect(await run("drain w1-k8s")).toBe(
      `node/w1-k8s cordoned\nE|error: unable to drain node "w1-k8s", aborting command...\n\nThere are pending nodes to be drained:\n w1-k8s\nerror: ${why}\n`,
    );
    expect(await run("drain w1-k8s --force")).toBe(
      "node/w1-k8s already cordoned\nevicting pod default/bare\npod/bare evicted\nnode/w1-k8s evicted\n" +
        "E|WARNING: deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet: default/bare\n",
    );
    expect(await run("drain w1-k8s")).toBe("node/w1-k8s already cordoned\nnode/w1-k8s drained\n");
  });

  test("1.28 goes on and ends drained", async () => {
    const { run } = lab("v1.28.15");
    const why = "cannot delete Pods declare no controller (use --force to override): default/bare";
    expect(await run("drain w1-k8s")).toBe(
      `node/w1-k8s cordoned\nE|error: unable to drain node "w1-k8s" due to error:${why}, continuing command...\nThere are pending nodes to be drained:\n w1-k8s\n${why}\n`,
    );
    expect(await run("drain w1-k8s --force --disable-eviction")).toContain("pod/bare deleted\nnode/w1-k8s drained\n");
  });
});

describe("taint", () => {
  test("set, change, remove", async () => {
    const { world, run } = lab();
    expect(await run("taint nodes w1-k8s a=b:NoSchedule")).toBe("node/w1-k8s tainted\n");
    expect(await run("taint nodes w1-k8s a=c:NoSchedule")).toBe(
      "E|error: node w1-k8s already has a taint(s) with same effect(s) and --overwrite is false\n",
    );
    expect(await run("taint nodes w1-k8s a=c:NoSchedule --overwrite")).toBe("node/w1-k8s modified\n");
    expect(world.get("nodes", "w1-k8s", "")["spec"]).toMatchObject({ taints: [{ key: "a", value: "c", effect: "NoSchedule" }] });
    expect(await run("taint nodes --all a-")).toBe('node/w1-k8s untainted\nE|taint "a" not found\ntaint "a" not found\n');
    expect(await run("taint nodes w1-k8s k=v:Bogus")).toBe(
      "E|error: invalid taint effect: Bogus, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n",
    );
  });

  test.each([
    ["v1.18.4", '["node" "nodes"]'],
    ["v1.20.2", "node types"],
  ])("of something else, %s", async (version, types) => {
    expect(await lab(version).run("taint pods x k=v:NoSchedule")).toBe(
      `E|error: invalid resource type pods, only ${types} are supported\n`,
    );
  });
});

describe("containers", () => {
  const two = {
    ...POD,
    metadata: { name: "two", namespace: "default" },
    spec: {
      containers: [
        { name: "a", image: "nginx" },
        { name: "b", image: "redis:6" },
      ],
    },
  };

  test.each([
    [
      "logs",
      "E|error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n",
    ],
    ["logs two", "E|error: a container name must be specified for pod two, choose one of: [a b]\n"],
    ["logs two -c x", "E|error: container x is not valid for pod two\n"],
    ["logs deploy/no", 'E|Error from server (NotFound): deployments.apps "no" not found\n'],
    [
      "logs two -c a --since=1h --since-time=2026-01-01T00:00:00Z",
      "E|error: at most one of `sinceTime` or `sinceSeconds` may be specified\n",
    ],
    ["exec", "E|error: pod, type/name or --filename must be specified\n"],
    ["exec two", "E|error: you must specify at least one command for the container\n"],
    ["exec two -c x -- ls", "E|Error from server (BadRequest): container x is not valid for pod two\n"],
    ["attach two -c x", "E|error: cannot attach to the container: container not found (x)\n"],
    ["cp a b", "E|error: one of src or dest must be a remote file specification\n"],
    ["port-forward two abc", "E|error: Pod 'two' does not have a named port 'abc'\n"],
    ["top pods", "E|error: Metrics API not available\n"],
    ["top pods --sort-by=disk", "E|error: --sort-by accepts only cpu or memory\n"],
    ["top pod a b", "E|error: pod [NAME | -l label]\nSee 'kubectl top pod -h' for help and examples\n"],
    ["auth can-i", "E|error: you must specify two or three arguments: verb, resource, and optional resourceName\n"],
    ["auth can-i list nodes", "yes\nE|Warning: resource 'nodes' is not namespace scoped\n"],
    ["auth can-i get foos", "yes\nE|Warning: the server doesn't have a resource type 'foos'\n"],
    ["certificate approve", "E|error: one or more CSRs must be specified as <name> or -f <filename>\n"],
  ])("%s", async (line, expected) => {
    const { world, run } = lab();
    world.client.create(PODS, two);
    world.advance(5000);
    expect(await run(line)).toBe(expected);
  });

  test("a pod selector picks what is evicted", async () => {
    const { world, run } = createKubectl();
    world.client.create(DEPLOYMENTS, deployment("web", 1));
    world.advance(5000);
    const [pod] = world.list("pods");
    const node = (pod?.["spec"] as { nodeName: string }).nodeName;
    expect(await run(`drain ${node} --pod-selector=app=web`)).toBe(
      `node/${node} cordoned\nevicting pod default/${pod?.metadata.name}\npod/${pod?.metadata.name} evicted\nnode/${node} evicted\n`,
    );
  });
});
