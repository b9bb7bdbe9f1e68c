import { UserError } from "../base/user-error.ts";
import { memoryOf } from "../cluster/memory.ts";
import { networkWorldOf } from "../cluster/network.ts";
import type { Session } from "../cluster/session.ts";
import { type Trace, traceRequest } from "../network/trace/trace.ts";
import { placeFrom } from "./curl.ts";

/** Where a request from a place would go. Nothing of the cluster changes. Throws UserError for no URL, or a place that is not there. */
export async function traceIn(session: Session, from: string, target: string): Promise<Trace> {
  const { cluster } = session;
  return session.read(() => {
    const real = { sim: cluster.sim, memory: memoryOf(cluster.store) };
    const trace = traceRequest((parts) => networkWorldOf(cluster, parts), real, placeFrom(from, session), target);
    if (trace === undefined) throw new UserError(`"${target}" is no URL: write it as http://192.168.1.101:30000, or ADDRESS:PORT`);
    return trace;
  });
}
