import type { KubectlEnv } from "../env.ts";
import { CommandError } from "../errors.ts";

const DEFAULT_EDITOR = "vi";
const DEFAULT_SHELL = "/bin/bash";

/** Opens the user's editor on a file and waits for its end. Throws CommandError when it fails or is not there. */
// kubectl/pkg/cmd/util/editor/editor.go
export function openEditor(env: KubectlEnv, path: string): void {
  const line = env.variable("KUBE_EDITOR") || env.variable("EDITOR") || DEFAULT_EDITOR;
  // A line with quotes is left to the shell.
  const shell = line.includes(" ") && /["'\\]/.test(line);
  const words = shell ? [env.variable("SHELL") || DEFAULT_SHELL, "-c", line] : line.split(" ");
  const [program = "", ...args] = shell ? [...words.slice(0, -1), `${line} ${JSON.stringify(path)}`] : [...words, path];
  const result = env.spawn(program, args, { inherit: true });
  if (result === undefined) throw new CommandError(`unable to launch the editor ${JSON.stringify(words.join(" "))}`);
  if (result.status !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(words.join(" "))}`);
}
