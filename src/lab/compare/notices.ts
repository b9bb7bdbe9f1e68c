/** What kubectl says on its standard error beside what was asked for; whoever copies an output leaves it out as often as not. */
const NOTICES =
  /^(?:Flag --\S+ has been deprecated, |kubectl \S+ \[POD\] \[COMMAND\] is DEPRECATED |Defaulted container "|Defaulting container name to |Warning: )/;
/** The service that every cluster has in its default namespace. */
const ALWAYS_THERE = /^(?:service\/)?kubernetes\s+ClusterIP\s/;

/** Why a line that a cluster prints may be lacking in any document: undefined where it may not. */
export function leftOutNotice(line: string): string | undefined {
  if (NOTICES.test(line))
    return `left out by its author: "${line.length > 60 ? `${line.slice(0, 57)}…` : line}", which kubectl says beside its output`;
  if (ALWAYS_THERE.test(line))
    return "the service kubernetes, which no list of its namespace's services is without, is left out by its author";
  return undefined;
}
