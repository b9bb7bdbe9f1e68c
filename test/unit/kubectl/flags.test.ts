import { describe, expect, test } from "bun:test";
import { flagTable, parseFlags } from "../../../src/kubectl/flags/parse.ts";
import type { FlagSpec } from "../../../src/kubectl/flags/spec.ts";

const specs: FlagSpec[] = [
  { name: "output", shorthand: "o", type: "string", usage: "" },
  { name: "namespace", shorthand: "n", type: "string", usage: "" },
  { name: "all-namespaces", shorthand: "A", type: "bool", usage: "" },
  { name: "watch", shorthand: "w", type: "bool", usage: "" },
  { name: "filename", shorthand: "f", type: "stringSlice", usage: "" },
  { name: "as-group", type: "stringArray", usage: "" },
  { name: "replicas", type: "int", usage: "" },
  { name: "dry-run", type: "string", default: "none", noOptDefault: "unchanged", usage: "" },
  { name: "timeout", type: "duration", usage: "" },
  { name: "old", type: "bool", deprecated: "use something else", usage: "" },
];

function parse(...args: string[]) {
  const told: string[] = [];
  return { ...parseFlags(flagTable(specs), args, (text) => told.push(text)), told };
}

describe("parseFlags", () => {
  test("takes every form in which pflag takes a value", () => {
    for (const args of [["-o", "wide"], ["-o=wide"], ["-owide"], ["--output=wide"], ["--output", "wide"]]) {
      expect(parse("pods", ...args).flags.text("output")).toBe("wide");
    }
  });

  test("unbundles shorthands, the last of which may have a value", () => {
    const { flags } = parse("-Awn=x");
    expect([flags.bool("all-namespaces"), flags.bool("watch"), flags.text("namespace")]).toEqual([true, true, "x"]);
  });

  test("a flag that may stand alone never eats the next word", () => {
    const { flags, positionals } = parse("--dry-run", "server", "-w", "x");
    expect(flags.text("dry-run")).toBe("unchanged");
    expect(positionals).toEqual(["server", "x"]);
  });

  test("slices split at commas, arrays do not", () => {
    const { flags } = parse("-f", "a,b", "-f", 'c,"d,e"', "--as-group", "a,b");
    expect(flags.list("filename")).toEqual(["a", "b", "c", "d,e"]);
    expect(flags.list("as-group")).toEqual(["a,b"]);
  });

  test("remembers where -- stood", () => {
    expect(parse("pod", "--", "ls", "-l")).toMatchObject({ positionals: ["pod", "ls", "-l"], lengthAtDash: 1 });
    expect(parse("pod").lengthAtDash).toBe(-1);
  });

  test("says when a deprecated flag is used", () => {
    expect(parse("--old").told).toEqual(["Flag --old has been deprecated, use something else\n"]);
  });

  test.each([
    [["--foo"], "unknown flag: --foo"],
    [["-x"], "unknown shorthand flag: 'x' in -x"],
    [["-replicas=3"], "unknown shorthand flag: 'r' in -replicas=3"],
    [["--namespace"], "flag needs an argument: --namespace"],
    [["-n"], "flag needs an argument: 'n' in -n"],
    [["---x"], "bad flag syntax: ---x"],
    [["--replicas=abc"], 'invalid argument "abc" for "--replicas" flag: strconv.ParseInt: parsing "abc": invalid syntax'],
    [["-A=maybe"], 'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    [
      ["--replicas=9223372036854775808"],
      'invalid argument "9223372036854775808" for "--replicas" flag: strconv.ParseInt: parsing "9223372036854775808": value out of range',
    ],
    [["--timeout=5"], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
  ])("refuses %p", (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  test("reads numbers with a base, and durations", () => {
    const { flags } = parse("--replicas=0x10", "--timeout=1m30s");
    expect([flags.number("replicas"), flags.number("timeout")]).toEqual([16, 90_000]);
  });
});
