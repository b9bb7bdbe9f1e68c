import type { Command, Invocation } from "../../command.ts";
import { FileError } from "../../env.ts";
import { CommandError, UsageError } from "../../errors.ts";
import { appendHashFlag, generatedFlags, nameArgument, planCreate } from "./generated.ts";
import { sendSecret } from "./send-secret.ts";

/** `kubectl create secret tls`. That certificate and key belong together is not checked; that both are PEM is. */
// kubectl/pkg/cmd/create/create_secret_tls.go; crypto/tls X509KeyPair
export const secretTlsCommand: Command = {
  use: () => "tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]",
  long: "Make a Secret out of a certificate and its private key, both PEM files.",
  examples: "kubectl create secret tls site --cert=tls.crt --key=tls.key",
  flags: (release) =>
    generatedFlags(release, [
      { name: "cert", type: "string", usage: "PEM file with the certificate." },
      { name: "key", type: "string", usage: "PEM file with the private key." },
      appendHashFlag,
    ]),
  run: runCreateTlsSecret,
};

async function runCreateTlsSecret(invocation: Invocation): Promise<void> {
  const { flags, release } = invocation;
  nameArgument(invocation);
  const missing = ["cert", "key"].find((name) => flags.text(name) === "");
  if (missing !== undefined && !release.has("secretFlagsTogether")) throw new UsageError(`flag ${missing} is required`);
  const plan = await planCreate(invocation);
  if (missing !== undefined) throw new CommandError("key and cert must be specified");
  const certificate = readPem(invocation, flags.text("cert"));
  const key = readPem(invocation, flags.text("key"));
  const problem = pairProblem(new TextDecoder().decode(certificate), new TextDecoder().decode(key));
  if (problem !== undefined) throw new CommandError(release.has("secretFlagsTogether") ? problem : `failed to load key pair ${problem}`);
  await sendSecret(
    plan,
    "kubernetes.io/tls",
    new Map([
      ["tls.crt", certificate],
      ["tls.key", key],
    ]),
  );
}

function readPem({ env }: Invocation, path: string): Uint8Array {
  try {
    return env.files.readBytes(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`Cannot read file ${path}, ${error.message}`);
  }
}

function pairProblem(certificate: string, key: string): string | undefined {
  const certificateTypes = pemTypes(certificate);
  if (!certificateTypes.includes("CERTIFICATE")) {
    if (certificateTypes.length === 0) return "tls: failed to find any PEM data in certificate input";
    if (certificateTypes.length === 1 && (certificateTypes[0] ?? "").endsWith("PRIVATE KEY")) {
      return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
    }
    return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${certificateTypes.join(" ")}]`;
  }
  const keyTypes = pemTypes(key);
  if (keyTypes.some((type) => type === "PRIVATE KEY" || type.endsWith(" PRIVATE KEY"))) return undefined;
  if (keyTypes.length === 0) return "tls: failed to find any PEM data in key input";
  if (keyTypes.length === 1 && keyTypes[0] === "CERTIFICATE")
    return "tls: found a certificate rather than a key in the PEM for the private key";
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${keyTypes.join(" ")}]`;
}

function pemTypes(text: string): string[] {
  return [...text.matchAll(/-----BEGIN ([^-]+)-----[\s\S]*?-----END \1-----/g)].map((match) => match[1] ?? "");
}
