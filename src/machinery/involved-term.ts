import type { IndexTerm } from "./store.ts";

/** What an event is about, as far as it is found by that. */
interface Involved {
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
}

const INVOLVED = "involved:";
/** Events about what is in no namespace are here. */
const NO_NAMESPACE = "default";

/** The term of the events about an object: `involved:default/web-1/<uid>`. */
export function involvedTerm({ namespace, name = "", uid = "" }: Involved): IndexTerm {
  return `${INVOLVED}${namespace || NO_NAMESPACE}/${name}/${uid}`;
}

/**
 * Where the names of the objects with a term begin, if they tell it: every recorder calls an event about `web-1` `web-1.<time>`. Undefined for
 * all other terms.
 */
export function namesUnder(term: IndexTerm): { readonly namespace: string; readonly start: string } | undefined {
  if (!term.startsWith(INVOLVED)) return undefined;
  const [namespace = "", name = ""] = term.slice(INVOLVED.length).split("/");
  return { namespace, start: `${name}.` };
}

/** Whether an object of that namespace and name is found by its name where its term is asked for, see {@link namesUnder}. */
export function isToldByName(term: IndexTerm, namespace: string, name: string): boolean {
  const from = INVOLVED.length + namespace.length;
  if (!term.startsWith(INVOLVED) || term[from] !== "/" || !term.startsWith(namespace, INVOLVED.length)) return false;
  const length = term.indexOf("/", from + 1) - from - 1;
  return name[length] === "." && term.startsWith(name.slice(0, length), from + 1);
}
