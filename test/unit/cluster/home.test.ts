import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../src/base/user-error.ts";
import {
  checkClusterName,
  clusterNames,
  clusterPaths,
  currentCluster,
  deleteCluster,
  makeStaging,
  publish,
  resolveHome,
  useCluster,
} from "../../../src/cluster/home.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function make(name: string, text = "", replace = false): boolean {
  const staging = makeStaging(home, name);
  writeFileSync(staging.state, text);
  return publish(home, name, staging, replace);
}

test("the home is K8SIM_HOME, else where the platform keeps a user's data", () => {
  expect(resolveHome({ K8SIM_HOME: "/x", HOME: "/h" }, "linux")).toBe("/x");
  expect(resolveHome({ HOME: "/h" }, "linux")).toBe("/h/.local/share/k8sim");
  expect(resolveHome({ HOME: "/h", XDG_DATA_HOME: "/d" }, "linux")).toBe("/d/k8sim");
  expect(resolveHome({ HOME: "/h" }, "darwin")).toBe("/h/Library/Application Support/k8sim");
  expect(resolveHome({ HOME: "/h", LOCALAPPDATA: "/l" }, "win32")).toBe("/l/k8sim");
});

test("names that could leave the directory or surprise are refused", () => {
  for (const name of ["", "..", "a/b", "A", "-a", "a-", "a b", ".x", "x".repeat(64)])
    expect(() => checkClusterName(name)).toThrow(UserError);
  for (const name of ["a", "lab-1", "x".repeat(63)]) checkClusterName(name);
});

test("a cluster appears whole, the first of two makers wins, --force replaces", () => {
  mkdirSync(join(home, "clusters", "broken"), { recursive: true });
  expect(clusterNames(home)).toEqual([]);
  expect(currentCluster(home)).toBeUndefined();
  expect(make("b")).toBe(true);
  expect(make("b")).toBe(false);
  expect(make("b", "new", true)).toBe(true);
  expect(make("a")).toBe(true);
  expect(clusterNames(home)).toEqual(["a", "b"]);
});

test("use and delete; a deleted cluster is no longer the one in use", () => {
  make("a");
  make("b");
  useCluster(home, "b");
  expect(currentCluster(home)).toBe("b");
  expect(() => useCluster(home, "c")).toThrow('no cluster "c"; clusters: a, b');
  deleteCluster(home, "b");
  expect(currentCluster(home)).toBe("a");
  expect(readdirSync(join(home, "clusters"))).toEqual(["a"]);
  expect(clusterPaths(home, "a").state).toBe(join(home, "clusters", "a", "state.db"));
});
