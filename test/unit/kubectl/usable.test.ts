import { describe, expect, test } from "bun:test";
import type { KubectlEnv } from "../../../src/kubectl/env.ts";
import { fakeClient, fakeCluster, kubectl } from "./support.ts";

const words = (line: string): string[] => line.split(" ");

describe("credentials that cannot be used (kubectl 1.20.2)", () => {
  test("two ways at once", async () => {
    const { stderr } = await kubectl(fakeCluster(), words("get pods --token=bad --username=x"));
    expect(stderr).toBe("error: more than one authentication method found for admin; found [token basicAuth], only one is allowed\n");
  });

  test("files that are not there", async () => {
    const authority = await kubectl(fakeCluster(), words("get pods --certificate-authority=nope"));
    expect(authority.stderr).toBe("error: unable to read certificate-authority nope for lab due to open nope: no such file or directory\n");
    const { stderr } = await kubectl(fakeCluster(), words("get pods --client-certificate=nope --client-key=nope"));
    expect(stderr).toContain("* unable to read client-cert nope for admin due to open nope: no such file or directory\n");
    expect(stderr).toContain("* unable to read client-key nope for admin due to open nope: no such file or directory");
  });

  test("a credential plugin without its version", async () => {
    const config = JSON.stringify({
      clusters: [{ name: "c", cluster: { server: "https://1.2.3.4" } }],
      users: [{ name: "u", user: { exec: { command: "get" } } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    });
    const { stderr } = await kubectl(fakeCluster(), words("get pods --kubeconfig=k"), { files: { k: config } });
    expect(stderr).toBe("error: apiVersion must be specified for u to use exec authentication plugin\n");
  });
});

describe("kubeconfig files", () => {
  const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "get" };
  const config = JSON.stringify({ users: [{ name: "u", user: { exec } }] });

  test.each([
    ["v1.18.4", ["args: null", "command: get", "env: null"]],
    ["v1.20.2", ["args: null", "command: get", "env: null", "provideClusterInfo: false"]],
    ["v1.23.7", ["args: null", "command: get", "env: null", "interactiveMode: IfAvailable", "provideClusterInfo: false"]],
  ])("%s shows what Go writes of a credential plugin", async (version, lines) => {
    const { stdout } = await kubectl(fakeCluster(), words("config view --kubeconfig=k"), { version, files: { k: config } });
    const shown = stdout
      .slice(stdout.indexOf("exec:"))
      .trim()
      .split("\n")
      .map((line) => line.trim());
    expect(shown).toEqual(["exec:", `apiVersion: ${exec.apiVersion}`, ...lines]);
  });

  test("a file of another type is none", async () => {
    const { stderr } = await kubectl(fakeCluster(), words("config view --kubeconfig=k"), {
      files: { k: "apiVersion: v9\nkind: Config\n" },
    });
    expect(stderr).toBe(
      'error: error loading config file "k": no kind "Config" is registered for version "v9" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"\n',
    );
  });

  test("files below its own directory go by their paths from there", async () => {
    const files = { k: "", "c.pem": "x", "c.key": "y" };
    const line = "config set-credentials u --client-certificate=c.pem --client-key=c.key --kubeconfig=k";
    const result = await kubectl(fakeCluster(), words(line), { files });
    expect(result.files["k"]).toContain("client-certificate: c.pem\n    client-key: c.key\n");
  });
});

test("what the server has is asked for as oneself, and for the rest as somebody else", async () => {
  const cluster = fakeCluster();
  const asked: string[] = [];
  const connect: KubectlEnv["connect"] = (_server, { impersonateUser = "oneself" }) => {
    const client = fakeClient(cluster);
    return new Proxy(client, {
      get(target, name: keyof typeof client) {
        if (typeof target[name] === "function") asked.push(`${impersonateUser} ${name}`);
        return target[name];
      },
    });
  };
  await kubectl(cluster, words("get pods --as=system:anonymous -o name"), { env: { connect } });
  expect([...new Set(asked)]).toEqual(["oneself path", "system:anonymous list"]);
});
