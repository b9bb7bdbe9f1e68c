import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder in the executable of what was found out when it was built (scripts/build.ts); there is none where the sources run. */
const FOLDER = join(dirname(Bun.main), "kept");

/** What the executable carries under a name, and undefined where nothing is. */
export function readKept(name: string): Uint8Array | undefined {
  const file = join(FOLDER, name);
  return existsSync(file) ? Bun.zstdDecompressSync(readFileSync(file)) : undefined;
}

/** What is carried, as {@link readKept} reads it. */
export function packKept(bytes: string | Uint8Array): Uint8Array {
  return Bun.zstdCompressSync(bytes, { level: 19 });
}
