import type { OpenOptions } from "../cluster/cluster.ts";
import { openCurrentCluster } from "../cluster/open-current.ts";
import { createSession, type Session } from "../cluster/session.ts";

/** Runs one command against the cluster in use, as one transaction: whole or not at all. */
export async function withSession<T>(home: string, action: (session: Session) => Promise<T>, open: OpenOptions = {}): Promise<T> {
  const session = createSession(await openCurrentCluster(home, open));
  try {
    const result = await action(session);
    await session.end();
    return result;
  } catch (error) {
    session.abort();
    throw error;
  } finally {
    session.cluster.close();
  }
}
