import type { AsyncClient } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { CommandError } from "../errors.ts";
import { infoRef, type ResourceInfo } from "../resources/info.ts";
import { groupResourceOf } from "../rest-mapper.ts";

/**
 * Lets time pass until an object is gone, or another has taken its place: `uid` is the one that was deleted, "" when unknown.
 * Throws CommandError when `timeoutMs` have passed before.
 */
// kubectl/pkg/cmd/wait/wait.go IsDeleted
export async function waitUntilDeleted(client: AsyncClient, info: ResourceInfo, uid: string, timeoutMs: number): Promise<void> {
  const fieldSelector = `metadata.name=${info.name}`;
  const list = await client.list(infoRef(info), { fieldSelector }).catch((error: unknown) => {
    if (isReason(error, "NotFound")) return undefined;
    throw error;
  });
  const [found] = list?.items ?? [];
  if (list === undefined || found === undefined || list.items.length !== 1 || isAnother(found, uid)) return;
  const resourceVersion = list.metadata.resourceVersion ?? "";
  for await (const event of client.watch(infoRef(info), { fieldSelector, resourceVersion, timeoutMs })) {
    if (event.type === "DELETED") return;
  }
  throw new CommandError(`timed out waiting for the condition on ${groupResourceOf(info.mapping)}/${info.name}`);
}

function isAnother(object: KubeObject, uid: string): boolean {
  return uid !== "" && object.metadata.uid !== uid;
}
