import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl, pod } from "./support.ts";

describe("kubectl create", () => {
  test("prints what it would send, in struct order for JSON", async () => {
    const result = await kubectl(fakeCluster(), ["create", "deployment", "web", "--image=nginx", "--dry-run=client", "-o", "json"]);
    expect(result.code).toBe(0);
    expect(result.stdout.replace(/\s/g, "")).toStartWith(
      '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","creationTimestamp":null',
    );
  });

  test("names the namespace in the object only when --namespace does", async () => {
    const named = await kubectl(fakeCluster(), ["create", "configmap", "c", "-n", "team", "--dry-run=client", "-o", "yaml"]);
    const plain = await kubectl(fakeCluster(), ["create", "configmap", "c", "--dry-run=client", "-o", "yaml"]);
    expect(named.stdout).toContain("namespace: team");
    expect(plain.stdout).not.toContain("namespace");
  });

  test("takes names and keys as strictly as Kubernetes does", async () => {
    const cluster = fakeCluster();
    expect((await kubectl(cluster, ["create", "deployment", "--image=nginx"])).stderr).toBe(
      "error: exactly one NAME is required, got 0\nSee 'kubectl create deployment -h' for help and examples\n",
    );
    expect((await kubectl(cluster, ["create", "cm", "c", "--from-literal=k=1", "--from-literal=k=2"])).stderr).toBe(
      'error: cannot add key "k", another key by that name already exists in Data for ConfigMap "c"\n',
    );
    expect((await kubectl(cluster, ["create", "secret", "tls", "t"], { version: "v1.23.7" })).stderr).toBe(
      "error: key and cert must be specified\n",
    );
  });

  test("puts a hash of the content behind the name", async () => {
    const result = await kubectl(fakeCluster(), ["create", "configmap", "c", "--from-literal=a=b", "--append-hash"]);
    expect(result.stdout).toBe("configmap/c-m4h6ctkgb2 created\n");
  });

  test("a flag of its own hides the global one of that name", async () => {
    const result = await kubectl(fakeCluster(), ["create", "clusterrolebinding", "b", "--clusterrole=view", "--user=bob"]);
    expect(result.stdout).toBe("clusterrolebinding.rbac.authorization.k8s.io/b created\n");
  });

  test("old releases lack newer options", async () => {
    const result = await kubectl(fakeCluster(), ["create", "deployment", "d", "--image=nginx", "--replicas=2"], { version: "v1.18.4" });
    expect(result.stderr).toBe("Error: unknown flag: --replicas\nSee 'kubectl create deployment --help' for usage.\n");
  });
});

describe("kubectl run", () => {
  test("makes a service first when asked to expose", async () => {
    const result = await kubectl(fakeCluster(), ["run", "web", "--image=nginx", "--port=80", "--expose"]);
    expect(result.stdout).toBe("service/web created\npod/web created\n");
  });

  test("refuses what names no image", async () => {
    const result = await kubectl(fakeCluster(), ["run", "web", "--image=ngi nx"]);
    expect(result).toMatchObject({ code: 1, stderr: 'error: Invalid image name "ngi nx": invalid reference format\n' });
  });
});

describe("kubectl delete", () => {
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "default" } };

  test("says what went and complains about what was not there", async () => {
    const result = await kubectl(fakeCluster([configMap]), ["delete", "cm", "c", "nope"]);
    expect(result).toMatchObject({
      code: 1,
      stdout: 'configmap "c" deleted\n',
      stderr: 'Error from server (NotFound): configmaps "nope" not found\n',
    });
  });

  test("what is left of several failures is printed as a list, one alone too", async () => {
    const files = { "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: x.io/v1\nkind: W\nmetadata: {name: w}\n" };
    const absent = await kubectl(fakeCluster(), ["delete", "-f", "a.yaml", "--ignore-not-found"], { files });
    expect(absent).toMatchObject({ code: 1, stderr: 'unable to recognize "a.yaml": no matches for kind "W" in version "x.io/v1"\n' });
    const there = await kubectl(fakeCluster([pod("a")]), ["delete", "-f", "a.yaml", "--ignore-not-found", "--wait=false"], { files });
    expect(there.stderr).toBe('error: unable to recognize "a.yaml": no matches for kind "W" in version "x.io/v1"\n');
  });

  test("a grace period of 0 needs --force", async () => {
    const mild = await kubectl(fakeCluster([configMap]), ["delete", "cm", "c", "--grace-period=0", "--wait=false"]);
    const hard = await kubectl(fakeCluster([configMap]), ["delete", "cm", "c", "--grace-period=0", "--force", "--wait=false"], {
      version: "v1.28.0",
    });
    expect(mild.stdout).toBe('configmap "c" deleted\n');
    expect(hard.stdout).toBe('configmap "c" force deleted\n');
    expect(hard.stderr).toStartWith("Warning: Immediate deletion does not wait");
  });
});

describe("kubectl replace", () => {
  test("by force takes what comes through a pipe, which is read but once", async () => {
    const config = (value: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c", namespace: "default" },
      data: { value },
    });
    const cluster = fakeCluster([config("old")]);
    const input = [JSON.stringify(config("new"))];
    const result = await kubectl(cluster, ["replace", "--force", "--validate=false", "-f", "-"], {
      env: { stdin: () => input.shift() ?? "" },
    });
    expect(result).toMatchObject({ code: 0, stdout: 'configmap "c" deleted\nconfigmap/c replaced\n', stderr: "" });
    expect(cluster.objects.get("configmaps/default/c")?.["data"]).toEqual({ value: "new" });
    expect(Object.keys(result.files).filter((path) => path.startsWith("/tmp"))).toEqual([]);
  });
});

describe("kubectl apply", () => {
  const files = { "c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n" };
  function clusterWithVersion() {
    const cluster = fakeCluster();
    cluster.paths.set("/version", { gitVersion: "v1.20.2" });
    return cluster;
  }

  test("makes what is not there, with a record of the configuration", async () => {
    const cluster = clusterWithVersion();
    const result = await kubectl(cluster, ["apply", "-f", "c.yaml"], { files });
    expect(result).toMatchObject({ code: 0, stdout: "configmap/c created\n" });
    const made = cluster.objects.get("configmaps/default/c");
    expect(made?.metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"]).toBe(
      '{"apiVersion":"v1","data":{"a":"b"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"default"}}\n',
    );
  });

  test("leaves alone what is as the file says", async () => {
    const cluster = clusterWithVersion();
    await kubectl(cluster, ["apply", "-f", "c.yaml"], { files });
    expect((await kubectl(cluster, ["apply", "-f", "c.yaml"], { files })).stdout).toBe("configmap/c unchanged\n");
  });

  test("refuses combinations that mean nothing", async () => {
    const cluster = clusterWithVersion();
    expect((await kubectl(cluster, ["apply", "--force-conflicts", "-f", "c.yaml"], { files })).stderr).toBe(
      "error: --force-conflicts only works with --server-side\n",
    );
    expect((await kubectl(cluster, ["apply", "-f", "c.yaml", "--prune", "--all", "-l", "a=b"], { files })).stderr).toBe(
      "error: cannot set --all and --selector at the same time\n",
    );
  });
});
