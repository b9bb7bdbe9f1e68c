import { describe, expect, test } from "bun:test";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { quickYaml } from "../../../src/kubectl/config/quick-yaml.ts";
import { fakeCluster, kubectl } from "./support.ts";

const PLAIN = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJU==
    server: https://192.168.1.10:6443
  name: kubernetes
contexts:
  - context:
      cluster: kubernetes
      user: kubernetes-admin
    name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
preferences: {}
users: []
`;

describe("quickYaml", () => {
  test("reads a plain kubeconfig as the real reader does", () => {
    expect(quickYaml(PLAIN)).toEqual(parseYaml(PLAIN));
  });

  test.each([
    "a: 'x'\n",
    "a: [1]\n",
    "a: 1.5\n",
    "a: yes\n",
    "a: |\n  x\n",
    "a: &x b\n",
    "a: b # c\n",
    "a: b: c\n",
    '"a": b\n',
    "  a: b\n c: d\n",
  ])("leaves %p to the real reader", (text) => {
    expect(quickYaml(text)).toBeUndefined();
  });
});

describe("KUBECONFIG", () => {
  const files = {
    "one.yaml": "current-context: x\ncontexts:\n- context: {cluster: lab, user: u, namespace: first}\n  name: x\n",
    "two.yaml":
      "current-context: y\ncontexts:\n- context: {cluster: lab, user: u, namespace: second}\n  name: x\nclusters:\n- cluster: {server: 'https://192.168.1.10:6443'}\n  name: lab\nusers:\n- name: u\n  user: {token: t}\n",
  };

  test("lists files that count as one, the first wins", async () => {
    const run = await kubectl(fakeCluster(), ["get", "pods"], { files, variables: { KUBECONFIG: "one.yaml:two.yaml" } });
    expect(run.stderr).toBe("No resources found in first namespace.\n");
  });

  test("a user without credentials is asked for them", async () => {
    const some = { "one.yaml": files["two.yaml"].replace("{token: t}", "{}").replace("current-context: y", "current-context: x") };
    const run = await kubectl(fakeCluster(), ["get", "pods"], { files: some, variables: { KUBECONFIG: "one.yaml" } });
    expect(run).toMatchObject({ stdout: "Please enter Username: ", stderr: "error: EOF\n", code: 1 });
  });

  test("a missing file is logged, and nothing configured means localhost", async () => {
    const run = await kubectl(fakeCluster(), ["get", "pods"], { files, variables: { KUBECONFIG: "/gone" } });
    expect(run.stderr.split("\n").slice(0, 2)).toEqual([
      "W1121 12:00:00.000000       1 loader.go:223] Config not found: /gone",
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
    ]);
  });
});
