import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl } from "./support.ts";

const words = (line: string): string[] => line.split(" ");

/** Runs lines one after another over the same files; gives stdout and stderr of each. */
async function session(...lines: string[]): Promise<string[]> {
  let files: Record<string, string> = {};
  const said: string[] = [];
  for (const line of lines) {
    const run = await kubectl(fakeCluster(), words(`config ${line}`), { files });
    files = run.files;
    said.push(run.stdout + run.stderr);
  }
  return said;
}

describe("config", () => {
  test("contexts are made, used, renamed and deleted in the file", async () => {
    expect(
      await session(
        "set-context dev --cluster=lab --user=admin --namespace=kube-system",
        "use-context dev",
        "get-contexts",
        "set-context --current --namespace=default",
        "rename-context dev dev2",
        "delete-context dev2",
        "current-context",
        "use-context nope",
      ),
    ).toEqual([
      'Context "dev" created.\n',
      'Switched to context "dev".\n',
      "CURRENT   NAME        CLUSTER   AUTHINFO   NAMESPACE\n          admin@lab   lab       admin      \n*         dev         lab       admin      kube-system\n",
      'Context "dev" modified.\n',
      'Context "dev" renamed to "dev2".\n',
      'deleted context dev2 from /root/.kube/config\nwarning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      "dev2\n",
      'error: no context exists with the name: "nope"\n',
    ]);
  });

  test("properties, clusters and users", async () => {
    expect(
      await session(
        "set-cluster extra --server=https://1.2.3.4:6443 --insecure-skip-tls-verify=true",
        "set clusters.extra.server https://4.3.2.1",
        "view -o jsonpath={.clusters[0].cluster.server}",
        "set-credentials joe --username=joe --password=x",
        "unset users.joe",
        "get-users",
        "delete-cluster extra",
        "delete-user nope",
        "unset current-context",
        "current-context",
        "bogus",
      ),
    ).toEqual([
      'Cluster "extra" set.\n',
      'Property "clusters.extra.server" set.\n',
      "https://4.3.2.1",
      'User "joe" set.\n',
      'Property "users.joe" unset.\n',
      "NAME\nadmin\n",
      "deleted cluster extra from /root/.kube/config\n",
      "error: cannot delete user nope, not in /root/.kube/config\n",
      'Property "current-context" unset.\n',
      "error: current-context is not set\n",
      "error: unknown command \"bogus\"\nSee 'kubectl config -h' for help and examples\n",
    ]);
  });

  test("view hides what is secret, and JSON keeps Go's order of fields", async () => {
    const [yaml = "", json = ""] = await session("view", "view --minify -o json");
    expect(yaml).toContain("client-certificate-data: REDACTED\n");
    expect(json.startsWith('{\n    "kind": "Config",\n    "apiVersion": "v1",\n    "preferences": {},\n    "clusters": [')).toBe(true);
  });

  test("without get-users in 1.18", async () => {
    const run = await kubectl(fakeCluster(), words("config delete-user nope"), { version: "v1.18.4" });
    expect(run.stderr).toBe("error: unknown command \"delete-user nope\"\nSee 'kubectl config -h' for help and examples\n");
  });
});
