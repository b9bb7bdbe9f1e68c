import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");
const program = [process.execPath, path.join(root, "src/cli/main.ts")];
const PROMPT = "[root@m-k8s ~]# ";
let home: string;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "k8sim-terminal-"));
  spawnSync(program[0] ?? "", [...program.slice(1), "cluster", "create", "lab"], { env: { ...process.env, K8SIM_HOME: home } });
});
afterAll(() => rmSync(home, { recursive: true }));

/** A person at a terminal. */
interface Person {
  /** Presses keys, and gives what has been shown since, when it ends like this. */
  press(keys: string, until: string): Promise<string>;
  resize(columns: number): void;
  readonly exited: Promise<number>;
  end(): void;
}

function sitDown(args: readonly string[]): Person {
  let shown = "";
  let look: () => void = () => undefined;
  const decoder = new TextDecoder();
  const child = Bun.spawn([...program, ...args], {
    env: { ...process.env, K8SIM_HOME: home, TERM: "xterm-256color" },
    terminal: {
      cols: 100,
      rows: 24,
      data(_, data) {
        shown += decoder.decode(data, { stream: true });
        look();
      },
    },
  });
  return {
    async press(keys, until) {
      shown = "";
      // one after the other, as fingers do: what comes at once is taken for pasted text
      for (const key of keys.match(/\u001B\[.|./gsu) ?? []) {
        if (key === "\t") await Bun.sleep(250);
        child.terminal?.write(key);
        await Bun.sleep(key === "\t" ? 250 : 2);
      }
      for (;;) {
        const text = Bun.stripANSI(shown).replaceAll("\r", "");
        if (text.endsWith(until)) return text;
        await new Promise<void>((resolve, reject) => {
          look = resolve;
          setTimeout(() => reject(new Error(`not shown: ${JSON.stringify(until)}, but ${JSON.stringify(text)}`)), 40_000).unref();
        });
      }
    },
    resize: (columns) => child.terminal?.resize(columns, 24),
    exited: child.exited,
    end() {
      child.kill("SIGKILL");
      child.terminal?.close();
    },
  };
}

test("keys at a terminal: TAB, Ctrl-C at the prompt and in commands, history, Ctrl-L, Ctrl-D in each shell", async () => {
  const person = sitDown(["shell"]);
  try {
    await person.press("", PROMPT);
    // completion
    await person.press("hostn\t", "hostname");
    expect(await person.press("\u0003", PROMPT)).toContain("^C\n");
    await person.press("kubectl des\t", "describe ");
    await person.press("node w1\t", "w1-k8s ");
    await person.press("\u0003", PROMPT);
    await person.press("k get no", "no");
    await person.press("\t", "des ");
    expect(await person.press("\t\t", "k get nodes ")).toMatch(/m-k8s +w1-k8s +w2-k8s +w3-k8s/);
    await person.press("\u0003", PROMPT);
    await person.press("ls ~/../etc/kub\t", "kubernetes/");
    await person.press("\u0003", PROMPT);
    // a line that is not whole
    await person.press("echo 'one\r", "> ");
    await person.press("\u0003", PROMPT);
    expect(await person.press("echo status $?\r", PROMPT)).toContain("\nstatus 130\n");
    await person.press("echo 'one\r", "> ");
    expect(await person.press("\u0004", PROMPT)).toContain("unexpected EOF");
    // commands that do not end
    for (const [command, shown] of [
      ["watch kubectl get nodes", "w3-k8s"],
      ["kubectl get nodes -w", "w3-k8s"],
      ["while true; do curl -s -m 1 10.96.0.1:443; sleep 1; done", "HTTPS server.\n"],
      ["sleep 1000", "sleep 1000\n"],
    ]) {
      const end = shown?.endsWith("\n") === true ? shown : `v1.18.4\n`;
      expect(await person.press(`${command}\r`, end)).toContain(shown ?? "");
      expect(await person.press("\u0003", PROMPT)).toContain("^C\n");
      expect([command, await person.press("echo status $?\r", PROMPT)]).toEqual([command, `echo status $?\nstatus 130\n${PROMPT}`]);
    }
    // history, and a clean screen with the line kept
    await person.press("\u001B[A\u001B[A", `${PROMPT}sleep 1000`);
    await person.press("\u000C", `${PROMPT}sleep 1000`);
    person.resize(40);
    await person.press("\u0003", PROMPT);
    // each shell has its own end
    await person.press("ssh w1-k8s\r", "[root@w1-k8s ~]# ");
    expect(await person.press("\u0004", PROMPT)).toContain("Connection to w1-k8s closed.");
    await person.press("\u0004", "exit\n");
    expect(await person.exited).toBe(0);
  } finally {
    person.end();
  }
}, 240_000);

test("Ctrl-C ends what does not end on a stepped clock as well", async () => {
  spawnSync(program[0] ?? "", [...program.slice(1), "time", "mode", "stepped"], { env: { ...process.env, K8SIM_HOME: home } });
  const person = sitDown(["shell"]);
  try {
    await person.press("", PROMPT);
    await person.press("watch kubectl get nodes\r", "v1.18.4\n");
    expect(await person.press("\u0003", PROMPT)).toContain("^C\n");
    await person.press("\u0004", "exit\n");
  } finally {
    person.end();
  }
}, 120_000);
