import { expect, test } from "bun:test";
import { commandNamed } from "../../../../src/images/shell/commands.ts";
import type { FileSystem } from "../../../../src/images/files.ts";
import { runCommand, type Machine } from "../../../../src/images/shell/run.ts";

function machine(horizonMs = 60_000): Machine {
  const contents = new Map<string, string>();
  const files: FileSystem = {
    read: (path) => contents.get(path),
    list: () => undefined,
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

test("a script that cannot be read ends with 2", () => {
  expect(sh("if true; then echo").ended?.exitCode).toBe(2);
});

test("what only looks like a command is none", () => {
  for (const name of ["constructor", "__proto__", "toString"]) expect(commandNamed(name)).toBeUndefined();
});
