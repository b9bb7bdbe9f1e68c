import { readFileSync } from "node:fs";

const UNIT_SECONDS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * After how many ms a `timeout N …` in front of this process ends it; undefined without one. On a stepped clock those are ms of the
 * cluster's time.
 */
export function timeoutOfParent(): number | undefined {
  try {
    return timeoutIn(readFileSync(`/proc/${process.ppid}/cmdline`, "utf8").split("\0").slice(0, -1));
  } catch {
    // No /proc on this system.
    return undefined;
  }
}

/** The duration in ms of a `timeout` command line, if it is one. */
export function timeoutIn(words: readonly string[]): number | undefined {
  const program = words[0]?.split("/").pop();
  if (program !== "timeout" && program !== "gtimeout") return undefined;
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "-s" || word === "-k" || word === "--signal" || word === "--kill-after") index++;
    else if (!word.startsWith("-")) return durationMs(word);
  }
  return undefined;
}

function durationMs(word: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(word);
  const ms = match ? Number(match[1]) * (UNIT_SECONDS[match[2] ?? ""] ?? 1) * 1000 : 0;
  // `timeout 0` never ends anything.
  return ms > 0 ? ms : undefined;
}
