import { Database, type Statement } from "bun:sqlite";
import { statSync } from "node:fs";
import { UserError } from "../../base/user-error.ts";
import { APPLICATION_ID, FORMER_STATE_FORMATS, SCHEMA, STATE_FORMAT } from "./schema.ts";
import { damaged, isBusy, stateError } from "./state-error.ts";

/**
 * One cluster's SQLite file and its transactions. Every failure comes out as a UserError of one sentence, and waiting for another
 * process' transaction never fails.
 */
export interface StateFile {
  readonly path: string;
  /** A prepared statement, made once. */
  query<Row, Values extends (string | number | null)[]>(sql: string): Statement<Row, Values>;
  /** Starts a transaction that sees one committed state, and for "write" shuts out other writers. */
  begin(mode: "read" | "write"): void;
  commit(): void;
  rollback(): void;
  inTransaction(): boolean;
  /** Runs something that uses statements of this file, its failures made sentences. */
  guard<T>(action: () => T): T;
  /** A number that differs when another process has committed since. */
  dataVersion(): number;
  close(): void;
}

const BUSY_TIMEOUT_MS = 20_000;
const PAGE_SIZE = 8192;
/** So many bytes of a journal may stay after a commit. */
const JOURNAL_REST = 1_048_576;

/** What stands for the number of others' commits where there are no others. */
const ALONE_VERSION = 1;

/** How far a commit goes, and who else may come. */
export interface StateFileOptions {
  /**
   * `false`: a commit holds when the process is killed, but not when the machine loses its power; for what is thrown away, or made lasting
   * by a later commit without this. Waiting for the disk costs more than all else that a small commit does.
   */
  readonly lasting?: boolean;
  /**
   * `true`: nobody else opens the file meanwhile, so that nobody has to be looked for: a look takes no transaction, and the lock of the first
   * write stays until the file is closed.
   */
  readonly alone?: boolean;
}

/** Makes a new state file with empty tables; the path must not exist. */
export function createStateFile(path: string, options: StateFileOptions = {}): StateFile {
  return guarded(path, () => {
    const database = new Database(path, { create: true, readwrite: true });
    database.run(`PRAGMA page_size = ${PAGE_SIZE}`);
    configure(database, options);
    database.run("BEGIN IMMEDIATE");
    for (const statement of SCHEMA) database.run(statement);
    database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.run(`PRAGMA user_version = ${STATE_FORMAT}`);
    database.run("COMMIT");
    return wrap(path, database, options);
  });
}

/** Opens a state file. A file of another format, a damaged one or none at all is a UserError, and is left as it is. */
export function openStateFile(path: string, options: StateFileOptions = {}): StateFile {
  return waiting(path, () => {
    // SQLite takes an empty file for a new database.
    if (statSync(path, { throwIfNoEntry: false })?.size === 0) throw damaged(path, "it is empty");
    const database = new Database(path, { create: false, readwrite: true });
    configure(database, options);
    const application = database.query<{ application_id: number }, []>("PRAGMA application_id").get()?.application_id;
    if (application !== APPLICATION_ID) throw damaged(path, "it is no k8sim cluster");
    const format = database.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version;
    if (format !== undefined && FORMER_STATE_FORMATS.includes(format)) database.run(`PRAGMA user_version = ${STATE_FORMAT}`);
    else if (format !== STATE_FORMAT) {
      throw new UserError(
        `${path} has state format ${format}, this k8sim reads format ${STATE_FORMAT}; use the k8sim that made it, or make a new cluster`,
      );
    }
    return wrap(path, database, options);
  });
}

/**
 * A rollback journal, not a write-ahead log: a command is one process that commits once, and a log would write everything twice (once
 * more on close) and be replayed on open. It also works where shared memory does not, on network mounts. A commit crosses out the
 * journal's head and leaves the rest: giving the space back each time would cost a third of a small commit.
 */
function configure(database: Database, { lasting = true, alone = false }: StateFileOptions): void {
  database.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  if (alone) database.run("PRAGMA locking_mode = EXCLUSIVE");
  database.run("PRAGMA journal_mode = PERSIST");
  database.run(`PRAGMA journal_size_limit = ${JOURNAL_REST}`);
  database.run(`PRAGMA synchronous = ${lasting ? "FULL" : "OFF"}`);
  database.run("PRAGMA cache_size = -65536");
}

function wrap(path: string, database: Database, { alone = false }: StateFileOptions): StateFile {
  const statements = new Map<string, Statement>();
  let open = false;

  function query<Row, Values extends (string | number | null)[]>(sql: string): Statement<Row, Values> {
    let statement = statements.get(sql);
    if (statement === undefined) statements.set(sql, (statement = guarded(path, () => database.prepare(sql))));
    return statement as Statement<Row, Values>;
  }

  function dataVersion(): number {
    if (alone) return ALONE_VERSION;
    // Not get(): a statement that has not come to its end would keep the lock on the file.
    return query<{ data_version: number }, []>("PRAGMA data_version").all()[0]?.data_version ?? 0;
  }

  return {
    path,
    query,
    begin(mode) {
      if (alone && mode === "read") {
        open = true;
        return;
      }
      waiting(path, () => {
        database.run(mode === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
        try {
          // A deferred BEGIN takes no lock; this first read does.
          if (mode === "read") dataVersion();
        } catch (error) {
          database.run("ROLLBACK");
          throw error;
        }
      });
      open = true;
    },
    commit() {
      if (!alone || database.inTransaction) waiting(path, () => database.run("COMMIT"));
      open = false;
    },
    rollback() {
      open = false;
      // Some failures (a full disk) have rolled back already.
      if (database.inTransaction) guarded(path, () => database.run("ROLLBACK"));
    },
    inTransaction: () => open,
    guard: (action) => guarded(path, action),
    dataVersion,
    close() {
      for (const statement of statements.values()) statement.finalize();
      statements.clear();
      database.close();
    },
  };
}

/** Runs until the lock is free; other processes hold it for one command at most. */
function waiting<T>(path: string, action: () => T): T {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error)) throw stateError(error, path);
    }
  }
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw stateError(error, path);
  }
}
