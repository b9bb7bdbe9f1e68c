import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../../../src/cli/kubectl-files.ts";

test("the book's files that the reader has not got are there; those that he has are his", () => {
  const home = mkdtempSync(join(tmpdir(), "k8sim-book-"));
  try {
    const directory = join(home, "_Book_k8sInfra/ch3/3.3.1");
    const path = join(directory, "nodeport.yaml");
    expect(realFiles.kind(path)).toBe("file");
    expect(realFiles.kind(directory)).toBe("directory");
    expect(realFiles.list(directory)).toContain("nodeport.yaml");
    expect(realFiles.read(path)).toContain("kind: Service");
    expect(new TextDecoder().decode(realFiles.readBytes(path))).toBe(realFiles.read(path));
    expect(realFiles.kind(join(directory, "nosuch.yaml"))).toBeUndefined();
    expect(() => realFiles.read(join(directory, "nosuch.yaml"))).toThrow("no such file or directory");
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, "own\n");
    expect(realFiles.read(path)).toBe("own\n");
    expect(realFiles.list(directory)).toEqual(["nodeport.yaml"]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
