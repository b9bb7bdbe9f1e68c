import type { JsonValue } from "../base/json.ts";
import { ownImagesOf } from "../images/own/read.ts";
import { keepOwnImages } from "../images/own/stored.ts";
import { memoryOf } from "./memory.ts";
import type { Session } from "./session.ts";

/** Gives a cluster images of somebody's own, in the form of `k8sim image add` files. Throws UserError that begins with `source` for the first mistake. */
export async function addOwnImages(session: Session, images: readonly JsonValue[], source: string): Promise<void> {
  const read = ownImagesOf([...images], source);
  await session.write(() => keepOwnImages(read, memoryOf(session.cluster.store)));
  await session.end();
}
