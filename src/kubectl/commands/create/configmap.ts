import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { contentHash } from "./content-hash.ts";
import { dataFlags, isText, readData } from "./data-sources.ts";
import { appendHashFlag, generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create configmap` */
// kubectl/pkg/cmd/create/create_configmap.go
export const configMapCommand: Command = {
  use: () => "configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  long: "Make a ConfigMap out of files, directories, lines of an env file or literal values.",
  examples: "kubectl create configmap settings --from-literal=color=blue\nkubectl create configmap site --from-file=conf/",
  flags: (release) => generatedFlags(release, [...dataFlags(release), appendHashFlag]),
  run: runCreateConfigMap,
};

async function runCreateConfigMap(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { env, flags, release } = invocation;
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, bytes] of readData(env, { kind: "ConfigMap", name: plan.name, flags })) {
    if (isText(bytes)) data[key] = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    else binaryData[key] = bytes.toBase64();
  }
  const binary = Object.keys(binaryData).length > 0 ? { binaryData } : {};
  const hashed = flags.bool("append-hash") ? `-${await contentHash({ kind: "ConfigMap", name: plan.name, data, ...binary })}` : "";
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: namedMetadata(plan, { name: `${plan.name}${hashed}` }),
    data,
    ...binary,
  };
  const typed = release.has("createConfigMapTyped");
  await sendCreated(plan, object, { failure: "failed to create configmap: ", failureSince: "createConfigMapTyped", untyped: !typed });
}
