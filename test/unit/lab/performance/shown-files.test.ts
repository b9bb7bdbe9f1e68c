import { expect, test } from "bun:test";
import { createShownFiles } from "../../../../src/lab/performance/shown-files.ts";
import { createDisk } from "../../../../src/shell/disk.ts";

const file = (path: string, content: string) => ({ line: 1, path, content, sure: "named" as const });

test("what docker builds from is put beside it: the Dockerfile, and what it adds", () => {
  const files = createShownFiles();
  const disk = createDisk();
  files.add(file("Dockerfile", "FROM node\nADD app.js /app.js\n"));
  files.add(file("app.js", "let a;\n"));
  files.add(file("other.yaml", "a: 1\n"));
  expect(files.place("docker build -t web:1.0 .", "/root", "/root", disk)).toEqual(["/root/Dockerfile", "/root/app.js"]);
  expect(disk.read("/root/app.js")).toBe("let a;\n");
  expect(files.place("docker images", "/root", "/root", disk)).toEqual([]);
});

test("a file is put somewhere once: what commands make of it there stays", () => {
  const files = createShownFiles();
  const disk = createDisk();
  files.add(file("a.yaml", "a: 1\n"));
  expect(files.place("cat a.yaml", "/root", "/root", disk)).toEqual(["/root/a.yaml"]);
  disk.write("/root/a.yaml", "a: 2\n");
  expect(files.place("kubectl apply -f a.yaml", "/root", "/root", disk)).toEqual([]);
  expect(disk.read("/root/a.yaml")).toBe("a: 2\n");
  expect(files.place("cat a.yaml", "/home", "/root", disk)).toEqual(["/home/a.yaml"]);
  files.add(file("a.yaml", "a: 3\n"));
  expect(files.place("cat a.yaml", "/root", "/root", disk)).toEqual(["/root/a.yaml"]);
});
