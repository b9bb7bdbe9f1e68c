import type { Redirect } from "./ast.ts";
import { cannotOpen, type Complaint } from "./complaints.ts";
import { type Expander, expandText } from "./expand.ts";
import type { Effect, Frame, Process } from "./process.ts";
import { resolvePath, type Streams } from "./state.ts";

/** Opens what redirects name, runs, and writes files when done. */
export function* withRedirects(
  redirects: readonly Redirect[],
  frame: Frame,
  by: Expander<Effect>,
  action: (frame: Frame) => Process,
): Process {
  if (redirects.length === 0) return yield* action(frame);
  const { state, host } = frame;
  let streams: Streams = { ...frame.streams, input: frame.streams.input };
  for (const { fd, operator, target } of redirects) {
    const text = yield* expandText(target, by);
    if (operator === "<<" || operator === "<<<") streams = { ...streams, input: { rest: operator === "<<" ? text : `${text}\n` } };
    else if (operator === "<&" || operator === ">&") streams = duplicated(streams, fd, text, frame);
    else if (operator === "<") {
      const content = text === "/dev/null" ? "" : host.files.read(resolvePath(state.directory, text));
      if (content === undefined) {
        const why = host.files.kind(resolvePath(state.directory, text)) === "directory" ? "Is a directory" : "No such file or directory";
        return complain(frame, cannotOpen(state, text, why, false));
      }
      streams = { ...streams, input: { rest: content } };
    } else {
      const write = opened(text, operator.endsWith(">>"), frame);
      if (typeof write === "string") return complain(frame, cannotOpen(state, text, write, true));
      if (operator.startsWith("&")) streams = { ...streams, out: write, err: write };
      else streams = fd === 2 ? { ...streams, err: write } : fd === 1 ? { ...streams, out: write } : streams;
    }
  }
  return yield* action({ ...frame, streams });
}

function duplicated(streams: Streams, fd: number, text: string, frame: Frame): Streams {
  if (text === "1" && fd === 2) return { ...streams, err: streams.out };
  if (text === "2" && fd === 1) return { ...streams, out: streams.err };
  if (text === "-" || /^\d$/.test(text)) return streams;
  // `>& file` sends both there.
  const write = opened(text, false, frame);
  return typeof write === "string" ? streams : { ...streams, out: write, err: write };
}

/** Names of one's own streams; the first process's are where a container's log is written. */
const OUTPUTS = /^\/(?:dev\/(?:stdout|tty|fd\/1)|proc\/(?:1|self)\/fd\/1)$/;
const ERRORS = /^\/(?:dev\/(?:stderr|fd\/2)|proc\/(?:1|self)\/fd\/2)$/;

function complain({ streams }: Frame, { text, status }: Complaint): number {
  streams.err(`${text}\n`);
  return status;
}

/** Opens a file for writing, at once, as a shell does before the command runs; the reason when it cannot be. */
function opened(path: string, append: boolean, { state, host, streams }: Frame): ((text: string) => void) | string {
  if (path === "/dev/null") return () => undefined;
  const place = resolvePath(state.directory, path);
  if (OUTPUTS.test(place)) return streams.out;
  if (ERRORS.test(place)) return streams.err;
  let content = append ? (host.files.read(place) ?? "") : "";
  const made = host.files.kind(place) === "directory" ? "Is a directory" : host.files.write(place, content);
  if (made !== true) return made;
  return (text) => {
    content += text;
    host.files.write(place, content);
  };
}
