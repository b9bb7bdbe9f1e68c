import { expect, test } from "bun:test";
import { commandNamed } from "../../../../src/images/shell/commands.ts";
import type { FileSystem } from "../../../../src/images/files.ts";
import type { Machine } from "../../../../src/images/shell/machine.ts";
import { containerShell, runCommand, runTyped } from "../../../../src/images/shell/run.ts";

function machine(horizonMs = 60_000): Machine {
  const contents = new Map<string, string>();
  const files: FileSystem = {
    read: (path) => contents.get(path),
    list: (path) => (path === "/tmp" ? [] : undefined),
    write: (path, content) => void contents.set(path, content),
    isReadOnly: () => false,
    makeDirectory: () => undefined,
    modified: () => 0,
    remove: (path) => contents.delete(path),
  };
  return {
    environment: { NAME: "x y" },
    files,
    hostname: "host",
    address: "10.0.0.1",
    startedAt: Date.UTC(2026, 10, 21),
    horizonMs,
    shells: ["/bin/sh"],
  };
}
const sh = (script: string, horizonMs?: number) => runCommand(["sh", "-c", script], machine(horizonMs));

const cases: readonly (readonly [script: string, stdout: string, exitCode: number])[] = [
  ["echo hi; exit 3", "hi\n", 3],
  ["date +%Y-%m-%d; date '+%H:%M'; date +%s", "2026-11-21\n00:00\n1795219200\n", 0],
  ["true && echo yes || echo no", "yes\n", 0],
  ["false && echo yes || echo no", "no\n", 0],
  ["for i in 1 2 3; do echo $i; done", "1\n2\n3\n", 0],
  ["echo a > /f; echo b >> /f; cat /f", "a\nb\n", 0],
  ["if [ -f /f ]; then echo there; else echo gone; fi", "gone\n", 0],
  ["echo \"$NAME\" '$NAME' ${OTHER:-z}", "x y $NAME z\n", 0],
  ["echo $(hostname)-$(echo a b)", "host-a b\n", 0],
  ["seq 3 | tail -n 1", "3\n", 0],
  ["nosuch", "", 127],
  ["i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", "1\n2\n3\n", 0],
  ['f() { echo "f $1"; return 4; }; f x', "f x\n", 4],
  ["cat <<EOF | sort -r\na\nb\nEOF", "b\na\n", 0],
  ["case $NAME in x*) echo x;; esac", "x\n", 0],
  ["(sleep 2; echo late) & echo early; wait; echo last", "early\nlate\nlast\n", 0],
  ["cd /tmp; pwd; echo z > z; cat /tmp/z", "/tmp\nz\n", 0],
  ["trap : TERM INT; sleep 1 & wait; printf '%s-%s\\n' a b; echo -n x > /dev/stdout", "a-b\nx", 0],
  ["date", "Sat Nov 21 00:00:00 UTC 2026\n", 0],
];
for (const [script, stdout, exitCode] of cases) {
  test(script, () => {
    const run = sh(script);
    expect([run.stdout, run.ended?.exitCode]).toEqual([stdout, exitCode]);
  });
}

test("time passes in sleep, and a loop is seen up to now", () => {
  expect(sh("sleep 2; echo done").ended).toEqual({ atMs: 2000, exitCode: 0 });
  const loop = sh("while true; do echo tick; sleep 1; done", 3500);
  expect(loop.ended).toBeUndefined();
  expect(loop.output.map(({ atMs }) => atMs)).toEqual([0, 1000, 2000, 3000]);
});

test("loops without an end are followed to the horizon, those in the background too", () => {
  expect(sh("while :; do i=$((i+1)); done", 3500).ended).toBeUndefined();
  const both = sh("while true; do echo a; sleep 2; done & while true; do echo b; sleep 2; done", 3500);
  expect(both.stdout).toBe("b\na\nb\na\n");
  expect(sh("sleep infinity & wait").ended).toBeUndefined();
});

test("shells complain in their own words", () => {
  const said = (shell: string, script: string, userland: "busybox" | "gnu") =>
    runCommand([shell, "-c", script], { ...machine(), shells: ["/bin/sh", "/bin/bash"], userland }).stderr;
  expect(said("bash", "nosuch", "gnu")).toBe("bash: nosuch: command not found\n");
  expect(said("sh", "nosuch", "gnu")).toBe("sh: 1: nosuch: not found\n");
  expect(said("sh", "nosuch", "busybox")).toBe("sh: nosuch: not found\n");
  expect(said("sh", "cat < /nosuch", "gnu")).toBe("sh: 1: cannot open /nosuch: No such file\n");
  expect(said("sh", "cat < /nosuch", "busybox")).toBe("sh: can't open /nosuch: no such file\n");
});

test("a script that cannot be read ends with 2", () => {
  expect(sh("if true; then echo").ended?.exitCode).toBe(2);
});

test("what only looks like a command is none", () => {
  for (const name of ["constructor", "__proto__", "toString"]) expect(commandNamed(name)).toBeUndefined();
});

test("a shell keeps what its lines leave, and ends with the container", () => {
  const shell = containerShell("sh", machine());
  const typed = (text: string) => runTyped(text, shell, { ...machine(), stopMain: () => true });
  typed("x=5; cd /tmp");
  expect(typed("echo $x; pwd").stdout).toBe("5\n/tmp\n");
  expect(typed("kill 1; echo gone")).toMatchObject({ stdout: "", ended: { exitCode: 137 } });
});
