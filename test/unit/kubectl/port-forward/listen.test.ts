import { describe, expect, test } from "bun:test";
import { listenForAll, parseAddresses } from "../../../../src/kubectl/port-forward/listen.ts";
import type { KubectlEnv } from "../../../../src/kubectl/env.ts";
import { type KubectlSockets, ListenError } from "../../../../src/kubectl/sockets.ts";

/** A machine on which some addresses are taken. */
function machine(taken: readonly string[]) {
  const said = { stdout: "", stderr: "" };
  const open: string[] = [];
  const env = { stdout: (text: string) => (said.stdout += text), stderr: (text: string) => (said.stderr += text) } as unknown as KubectlEnv;
  const sockets = {
    listen: async (address: string, port: number) => {
      const at = `${address} ${port}`;
      if (taken.includes(at)) throw new ListenError("bind: address already in use");
      open.push(at);
      return { port: port === 0 ? 40_000 : port, close: () => open.splice(open.indexOf(at), 1) };
    },
  } as unknown as KubectlSockets;
  const listen = (addresses: string[], ...ports: [number, number][]) =>
    listenForAll(
      env,
      sockets,
      parseAddresses(addresses),
      ports.map(([local, remote]) => ({ local, remote })),
      () => undefined,
    );
  return { said, open, listen };
}

describe("listening", () => {
  test("on both addresses of localhost, with the same free port", async () => {
    const { said, open, listen } = machine([]);
    await listen(["localhost"], [0, 80]);
    expect(said.stdout).toBe("Forwarding from 127.0.0.1:40000 -> 80\nForwarding from [::1]:40000 -> 80\n");
    expect(open).toEqual(["127.0.0.1 0", "::1 40000"]);
  });

  test("one of localhost's addresses is enough", async () => {
    const { said, listen } = machine(["127.0.0.1 8080"]);
    await listen(["localhost"], [8080, 80]);
    expect(said).toEqual({ stdout: "Forwarding from [::1]:8080 -> 80\n", stderr: "" });
  });

  test("a port that cannot be had is told, and all of them are an error", async () => {
    const { said, open, listen } = machine(["127.0.0.1 8080", "::1 8080"]);
    await listen(["localhost"], [8080, 80], [9090, 90]);
    const [one, other] = ["listen tcp4 127.0.0.1:8080", "listen tcp6 [::1]:8080"].map(
      (where) => `unable to create listener: Error ${where}: bind: address already in use`,
    );
    expect(said.stderr).toBe(`Unable to listen on port 8080: Listeners failed to create with the following errors: [${one} ${other}]\n`);
    expect(open).toHaveLength(2);
    const failed = machine(["10.0.0.1 8080"]);
    expect(failed.listen(["10.0.0.1", "127.0.0.1"], [8080, 80])).rejects.toThrow(
      "unable to listen on any of the requested ports: [{8080 80}]",
    );
    await Bun.sleep(0);
    expect(failed.open).toEqual([]);
  });

  test("addresses are checked, and come in order", () => {
    expect(parseAddresses(["localhost", "10.0.0.1", "127.0.0.1"]).map(({ address }) => address)).toEqual(["10.0.0.1", "127.0.0.1", "::1"]);
    expect(() => parseAddresses(["foo"])).toThrow("foo is not a valid IP");
    expect(() => parseAddresses([])).toThrow("you must specify at least 1 address");
  });
});
