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
