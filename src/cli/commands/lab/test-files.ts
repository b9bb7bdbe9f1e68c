import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../base/user-error.ts";

/** A document to be tested. */
export interface NamedFile {
  readonly file: string;
  /** Named by the user: it has to hold commands. What a directory or a pattern gave need not. */
  readonly isNamed: boolean;
}

const DOCUMENT = /\.(?:md|markdown|txt)$/i;
const PATTERN = /[*?[{]/;

/** The documents that FILES name: files, shipped labs, directories (all documents below) and patterns. Throws UserError for a name of nothing. */
export function testFiles(names: readonly string[]): NamedFile[] {
  const found = names.flatMap((name) => filesOf(name));
  const seen = new Set<string>();
  return found.filter(({ file }) => !seen.has(file) && seen.add(file) !== undefined);
}

function filesOf(name: string): NamedFile[] {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const files = documentsBelow(name);
    if (files.length === 0) throw new UserError(`${name} has no documents: k8sim looks for *.md and *.txt`);
    return files.map((file) => ({ file, isNamed: false }));
  }
  if (stat === undefined && PATTERN.test(name)) {
    const files = [...new Bun.Glob(name).scanSync({ onlyFiles: true, cwd: "." })].toSorted();
    if (files.length === 0) throw new UserError(`no file fits ${name}`);
    return files.map((file) => ({ file, isNamed: false }));
  }
  return [{ file: name, isNamed: true }];
}

function documentsBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return documentsBelow(path);
    return entry.isFile() && DOCUMENT.test(entry.name) ? [path] : [];
  });
}
