import { StatusError } from "../../machinery/status.ts";
import { isNamespaceTerminating } from "./pod-control.ts";

/**
 * Calls `create` `count` times in batches of 1, 2, 4 … and stops after the first batch in which one failed, so that a quota is not
 * run into a thousand times. Returns that batch's first failure. A namespace that is being deleted counts as success.
 */
// pkg/controller/replicaset/replica_set.go slowStartBatch, 1.20
export function slowStart(count: number, create: (index: number) => void): StatusError | undefined {
  let failure: StatusError | undefined;
  let batch = Math.min(count, 1);
  for (let done = 0; batch > 0 && !failure; batch = Math.min(2 * batch, count - done)) {
    for (const end = done + batch; done < end; done++) failure ??= attempt(() => create(done));
  }
  return failure;
}

function attempt(create: () => void): StatusError | undefined {
  try {
    create();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return isNamespaceTerminating(error) ? undefined : error;
  }
  return undefined;
}
