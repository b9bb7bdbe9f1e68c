/** Format of the state file, in `PRAGMA user_version`. Another number means another k8sim made it. */
export const STATE_FORMAT = 6;

/**
 * Formats before, which lack nothing but what others would overlook (2: statuses among the parts; 3: changes that components have not heard
 * of; 4: moulds of events; 5: terms that names tell): such a file is read, and from then on is of this format.
 */
export const FORMER_STATE_FORMATS: readonly number[] = [2, 3, 4, 5];

/** Marks a SQLite file as a k8sim cluster, in `PRAGMA application_id`: "k8si". */
export const APPLICATION_ID = 0x6b387369;

/** Tables of a new state file. */
export const SCHEMA = [
  // Every state that every object ever had. `prev` is the revision before of the same object, 0 for none.
  `CREATE TABLE revisions (rev INTEGER PRIMARY KEY, prev INTEGER NOT NULL, type INTEGER NOT NULL, resource TEXT NOT NULL,
     namespace TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, parts TEXT NOT NULL)`,
  // What many of those states have in common: `parts` of a revision names them. See parts.ts.
  `CREATE TABLE parts (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL)`,
  // What exists now, and in which revision it stands.
  `CREATE TABLE objects (resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, rev INTEGER NOT NULL,
     PRIMARY KEY (resource, namespace, name)) WITHOUT ROWID`,
  // By what objects are found besides; not by what their names tell, see machinery/involved-term.ts.
  `CREATE TABLE terms (resource TEXT NOT NULL, term TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
     PRIMARY KEY (resource, term, namespace, name)) WITHOUT ROWID`,
  `CREATE TABLE timers (actor TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL, seq INTEGER NOT NULL, data TEXT,
     PRIMARY KEY (actor, name, key)) WITHOUT ROWID`,
  `CREATE INDEX timers_due ON timers (at, seq)`,
  `CREATE TABLE streams (name TEXT PRIMARY KEY, counter INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
] as const;
