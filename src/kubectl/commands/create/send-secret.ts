import { contentHash } from "./content-hash.ts";
import { type CreatePlan, namedMetadata, sendCreated } from "./generated.ts";

/** Makes a Secret out of its type and entries, and sends it. */
export async function sendSecret(plan: CreatePlan, type: string, entries: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const { flags, release } = plan.invocation;
  const data = Object.fromEntries([...entries].map(([key, bytes]) => [key, bytes.toBase64()]));
  const hashed = flags.bool("append-hash") ? `-${await contentHash({ kind: "Secret", type, name: plan.name, data })}` : "";
  const object = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: namedMetadata(plan, { name: `${plan.name}${hashed}` }),
    data,
    ...(type === "" ? {} : { type }),
  };
  const typed = release.has("createConfigMapTyped");
  await sendCreated(plan, object, { failure: "failed to create secret ", failureSince: "createConfigMapTyped", untyped: !typed });
}
