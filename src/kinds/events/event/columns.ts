import { deepClone } from "../../../base/deep.ts";
import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { eventRow } from "../../core/event/columns.ts";
import { convertEvent } from "./convert.ts";

/** The cells of the same event in the core group. */
export function newEventRow(object: KubeObject, context: KindContext): Json[] {
  const draft = deepClone(object);
  convertEvent(draft, "v1");
  return eventRow(draft, context);
}
