import type { Cluster, OpenOptions } from "../cluster/cluster.ts";
import { openCurrentCluster } from "../cluster/open-current.ts";
import { createSession, type Session } from "../cluster/session.ts";

/** The cluster that commands mean while somebody types them at one of its machines. */
let bound: Cluster | undefined;

/** Does something for which the cluster in use is this open one. */
export async function boundTo<T>(cluster: Cluster, action: () => Promise<T>): Promise<T> {
  const outside = bound;
  bound = cluster;
  try {
    return await action();
  } finally {
    bound = outside;
  }
}

/** Runs one command against the cluster in use, as one transaction: whole or not at all. */
export async function withSession<T>(home: string, action: (session: Session) => Promise<T>, open: OpenOptions = {}): Promise<T> {
  const own = bound;
  const session = createSession(own ?? (await openCurrentCluster(home, open)));
  try {
    const result = await action(session);
    await session.end();
    return result;
  } catch (error) {
    session.abort();
    throw error;
  } finally {
    if (own === undefined) session.cluster.close();
  }
}
