import { isShownFile, isStep, type Transcript } from "../transcript.ts";

/** Minor versions of Kubernetes in which all that a document does works. */
export interface VersionRange {
  readonly oldest: number;
  readonly newest: number;
}

/** A pod of a job, as that version alone names them. */
const JOB_OF_22 = /^(?:pod\/)?[a-z][a-z0-9.-]*--1-[a-z0-9]{5}\s/m;

/** What came with a minor version. */
const SINCE: readonly (readonly [told: RegExp, minor: number])[] = [
  [/^\s*apiVersion:\s*networking\.k8s\.io\/v1\s*$[\s\S]{0,40}^\s*kind:\s*Ingress\s*$/m, 19],
  [/\bcreate ing(?:ress)? /, 19],
  [/\bcreate deploy(?:ment)? .*--(?:replicas|port)\b/, 19],
  [/^Kubernetes control plane is running at /m, 20],
  [/^Warning: resource \S+ is missing the kubectl\.kubernetes\.io\/last-applied-configuration annotation/m, 20],
  [/^\S+\/\S+ unlabeled$/m, 22],
  [JOB_OF_22, 22],
  [/^\s*apiVersion:\s*(?:policy\/v1|batch\/v1\s*$[\s\S]{0,40}^\s*kind:\s*CronJob)\s*$/m, 21],
  // MetalLB 0.13 and ingress-nginx 1.x are of that time
  [/\bmetallb\.io\/v1beta\d|\b(?:ipaddresspools?|l2advertisements?)\b|metallb\/v0\.1[3-9]|ingress-nginx\/controller-v1\./, 22],
  [/\s\d+ \(\d\w* ago\)\s/, 22],
  [/--record has been deprecated/, 22],
  [/^\s*apiVersion:\s*autoscaling\/v2\s*$/m, 23],
  // what describe and the tables of later versions have (release/rows)
  [/^IP Families?:/m, 20],
  [/\bcreate token\s/, 24],
  [/^Service Account:\s/m, 25],
  // its definitions of resources have rules that older API servers do not know
  [/metallb\/v0\.1[4-9]/, 25],
  [/\s(?:cpu|memory): (?:\d+|<unknown>)%?\/\d+%\s/, 30],
  [/^NAME\s.*\bSTATUS\s+COMPLETIONS\s+DURATION/m, 30],
  [/^NAME\s.*\bSCHEDULE\s+TIMEZONE\b/m, 30],
  [/^Internal Traffic Policy:/m, 31],
];

/** What went with the minor version after this one. */
const UNTIL: readonly (readonly [told: RegExp, minor: number])[] = [
  [/^Kubernetes master is running at /m, 19],
  [JOB_OF_22, 22],
  // describe hides it since 1.18
  [/^Annotations:\s+kubectl\.kubernetes\.io\/last-applied-configuration[:=]/m, 18],
  // an event's source with its host
  [/^\s+(?:Normal|Warning)\s.*\skubelet, \S/m, 18],
  [/^NAME\s+COMPLETIONS\s+DURATION/m, 29],
  [/^NAME\s+SCHEDULE\s+SUSPEND\b/m, 29],
  [/^\s*apiVersion:\s*(?:networking\.k8s\.io|extensions)\/v1beta1\s*$/m, 21],
  [/^\s*apiVersion:\s*(?:policy|batch)\/v1beta1\s*$/m, 24],
  [/^\s*apiVersion:\s*autoscaling\/v2beta2\s*$/m, 25],
];

/** The versions that a document's commands, files and outputs allow, where they do not contradict each other; undefined when they tell nothing. */
export function versionRange({ items }: Transcript): VersionRange | undefined {
  const texts = items.flatMap((item) => [
    ...(isShownFile(item) ? [item.content] : []),
    ...(isStep(item) ? [item.command] : []),
    ...(isShownFile(item) ? [] : [(item.expected ?? []).map(({ text }) => text).join("\n")]),
  ]);
  const minors = (rules: typeof SINCE) => rules.filter(([told]) => texts.some((text) => told.test(text))).map(([, minor]) => minor);
  const [since, until] = [minors(SINCE), minors(UNTIL)];
  const range = { oldest: Math.max(0, ...since), newest: Math.min(Infinity, ...until) };
  return since.length + until.length === 0 || range.oldest > range.newest ? undefined : range;
}
