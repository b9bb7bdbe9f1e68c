import { writeSync } from "node:fs";
import { bytesOfText } from "../base/byte-text.ts";

/** What a command has said and not yet shown: it is shown once the work that it speaks of is lasting. */
export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Shows everything, in the order in which it was said. */
  flush(): void;
}

/** Output on the process' own streams. */
export function createOutput(): Output {
  let parts: { fd: 1 | 2; text: string }[] = [];

  function say(fd: 1 | 2, text: string): void {
    const last = parts[parts.length - 1];
    if (last?.fd === fd) last.text += text;
    else parts.push({ fd, text });
  }

  return {
    stdout: (text) => say(1, text),
    stderr: (text) => say(2, text),
    flush() {
      const shown = parts;
      parts = [];
      for (const { fd, text } of shown) writeAll(fd, bytesOfText(text));
    },
  };
}

/** Exit code of a program whose reader went away: 128 + SIGPIPE. */
const READER_GONE = 141;

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === "EPIPE") process.exit(READER_GONE);
      // A pipe that somebody set to non-blocking is full: let the reader catch up.
      if (code !== "EAGAIN") throw error;
      Bun.sleepSync(1);
    }
  }
}
