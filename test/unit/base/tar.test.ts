import { describe, expect, test } from "bun:test";
import { readTar, TarError, type TarEntry, writeTar } from "../../../src/base/tar.ts";

const file = (name: string, text: string): TarEntry => ({
  kind: "file",
  name,
  content: new TextEncoder().encode(text),
  mode: 0o644,
  modifiedSeconds: 1_700_000_000,
});

describe("tar", () => {
  test("what is written is read again: files, empty directories, links, long names", () => {
    const entries: TarEntry[] = [
      file("a.txt", "hello\n"),
      file("empty", ""),
      file(`deep/${"x".repeat(120)}/grüße`, "y".repeat(1000)),
      { kind: "directory", name: "dir", content: new Uint8Array(), mode: 0o755, modifiedSeconds: 5 },
      { kind: "link", name: "l", content: new Uint8Array(), mode: 0o777, modifiedSeconds: 5, target: "a.txt" },
    ];
    expect(readTar(writeTar(entries))).toEqual(entries);
  });

  test("the system's own tar reads it", () => {
    const archive = writeTar([file("dir/a.txt", "hello\n"), file(`${"long/".repeat(30)}b`, "b")]);
    const listed = Bun.spawnSync(["tar", "tf", "-"], { stdin: archive });
    expect(listed.stdout.toString()).toBe(`dir/a.txt\n${"long/".repeat(30)}b\n`);
    expect(listed.stderr.toString()).toBe("");
  });

  test("what is no archive, or is cut, is told", () => {
    expect(() => readTar(new TextEncoder().encode("x".repeat(600)))).toThrow(TarError);
    expect(() => readTar(writeTar([file("a", "z".repeat(2000))]).subarray(0, 1024))).toThrow("unexpected EOF");
    expect(readTar(new Uint8Array())).toEqual([]);
  });

  test("PAX headers name what follows them", () => {
    const record = "28 path=some/other/name.txt\n";
    const [head, tail] = [writeTar([file("PaxHeaders/x", record)]), writeTar([file("short", "body")])];
    head[156] = "x".charCodeAt(0);
    // The sum of the header's bytes has to follow.
    const sum = (Number.parseInt(new TextDecoder().decode(head.subarray(148, 154)), 8) + "x".charCodeAt(0) - "0".charCodeAt(0)).toString(8);
    head.set(new TextEncoder().encode(sum.padStart(6, "0")), 148);
    expect(readTar(Uint8Array.from([...head.subarray(0, 1024), ...tail])).map(({ name }) => name)).toEqual(["some/other/name.txt"]);
  });
});
