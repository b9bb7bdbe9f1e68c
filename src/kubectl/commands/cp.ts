import type { Command } from "../command.ts";
import { copyFromPod } from "../cp/download.ts";
import { readSpec } from "../cp/paths.ts";
import { copyToPod } from "../cp/upload.ts";
import { CommandError } from "../errors.ts";

/** `kubectl cp`. kubectl/pkg/cmd/cp/cp.go */
export const cpCommand: Command = {
  use: () => "cp <file-spec-src> <file-spec-dest>",
  long: "Copy files into containers and out of them. The container needs the program tar.",
  examples: "kubectl cp ./index.html web:/usr/share/nginx/html\nkubectl cp web:/etc/hostname ./hostname",
  flags: () => [
    { name: "container", shorthand: "c", type: "string", usage: "The container; the first one, or the annotated one, unless told." },
    { name: "no-preserve", type: "bool", usage: "Do not keep owner and permissions." },
    {
      name: "retries",
      type: "int",
      default: 0,
      feature: "cpRetries",
      usage: "How often to take up a copy from a container that broke off; below 0 for ever.",
    },
  ],
  async run(invocation) {
    const { args, release } = invocation;
    const isStrict = release.has("cpWantsTwoPaths");
    if (args.length < 2 || (isStrict && args.length > 2)) throw new CommandError("source and destination are required");
    const source = readSpec(args[0] ?? "");
    const target = readSpec(args[1] ?? "");
    if (source.pod !== "" && target.pod !== "") throw new CommandError("one of src or dest must be a local file specification");
    const isRemote = source.pod !== "" || target.pod !== "";
    if ((isStrict || isRemote) && (source.file === "" || target.file === "")) throw new CommandError("filepath can not be empty");
    if (!isRemote) throw new CommandError("one of src or dest must be a remote file specification");
    await (source.pod === "" ? copyToPod(invocation, source, target) : copyFromPod(invocation, source, target));
  },
};
