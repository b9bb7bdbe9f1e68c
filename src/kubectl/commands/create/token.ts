import type { KubeObject } from "../../../machinery/object.ts";
import { StatusError } from "../../../machinery/status.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { printFlags } from "../../flags/common.ts";
import { typedObject } from "../../objects/typed.ts";
import { objectPrinter } from "../../print/object-printer.ts";
import { nameArgument } from "./generated.ts";

const BOUND_KINDS: Readonly<Record<string, string>> = { Pod: "v1", Secret: "v1", Node: "v1" };

/** `kubectl create token` */
// kubectl/pkg/cmd/create/create_token.go, 1.24
export const tokenCommand: Command = {
  use: () => "token SERVICE_ACCOUNT_NAME",
  long: "Ask for a token of a service account and print it.",
  examples: "kubectl create token robot",
  flags: () => [
    ...printFlags(),
    { name: "audience", type: "stringArray", usage: "Whom the token is for; give it again for several." },
    { name: "bound-object-kind", type: "string", usage: "Kind of an object that the token shall not outlive." },
    { name: "bound-object-name", type: "string", usage: "Name of an object that the token shall not outlive." },
    { name: "bound-object-uid", type: "string", usage: "UID of an object that the token shall not outlive." },
    { name: "duration", type: "duration", default: 0, usage: "How long the token shall be good." },
  ],
  run: runCreateToken,
};

async function runCreateToken(invocation: Invocation): Promise<void> {
  const name = nameArgument(invocation);
  const { env, factory, flags, release } = invocation;
  const { namespace } = await factory.namespace();
  const printer = await objectPrinter(env, flags);
  const request: KubeObject = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    metadata: {},
    spec: { audiences: flags.list("audience"), ...expirationOf(flags.number("duration")), ...boundObjectOf(invocation) },
  };
  const ref = { group: "", version: "v1", resource: "serviceaccounts", namespace };
  const response = await (
    await factory.client()
  )
    .create(ref, typedObject(release, request), { name, subresource: "token" })
    .catch((error: unknown) => {
      if (error instanceof StatusError)
        throw new CommandError(
          error.code === 404 && error.reason === ""
            ? "the server could not find the requested resource"
            : `failed to create token: ${error.message}`,
        );
      throw error;
    });
  const token = (response["status"] as { token?: string } | undefined)?.token ?? "";
  if (token === "") throw new CommandError("failed to create token: no token in server response");
  // The length of what is recorded leaves no room for a line's end.
  env.stdout(printer === undefined ? token : printer.print(typedObject(release, response), { typed: true }));
}

const MS_PER_SECOND = 1000;

function expirationOf(durationMs: number): { expirationSeconds?: number } {
  if (durationMs === 0) return {};
  if (durationMs < 0) throw new CommandError("--duration must be greater than or equal to 0");
  if (durationMs % MS_PER_SECOND !== 0) throw new CommandError("--duration cannot be expressed in units less than seconds");
  return { expirationSeconds: durationMs / MS_PER_SECOND };
}

function boundObjectOf({ flags }: Invocation): { boundObjectRef?: Record<string, string> } {
  const [kind, name, uid] = [flags.text("bound-object-kind"), flags.text("bound-object-name"), flags.text("bound-object-uid")];
  if (kind === "") {
    if (name !== "") throw new CommandError("--bound-object-name can only be set if --bound-object-kind is provided");
    if (uid !== "") throw new CommandError("--bound-object-uid can only be set if --bound-object-kind is provided");
    return {};
  }
  const apiVersion = BOUND_KINDS[kind];
  if (apiVersion === undefined) throw new CommandError(`supported --bound-object-kind values are Node, Pod, Secret`);
  if (name === "") throw new CommandError("--bound-object-name is required if --bound-object-kind is provided");
  return { boundObjectRef: { kind, apiVersion, name, ...(uid === "" ? {} : { uid }) } };
}
