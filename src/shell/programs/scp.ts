import { resolvePath } from "../../base/sh/state.ts";
import type { Disk } from "../disk.ts";
import type { Call, Program } from "../program.ts";
import { connect, readFlags } from "./ssh.ts";

/** One side of a copy. */
interface Side {
  readonly disk: Disk;
  /** Absolute. */
  readonly path: string;
  /** As it was typed, without the host. */
  readonly shown: string;
}

/** `scp [-r] [HOST:]SOURCE… [HOST:]TARGET` between machines of the lab. Its bar is for terminals that somebody looks at. */
export const scp: Program = async (call) => {
  const { flags, operands } = readFlags(call.args, false);
  if (operands.length < 2) {
    call.streams.err("usage: scp [-346BCpqrTv] [-c cipher] [-F ssh_config] [-i identity_file] [-P port] source ... target\n");
    return 1;
  }
  const target = await sideOf(call, operands.at(-1) ?? "", flags);
  if (target === undefined) return 1;
  let status = 0;
  for (const operand of operands.slice(0, -1)) {
    const source = await sideOf(call, operand, flags);
    const problem = source === undefined ? "" : copy(source, target, flags.has("r"));
    if (problem === undefined) continue;
    if (problem !== "") call.streams.err(`scp: ${problem}\n`);
    status = 1;
  }
  return status;
};

async function sideOf(call: Call, operand: string, flags: ReadonlyMap<string, string>): Promise<Side | undefined> {
  const [, host, remotePath = ""] = /^([^/:]+):(.*)$/s.exec(operand) ?? [];
  if (host === undefined) return { disk: call.disk, path: resolvePath(call.directory, operand), shown: operand };
  const port = flags.get("P");
  const remote = await connect(call, host, new Map(port === undefined ? [] : [["p", port]]));
  if (remote === undefined) {
    call.streams.err("lost connection\n");
    return undefined;
  }
  const home = remote.user === "root" ? "/root" : `/home/${remote.user}`;
  const path = resolvePath(home, remotePath === "~" ? "." : remotePath.replace(/^~\//, ""));
  return { disk: call.machines.disk(remote.machine), path, shown: remotePath };
}

/** Copies a file or, with `-r`, a directory; gives what went wrong. */
function copy(source: Side, target: Side, deep: boolean): string | undefined {
  const kind = source.disk.kind(source.path);
  if (kind === undefined) return `${source.shown}: No such file or directory`;
  if (kind === "directory" && !deep) return `${source.shown}: not a regular file`;
  const isInto = target.disk.kind(target.path) === "directory";
  const to = isInto ? resolvePath(target.path, source.path.split("/").at(-1) ?? "") : target.path;
  if (!isInto && target.disk.kind(resolvePath(to, "..")) !== "directory") return `${target.shown}: No such file or directory`;
  place(source.disk, source.path, target.disk, to);
  return undefined;
}

function place(from: Disk, path: string, to: Disk, at: string): void {
  if (from.kind(path) === "file") {
    to.write(at, from.read(path) ?? "");
    return;
  }
  to.makeDirectory(at);
  for (const name of from.list(path)) place(from, `${path}/${name}`, to, `${at}/${name}`);
}
