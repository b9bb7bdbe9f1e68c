import { namesUnder } from "../../machinery/involved-term.ts";
import type { ResourceKey } from "../../machinery/object.ts";
import type { IndexTerm } from "../../machinery/store.ts";
import type { StateFile } from "./state-file.ts";

/** What a resource's objects in the file are called, so that for what it has not the file need not be asked time and again. */
export interface KnownNames {
  has(namespace: string, name: string): boolean;
  /** False when no object has the term; true for terms that names do not tell, too. */
  mayHave(term: IndexTerm): boolean;
}

/** Reads the names of all objects of a resource. */
export function readNames(file: StateFile, resource: ResourceKey): KnownNames {
  const names = new Map<string, Set<string>>();
  const rows = file
    .query<{ namespace: string; name: string }, [string]>("SELECT namespace, name FROM objects WHERE resource = ?")
    .all(resource);
  for (const { namespace, name } of rows) namesIn(names, namespace).add(name);
  let starts: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  let terms: ReadonlySet<string> | undefined;

  return {
    has: (namespace, name) => names.get(namespace)?.has(name) ?? false,
    mayHave(term) {
      const told = namesUnder(term);
      if (told === undefined) return true;
      starts ??= startsOf(names);
      terms ??= termsOf(file, resource);
      return terms.has(term) || (starts.get(told.namespace)?.has(told.start) ?? false);
    },
  };
}

function namesIn(names: Map<string, Set<string>>, namespace: string): Set<string> {
  let found = names.get(namespace);
  if (found === undefined) names.set(namespace, (found = new Set()));
  return found;
}

/** All that names begin with, up to a dot of theirs. */
function startsOf(names: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const starts = new Map<string, Set<string>>();
  for (const [namespace, all] of names) {
    const found = namesIn(starts, namespace);
    for (const name of all) for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) found.add(name.slice(0, dot + 1));
  }
  return starts;
}

/** Terms that have rows. */
function termsOf(file: StateFile, resource: ResourceKey): Set<string> {
  const rows = file.query<{ term: string }, [string]>("SELECT DISTINCT term FROM terms WHERE resource = ?").all(resource);
  return new Set(rows.map(({ term }) => term));
}
