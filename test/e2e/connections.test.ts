import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dir, "../../src/cli/main.ts");
const directory = mkdtempSync(join(tmpdir(), "k8sim-connections-"));
const env = { PATH: process.env["PATH"] ?? "", HOME: directory, K8SIM_HOME: join(directory, "state") };

function start(...words: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...words], { env, cwd: directory, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
}

async function kubectl(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = start("kubectl", ...words);
  const [code, stdout, stderr] = await Promise.all([child.exited, new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { code, stdout, stderr };
}

/** A kubectl that stays. `said` waits for its output to hold a text. */
function staying(...words: string[]) {
  const child = start("kubectl", ...words);
  const reader = child.stdout.getReader();
  let output = "";
  return {
    child,
    async said(text: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = text.exec(output);
        if (found) return found;
        const { value, done } = await reader.read();
        if (done) throw new Error(`it ended with: ${output}`);
        output += new TextDecoder().decode(value);
      }
    },
    output: () => output,
    async end(): Promise<number> {
      child.kill("SIGINT");
      return child.exited;
    },
  };
}

beforeAll(async () => {
  const created = start("cluster", "create", "--kubernetes-version", "v1.20.2", "--clock", "stepped", "--seed", "1");
  expect(await created.exited).toBe(0);
  expect((await kubectl("run", "web", "--image=nginx:1.20", "--port=80")).code).toBe(0);
  expect((await kubectl("run", "tools", "--image=busybox", "--", "sleep", "3600")).code).toBe(0);
  expect((await kubectl("expose", "pod", "web")).code).toBe(0);
  expect((await kubectl("wait", "--for=condition=Ready", "pod", "--all")).code).toBe(0);
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true }));

describe("port-forward", () => {
  test("serves HTTP from the pod on both addresses of localhost until Ctrl-C, while others use the cluster", async () => {
    const forward = staying("port-forward", "pod/web", ":80", ":81");
    const [, port] = await forward.said(/Forwarding from 127\.0\.0\.1:(\d+) -> 80\nForwarding from \[::1\]:\1 -> 80\n/);
    const [, closed] = await forward.said(/Forwarding from \[::1\]:(\d+) -> 81\n/);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("server")).toBe("nginx/1.20.2");
    expect(await answer.text()).toContain("Welcome to nginx!");
    expect((await fetch(`http://[::1]:${port}/nope`)).status).toBe(404);
    await forward.said(/Handling connection for/);
    expect((await kubectl("logs", "web", "--tail=1")).stdout).toStartWith("127.0.0.1 - - [01/Jan/2026:");
    expect(fetch(`http://127.0.0.1:${closed}/`)).rejects.toThrow();
    expect(await rawAnswer(Number(port), "PING\r\n")).toBe("");
    expect(await forward.end()).toBe(0);
    const complaints = await new Response(forward.child.stderr).text();
    expect(complaints).toMatch(
      /portforward\.go:400\] an error occurred forwarding \d+ -> 81: error forwarding port 81 to pod [0-9a-f]{64}, uid : exit status 1: \S+ \S+ socat\[\d+\] E connect\(5, AF=2 127\.0\.0\.1:81, 16\): Connection refused\n/,
    );
    expect(complaints).toContain("k8sim emulates connections that speak HTTP/1.x, and no others");
  }, 30_000);

  test("says why it cannot listen", async () => {
    const first = staying("port-forward", "service/web", ":80");
    const [, port] = await first.said(/Forwarding from \[::1\]:(\d+)/);
    const second = await kubectl("port-forward", "web", `${port}:80`);
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `Unable to listen on port ${port}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:${port}: bind: address already in use unable to create listener: Error listen tcp6 [::1]:${port}: bind: address already in use]\n` +
        `error: unable to listen on any of the requested ports: [{${port} 80}]\n`,
    );
    expect(await first.end()).toBe(0);
  }, 30_000);
});

/** What comes back for some bytes until the other side closes. */
function rawAnswer(port: number, text: string): Promise<string> {
  return new Promise((done, fail) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => void socket.write(text));
    socket.on("data", (bytes: Buffer) => (received += bytes.toString()));
    socket.on("end", () => {
      socket.end();
      done(received);
    });
    socket.on("error", fail);
  });
}

