import type { Command, Invocation } from "../command.ts";
import { CommandError, PlainError } from "../errors.ts";

/** `[[NAMESPACE/]POD:]PATH` */
interface FileSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly file: string;
}

/** `kubectl cp`: its checks. Containers here have no file system to copy from or to. kubectl/pkg/cmd/cp/cp.go */
export const cpCommand: Command = {
  use: () => "cp <file-spec-src> <file-spec-dest>",
  long: "Copy files into containers and out of them.",
  examples: "kubectl cp web:/etc/hostname ./hostname",
  flags: () => [
    { name: "container", shorthand: "c", type: "string", usage: "The container; the first one, or the annotated one, unless told." },
    { name: "no-preserve", type: "bool", usage: "Do not keep owner and permissions." },
  ],
  async run(invocation) {
    const { args, env, release } = invocation;
    if (args.length < 2) throw new CommandError("source and destination are required");
    const source = readSpec(args[0] ?? "");
    const target = readSpec(args[1] ?? "");
    if (source.pod !== "" && target.pod !== "") throw new CommandError("one of src or dest must be a local file specification");
    if (source.pod === "" && target.pod === "") throw new CommandError("one of src or dest must be a remote file specification");
    if (source.file === "" || target.file === "") throw new CommandError("filepath can not be empty");
    if (source.pod === "" && release.has("cpChecksSource") && env.files.kind(source.file) === undefined) {
      throw new CommandError(`${source.file} doesn't exist in local filesystem`);
    }
    await requirePod(invocation, source.pod !== "" ? source : target);
    throw new PlainError("error: k8sim does not emulate copying files between containers and the machine (kubectl cp)\n");
  },
};

function readSpec(text: string): FileSpec {
  const colon = text.indexOf(":");
  if (colon < 0) return { namespace: "", pod: "", file: text };
  const parts = text.slice(0, colon).split("/");
  if (colon === 0 || parts.length > 2) throw new CommandError("filespec must match the canonical format: [[namespace/]pod:]file/path");
  const file = text.slice(colon + 1);
  return parts.length === 1 ? { namespace: "", pod: parts[0] ?? "", file } : { namespace: parts[0] ?? "", pod: parts[1] ?? "", file };
}

async function requirePod({ factory }: Invocation, { namespace, pod }: FileSpec): Promise<void> {
  const inside = namespace === "" ? (await factory.namespace()).namespace : namespace;
  const found = await (await factory.client()).get({ group: "", version: "v1", resource: "pods", namespace: inside }, pod);
  const { phase } = (found["status"] ?? {}) as { phase?: string };
  if (phase === "Succeeded" || phase === "Failed")
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
}
