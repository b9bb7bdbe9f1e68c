import { describe, expect, test } from "bun:test";
import { baseOf, cleanPath, directoryOf, joinPaths, readSpec, staysIn, withoutShortcuts } from "../../../../src/kubectl/cp/paths.ts";

describe("paths are Go's", () => {
  test("cleaned, cut and joined", () => {
    expect(["", "/", ".", "a//b/./c/..", "/../a", "../a", "a/../.."].map(cleanPath)).toEqual([".", "/", ".", "a/b", "/a", "../a", ".."]);
    expect(["a/b", "/a", "a", "/", "/tmp/."].map(directoryOf)).toEqual(["a", "/", ".", "/", "/tmp"]);
    expect(["a/b/", "/", "", "a", "."].map(baseOf)).toEqual(["b", "/", ".", "a", "."]);
    expect(joinPaths("/tmp", ".")).toBe("/tmp");
  });

  test("an archive's names cannot lead out of the target", () => {
    expect(["../../etc/passwd", "/etc", "./", ".."].map(withoutShortcuts)).toEqual(["etc/passwd", "etc", "", ""]);
    expect(staysIn("out", "out/a")).toBe(true);
    expect(staysIn("out", "outer")).toBe(false);
    expect(staysIn(".", "../x")).toBe(false);
    expect(staysIn("/", "/x")).toBe(true);
  });

  test("[[namespace/]pod:]path", () => {
    expect(readSpec("ns/web:/a:b")).toEqual({ namespace: "ns", pod: "web", file: "/a:b" });
    expect(readSpec("./a")).toEqual({ namespace: "", pod: "", file: "./a" });
    for (const wrong of [":a", "a/b/c:/x"]) expect(() => readSpec(wrong)).toThrow("filespec must match the canonical format");
  });
});
