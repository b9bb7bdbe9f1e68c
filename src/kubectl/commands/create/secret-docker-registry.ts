import { goJson } from "../../../base/json-out.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError, UsageError } from "../../errors.ts";
import { addFileSource } from "./data-sources.ts";
import { appendHashFlag, generatedFlags, nameArgument, planCreate } from "./generated.ts";
import { sendSecret } from "./send-secret.ts";

const REQUIRED = ["docker-username", "docker-password", "docker-server"];

/** `kubectl create secret docker-registry` */
// kubectl/pkg/cmd/create/create_secret.go, create_secret_docker.go
export const secretDockerRegistryCommand: Command = {
  use: (release) =>
    `docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [${release.has("createConfigMapTyped") ? "--from-file=[key=]source" : "--from-literal=key1=value1"}] [--dry-run=server|client|none]`,
  long: "Make a Secret with which nodes can pull images from a registry.",
  examples: "kubectl create secret docker-registry regcred --docker-server=reg.example.com --docker-username=me --docker-password=pw",
  flags: (release) => {
    const required = release.has("secretRequiredFlags") ? { required: true } : {};
    return generatedFlags(release, [
      { name: "docker-username", type: "string", ...required, usage: "User name at the registry" },
      { name: "docker-password", type: "string", ...required, usage: "Password at the registry" },
      { name: "docker-email", type: "string", usage: "Mail address at the registry" },
      { name: "docker-server", type: "string", default: "https://index.docker.io/v1/", usage: "Where the registry is" },
      { name: "from-file", type: "stringSlice", usage: "Docker's own configuration file, as it is." },
      appendHashFlag,
    ]);
  },
  run: runCreateDockerSecret,
};

async function runCreateDockerSecret(invocation: Invocation): Promise<void> {
  const { env, flags, release } = invocation;
  nameArgument(invocation);
  const files = flags.list("from-file");
  const missing = files.length === 0 ? REQUIRED.find((name) => flags.text(name) === "") : undefined;
  if (missing !== undefined && !release.has("secretFlagsTogether")) throw new UsageError(`flag ${missing} is required`);
  const plan = await planCreate(invocation);
  if (missing !== undefined) {
    throw new CommandError("either --from-file or the combination of --docker-username, --docker-password and --docker-server is required");
  }
  const entries = new Map<string, Uint8Array>();
  for (const source of files) addFileSource(env, source, (key, bytes) => entries.set(key, bytes));
  if (files.length === 0) entries.set(".dockerconfigjson", new TextEncoder().encode(dockerConfig(invocation)));
  await sendSecret(plan, "kubernetes.io/dockerconfigjson", entries);
}

function dockerConfig({ flags }: Invocation): string {
  const [username, password, email] = [flags.text("docker-username"), flags.text("docker-password"), flags.text("docker-email")];
  const auth = new TextEncoder().encode(`${username}:${password}`).toBase64();
  const entry = { ...(username ? { username } : {}), ...(password ? { password } : {}), ...(email ? { email } : {}), auth };
  return goJson({ auths: { [flags.text("docker-server")]: entry } });
}
