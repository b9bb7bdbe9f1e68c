import { kindTerms } from "../../kinds/index-terms.ts";
import type { ClusterState } from "./cluster-state.ts";
import { simSourceOf, writeSimChanges } from "./sim-source.ts";
import { createSqliteStore } from "./sqlite-store.ts";
import type { StateFile } from "./state-file.ts";

/** The state that an open state file holds. */
export function fileState(file: StateFile): ClusterState {
  return {
    path: file.path,
    store: createSqliteStore(file, kindTerms),
    source: simSourceOf(file),
    begin: (mode) => file.begin(mode),
    commit: () => file.commit(),
    rollback: () => file.rollback(),
    inTransaction: () => file.inTransaction(),
    dataVersion: () => file.dataVersion(),
    keep: (changes) => writeSimChanges(file, changes),
    close: () => file.close(),
  };
}
