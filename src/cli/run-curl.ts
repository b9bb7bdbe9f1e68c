import { readFileSync, writeFileSync } from "node:fs";
import { currentCluster } from "../cluster/home.ts";
import { assembleLater } from "../cluster/later-world.ts";
import { curlIn, type CurlStreams } from "../shell/curl.ts";
import type { Output } from "./output.ts";
import { withSession } from "./with-session.ts";

const STDIN = 0;
const STDOUT = 1;

/** `k8sim curl …` against the cluster in use, which it changes once `sure` says that it may; resolves to curl's exit code. */
export async function runCurlCommand(words: readonly string[], home: string, output: Output, sure?: Promise<void>): Promise<number> {
  // The cluster of the first command has to be made; one that is there can be opened meanwhile.
  if (currentCluster(home) === undefined) await sure;
  return withSession(
    home,
    async (session) => {
      await sure;
      const result = await curlIn(session, words, streamsFor(words));
      for (const [file, content] of Object.entries(result.files)) writeFileSync(file, content);
      output.stderr(result.stderr);
      output.stdout(result.stdout);
      return result.exitCode;
    },
    { assemble: assembleLater },
  );
}

/** The standard input is read before the call takes the cluster: who writes into it may be another command that waits for the cluster. */
function streamsFor(words: readonly string[]): CurlStreams {
  const input = words.some((word) => word.endsWith("@-")) ? read(STDIN) : undefined;
  return {
    read: (path) => (path === "-" ? input : read(path)),
    // asked of the system when somebody wants to know, see kubectl-env.ts
    get isTerminal() {
      return process.getBuiltinModule("node:tty").isatty(STDOUT);
    },
  };
}

function read(file: string | number): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
