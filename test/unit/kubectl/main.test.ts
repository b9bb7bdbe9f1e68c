import { describe, expect, test } from "bun:test";
import { fakeCluster, kubectl } from "./support.ts";

const words = (line: string): string[] => line.split(" ");

describe("the command line's own errors", () => {
  test.each([
    ["gte pods", 'Error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n\nRun \'kubectl --help\' for usage.\n'],
    ["log nginx", 'Error: unknown command "log" for "kubectl"\n\nDid you mean this?\n\ttop\n\tlogs\n\nRun \'kubectl --help\' for usage.\n'],
    ["ps", 'Error: unknown command "ps" for "kubectl"\n\nDid you mean this?\n\tget\n\tcp\n\twait\n\nRun \'kubectl --help\' for usage.\n'],
    ["rm", 'Error: unknown command "rm" for "kubectl"\n\nDid you mean this?\n\trun\n\tdelete\n\tcp\n\nRun \'kubectl --help\' for usage.\n'],
    ["deploy", 'Error: unknown command "deploy" for "kubectl"\nRun \'kubectl --help\' for usage.\n'],
    ["get pods --wat", "Error: unknown flag: --wat\nSee 'kubectl get --help' for usage.\n"],
    ["-s https://127.0.0.1:1 get pods", "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n"],
    ["--context=nope get pods", "Error in configuration: context was not found for specified context: nope\n"],
    ["--cluster=nope get pods", 'error: no server found for cluster "nope"\n'],
    ["--user=nope get pods", 'error: auth info "nope" does not exist\n'],
    ["--kubeconfig=/none get pods", "error: stat /none: no such file or directory\n"],
    [
      "get pods --request-timeout=abc",
      "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n",
    ],
  ])("1.20: %s", async (line, stderr) => {
    expect(await kubectl(fakeCluster(), words(line))).toMatchObject({ code: 1, stdout: "", stderr });
  });

  test("1.23.7 writes them small and without the Run line", async () => {
    const { stderr } = await kubectl(fakeCluster(), ["gte"], { version: "v1.23.7" });
    expect(stderr).toBe('error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n');
  });

  test("global flags may stand before the command", async () => {
    expect((await kubectl(fakeCluster(), words("-n kube-system get pods"))).stderr).toBe("No resources found in kube-system namespace.\n");
  });
});

describe("plugins", () => {
  test("the longest name wins, and its exit code is kubectl's", async () => {
    const files = { "/bin/kubectl-foo": "#!", "/bin/kubectl-foo-bar": "#!" };
    const run = await kubectl(fakeCluster(), words("foo bar baz --x"), { files, variables: { PATH: "/usr/bin:/bin" } });
    expect(run.code).toBe(3);
  });
});

test("warnings are printed once", async () => {
  const cluster = fakeCluster();
  cluster.paths.set("warn", "v1 X is deprecated");
  const run = await kubectl(cluster, words("get pods --warnings-as-errors"));
  expect(run).toMatchObject({
    code: 1,
    stderr: "Warning: v1 X is deprecated\nNo resources found in default namespace.\nerror: 1 warning received\n",
  });
});

test.each([
  ["v1.20.2", 0],
  ["v1.28.1", 5],
])("an unreachable server in %s", async (version, logged) => {
  const { stderr } = await kubectl(fakeCluster(), words("-s https://127.0.0.1:1 get pods"), { version });
  const lines = stderr.trimEnd().split("\n");
  expect(lines.length).toBe(logged + 1);
  expect(lines.at(-1)).toBe("The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?");
  if (logged > 0) {
    expect(lines[0]).toBe(
      `E1121 12:00:00.000000       1 memcache.go:265] couldn't get current server API group list: Get "https://127.0.0.1:1/api?timeout=32s": dial tcp 127.0.0.1:1: connect: connection refused`,
    );
  }
});
