const ACTIONS =
  "created|configured|unchanged|deleted|exposed|scaled|edited|patched|replaced|labeled|unlabeled|annotated|autoscaled|restarted|paused|resumed|cordoned|uncordoned|drained|evicted|tainted|untainted|not labeled|image updated|resource requirements updated|env updated|rolled back|condition met|serverside-applied";

/** `deployment.apps/web created`, `service "web" deleted` */
const DONE = new RegExp(`^\\S+(?:/\\S+| "\\S+") (?:${ACTIONS})(?: \\(.*\\)| from \\S+ namespace)?\\s*$`);
/** What kubectl's tables, pages and refusals begin with. */
const HEADS =
  /^(?:NAME(?:SPACE)?(?:\s|$)|LAST SEEN\s|READY\s|REVISION\s|CURRENT\s|POD\s|RESOURCE\s|Name:\s|Error\b|error:|Warning:|WARNING:|No resources found|The connection to|Unable to connect|Waiting for|pod ".*" deleted|Kubernetes (?:master|control plane)|Client Version|curl: |Defaulted? container|HTTP\/\d)/;

/** The text is what kubectl or curl prints, whatever the command. */
export function isPrinted(text: string): boolean {
  return HEADS.test(text) || DONE.test(text);
}
