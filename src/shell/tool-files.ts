import type { ToolPlace } from "../cluster/machine-tools.ts";
import type { Disk } from "./disk.ts";

/** A disk as the small programs of containers see files. */
export function filesOnDisk(disk: Disk, now: number): ToolPlace["files"] {
  return {
    read: disk.read,
    list: (path) => (disk.kind(path) === "directory" ? [...disk.list(path)] : undefined),
    write: (path, content) => void disk.write(path, content),
    isReadOnly: () => false,
    makeDirectory: disk.makeDirectory,
    modified: () => now,
    remove: disk.remove,
  };
}
