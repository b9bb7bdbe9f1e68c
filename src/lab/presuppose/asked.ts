import { KINDS_OF_ALL, kindOf, type KnownKind } from "./kinds.ts";

/** What a `kubectl get` asks for. */
export interface Asked {
  readonly kinds: readonly KnownKind[];
  /** Names behind the type; none where all objects are listed. */
  readonly names: readonly string[];
  readonly namespace: string;
  readonly allNamespaces: boolean;
  /** Nothing narrows the list: no name, selector or filter. */
  readonly isWhole: boolean;
}

const KUBECTL = /^\s*(?:sudo\s+)?(?:kubectl|k|microk8s\.kubectl)\s+(.*)$/s;
const WITH_VALUE =
  /^(?:-n|--namespace|-o|--output|-l|--selector|-f|--filename|-c|--container|--context|-L|--label-columns|--field-selector|--sort-by)$/;

/** The words of a kubectl command behind `kubectl`, each flag in one; undefined for any other command. */
export function kubectlWords(command: string): string[] | undefined {
  const rest = KUBECTL.exec(command)?.[1];
  if (rest === undefined) return undefined;
  const words = rest
    .replace(/\s#\s.*$/, "")
    .split(/\s+/)
    .filter(Boolean);
  return words.reduce<string[]>((joined, word) => {
    const before = joined.at(-1);
    if (before !== undefined && WITH_VALUE.test(before)) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
    return joined;
  }, []);
}

/** The namespace that the flags among a command's words name. */
export function namespaceIn(words: readonly string[]): string {
  return words.map((word) => /^(?:-n|--namespace)=?(.+)$/.exec(word)?.[1]).find((found) => found !== undefined) ?? "default";
}

/** Reads a `kubectl get`; undefined for what is none, or asks for what is not known here. */
export function askedOf(command: string): Asked | undefined {
  // a backslash at its end goes on with a line
  const line = command.replace(/\\\n/g, " ");
  const words = kubectlWords(line);
  if (words === undefined || line.includes("\n")) return undefined;
  const plain = words.filter((word) => !word.startsWith("-"));
  if (plain[0] !== "get" || plain[1] === undefined) return undefined;
  const isFiltered = /[|;&>]|\s(?:-l|--selector|--field-selector)\b/.test(line);
  const [first = "", ...names] = plain.slice(1).filter((word) => !/^[|;&>]/.test(word));
  const named = first.includes("/") ? [first.slice(first.indexOf("/") + 1)] : names;
  const types = first.split("/")[0] ?? "";
  const kinds = types === "all" ? [...KINDS_OF_ALL] : types.split(",").flatMap((type) => kindOf(type) ?? []);
  return {
    kinds,
    names: named,
    namespace: namespaceIn(words),
    allNamespaces: words.some((word) => word === "-A" || word === "--all-namespaces"),
    isWhole: !isFiltered && named.length === 0,
  };
}
