import { readTables } from "../tables.ts";
import { isShownFile, isStep, type Step, type TranscriptItem } from "../transcript.ts";

/** One of the add-ons that the book's first edition installs in one section and uses in the next ones. */
interface BookAddon {
  readonly name: string;
  /** What of a document installs it, or says that it is not there. */
  readonly installed: RegExp;
  /** Whether a step shows that it is there. */
  readonly shows: (step: Step) => boolean;
  /** Whether it came right before that step: a list of its own pods tells how old they are. */
  readonly isNew: (step: Step) => boolean;
  readonly commands: (items: readonly TranscriptItem[]) => readonly string[];
}

/** An add-on that a document uses and never installs. */
export interface MissedAddon {
  readonly name: string;
  /** The index of the item before which it is installed. */
  readonly at: number;
  /** The line that shows it. */
  readonly line: number;
  readonly commands: readonly string[];
}

const BOOK = "~/_Book_k8sInfra/ch3";
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** Words of a document that follows the first edition; the second one has another control plane. */
const FIRST_EDITION = /_Book_k8sInfra|sysnet4admin\/|\bm-k8s\b/;
const SECOND_EDITION = /\bcp-k8s\b/;

const ADDONS: readonly BookAddon[] = [
  {
    name: "MetalLB",
    installed: /metallb(?!-system\b)|\bl2config\b|IPAddressPool/i,
    shows: (step) =>
      rowsOf(step).some((cells) => cells["TYPE"] === "LoadBalancer" && ADDRESS.test(cells["EXTERNAL-IP"] ?? "")) ||
      worksIn(step, "metallb-system"),
    isNew: (step) => worksIn(step, "metallb-system") && rowsOf(step).length > 0,
    commands: (items) => [`kubectl apply -f ${BOOK}/3.3.4/metallb.yaml`, poolOf(items)],
  },
  {
    name: "the ingress controller",
    installed: /ingress-nginx\.yaml|ingress-nginx\/|\bmandatory\.yaml/,
    shows: (step) =>
      worksIn(step, "ingress-nginx") && rowsOf(step).some((cells) => cells["NAME"]?.startsWith("nginx-ingress-controller-") === true),
    isNew: () => true,
    commands: () => [`kubectl apply -f ${BOOK}/3.3.2/ingress-nginx.yaml`],
  },
  {
    name: "metrics-server",
    installed: /metrics-server|heapster|metrics\.k8s\.io|Metrics API/i,
    shows: (step) => rowsOf(step).some((cells) => cells["CPU(cores)"] !== undefined || /^\d+%\//.test(cells["TARGETS"] ?? "")),
    isNew: () => false,
    commands: () => [`kubectl create -f ${BOOK}/3.3.5/metrics-server.yaml`],
  },
];

/** The book's add-ons that a reader of its first edition has from an earlier section. */
export function missedAddons(items: readonly TranscriptItem[]): MissedAddon[] {
  const texts = items.map(textOf);
  if (!texts.some((text) => FIRST_EDITION.test(text)) || texts.some((text) => SECOND_EDITION.test(text))) return [];
  return ADDONS.flatMap(({ name, installed, shows, isNew, commands }): MissedAddon[] => {
    const index = items.findIndex((item) => isStep(item) && shows(item));
    const item = items[index];
    if (item === undefined || !isStep(item) || texts.slice(0, index + 1).some((text) => installed.test(text))) return [];
    return [{ name, at: isNew(item) ? index : 0, line: item.line, commands: commands(items) }];
  });
}

function textOf(item: TranscriptItem): string {
  if (isShownFile(item)) return `${item.path}\n${item.content}`;
  return [...(isStep(item) ? [item.command] : []), ...(item.expected ?? []).map(({ text }) => text)].join("\n");
}

/** What a command does in a namespace succeeded. */
function worksIn({ command, expected = [] }: Step, namespace: string): boolean {
  return (
    new RegExp(`(?:-n|--namespace)[ =]?${namespace}\\b`).test(command) &&
    expected.length > 0 &&
    !expected.some(({ text }) => /^(?:No resources found|Error|error)/.test(text))
  );
}

function rowsOf({ expected = [] }: Step): Readonly<Record<string, string>>[] {
  return readTables(expected).flatMap(({ rows }) => rows.map(({ cells }) => cells));
}

/** The book's range of addresses, or the one into which section 3.4.2 changes it where the document shows addresses of that one alone. */
function poolOf(items: readonly TranscriptItem[]): string {
  const file = `${BOOK}/3.3.4/metallb-l2config.yaml`;
  const shown = items.flatMap((item) => (isStep(item) ? rowsOf(item) : [])).flatMap((cells) => cells["EXTERNAL-IP"] ?? []);
  const isLater =
    shown.some((address) => /^192\.168\.1\.2[1-3]$/.test(address)) && !shown.some((address) => /^192\.168\.1\.1[1-3]$/.test(address));
  return isLater ? `sed 's/11-/21-/;s/13$/23/' ${file} | kubectl apply -f -` : `kubectl apply -f ${file}`;
}