describe("proxy", () => {
  test("serves the API, programs behind it and files, to whom it may", async () => {
    mkdirSync(join(directory, "www"));
    writeFileSync(join(directory, "www/a.txt"), "static");
    const proxy = staying("proxy", "--port=0", "--www=www", "--reject-methods=DELETE");
    const [, address] = await proxy.said(/Starting to serve on (127\.0\.0\.1:\d+)\n/);
    const ask = (path: string, init: RequestInit = {}) => fetch(`http://${address}${path}`, init);
    expect(await (await ask("/api/v1/namespaces/default/pods?limit=1")).json()).toMatchObject({ kind: "PodList" });
    const service = "/api/v1/namespaces/default/services/web:80/proxy";
    expect(await (await ask(`${service}/`)).text()).toContain("Welcome to nginx!");
    expect((await ask(service, { redirect: "manual" })).headers.get("location")).toBe(`${service}/`);
    expect((await ask(`${service}/nope`)).status).toBe(404);
    expect(await (await ask("/api/v1/nodes/w1-k8s/proxy/healthz")).text()).toBe("ok");
    expect(await (await ask("/static/a.txt")).text()).toBe("static");
    expect((await ask("/api/v1/namespaces/default/pods/web/exec")).status).toBe(403);
    expect((await ask("/api", { method: "DELETE" })).status).toBe(403);
    expect((await ask("/api", { headers: { host: "evil.example" } })).status).toBe(403);
    expect(await proxy.end()).toBe(130);
  }, 30_000);

  test("listens on a socket file as well", async () => {
    const proxy = staying("proxy", "--unix-socket=s.sock");
    await proxy.said(/Starting to serve on s\.sock\n/);
    expect(await (await fetch("http://localhost/healthz", { unix: join(directory, "s.sock") })).text()).toBe("ok");
    await proxy.end();
  }, 30_000);
});

describe("cp", () => {
  test("carries files and directories in and out, whatever their bytes", async () => {
    const bytes = Uint8Array.from({ length: 2000 }, (_, index) => (index * 7) % 256);
    mkdirSync(join(directory, "dir/empty"), { recursive: true });
    writeFileSync(join(directory, "dir/bytes"), bytes);
    writeFileSync(join(directory, "dir/text"), "hello\n");
    expect(await kubectl("cp", "dir", "web:/opt")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await kubectl("exec", "web", "--", "ls", "/opt/dir")).stdout).toBe("bytes\nempty\ntext\n");
    expect((await kubectl("exec", "web", "--", "cat", "/opt/dir/text")).stdout).toBe("hello\n");
    const out = await kubectl("cp", "web:/opt/dir", "back");
    expect(out).toEqual({ code: 0, stdout: "tar: Removing leading `/' from member names\n", stderr: "" });
    expect(new Uint8Array(readFileSync(join(directory, "back/bytes")))).toEqual(bytes);
    expect(await kubectl("cp", "tools:/nosuch", "x")).toEqual({
      code: 0,
      stdout: "tar: /nosuch: No such file or directory\ntar: error exit delayed from previous errors\n",
      stderr: "",
    });
  }, 30_000);

  test("a page copied into nginx is served; a restart brings the image's own back", async () => {
    writeFileSync(join(directory, "index.html"), "mine\n");
    expect((await kubectl("cp", "index.html", "web:/usr/share/nginx/html")).code).toBe(0);
    const page = "/api/v1/namespaces/default/pods/web/proxy/";
    expect((await kubectl("get", "--raw", page)).stdout).toBe("mine\n");
    expect((await kubectl("exec", "web", "--", "kill", "1")).code).toBe(0);
    expect(await start("time", "advance", "30s").exited).toBe(0);
    expect((await kubectl("get", "--raw", page)).stdout).toContain("Welcome to nginx!");
  }, 30_000);
});

describe("who follows a server that has no end", () => {
  const now = async (): Promise<number> => {
    const text = await new Response(start("time").stdout).text();
    return Date.parse(text.split(" ")[0] ?? "");
  };

  test("lets the time pass that a program in a container took", async () => {
    const before = await now();
    expect((await kubectl("exec", "tools", "--", "sleep", "40")).code).toBe(0);
    const passed = (await now()) - before;
    expect([passed >= 40_000, passed < 42_000]).toEqual([true, true]);
  });

  test("moves no stepped clock by attaching, and a minute of it by reading its log", async () => {
    const before = await now();
    const attached = start("kubectl", "attach", "web");
    await Bun.sleep(700);
    attached.kill("SIGINT");
    await attached.exited;
    expect((await now()) - before).toBeLessThanOrEqual(1000);
    const following = start("kubectl", "logs", "-f", "web");
    const patience = performance.now() + 20_000;
    while ((await now()) - before < 59_000 && performance.now() < patience) await Bun.sleep(200);
    // long enough for it to go too far
    await Bun.sleep(500);
    following.kill("SIGINT");
    await following.exited;
    const passed = (await now()) - before;
    expect(passed).toBeGreaterThanOrEqual(59_000);
    expect(passed).toBeLessThanOrEqual(65_000);
  }, 30_000);
});
