import type { ApiHandler, UserInfo } from "../machinery/api.ts";
import type { Actor, Lister } from "../machinery/component.ts";
import type { Sim } from "../sim/types.ts";
import { createClient } from "./client.ts";
import { createEventRecorder } from "./event-recorder.ts";

/** The API as that user, who may do what RBAC lets him, with events recorded in his name. */
export function createActor({ api, lister, sim }: { api: ApiHandler; lister: Lister; sim: Sim }, user: UserInfo, userAgent: string): Actor {
  const client = createClient(api, user, userAgent);
  return { client, recorder: (source) => createEventRecorder({ client, lister, sim, source }) };
}
