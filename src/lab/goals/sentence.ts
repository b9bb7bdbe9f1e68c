import { UserError } from "../../base/user-error.ts";
import type { Check, Subject } from "./check.ts";
import { answers } from "./checks/answers.ts";
import { hasAddress, hasImage, hasReplicas } from "./checks/has.ts";
import { exists, isCondition, isGone, isScheduled } from "./checks/is.ts";
import { podsRun } from "./checks/pods.ts";

/** One form of sentences. */
interface Form {
  /** As it is told to people. */
  readonly form: string;
  readonly pattern: RegExp;
  check(groups: Readonly<Record<string, string | undefined>>): Check;
}

const SUBJECT = String.raw`(?<kind>[a-z][a-z0-9.-]*)[ /](?<name>[a-z0-9][a-z0-9.-]*)(?: in (?<namespace>[a-z0-9][a-z0-9-]*))?`;
const NAMESPACE = String.raw`(?: in (?<namespace>[a-z0-9][a-z0-9-]*))?`;

/** The forms, the first that fits counts. */
const FORMS: readonly Form[] = [
  {
    form: "curl URL answers [TEXT]",
    pattern: /^curl (?<url>\S+) answers(?: (?:with )?(?<text>.+))?$/i,
    check: ({ url = "", text }) => answers.url(url, text),
  },
  {
    form: "N pods of KIND NAME [in NAMESPACE] run",
    pattern: new RegExp(String.raw`^(?<count>\d+|no) pods? of (?<kind>[a-z]+)[ /](?<name>[a-z0-9][a-z0-9.-]*)${NAMESPACE} runs?$`, "i"),
    check: (groups) => podsRun(subjectOf(groups), groups["count"]?.toLowerCase() === "no" ? 0 : Number(groups["count"])),
  },
  { form: "KIND NAME [in NAMESPACE] exists", pattern: form("exists"), check: (groups) => exists(subjectOf(groups)) },
  { form: "KIND NAME is gone", pattern: form("(?:is gone|does not exist)"), check: (groups) => isGone(subjectOf(groups)) },
  {
    form: "KIND NAME has N replicas",
    pattern: form(String.raw`has (?<count>\d+) replicas?`),
    check: (groups) => hasReplicas(subjectOf(groups), Number(groups["count"])),
  },
  {
    form: "KIND NAME has an address [from the pool | A.B.C.D]",
    pattern: form(String.raw`has (?:an|the) address(?: (?<address>from the pool|\d+(?:\.\d+){3}))?`),
    check: (groups) => hasAddress(subjectOf(groups), groups["address"]),
  },
  {
    form: "KIND NAME has the image IMAGE",
    pattern: form(String.raw`has the image (?<image>\S+)`),
    check: (groups) => hasImage(subjectOf(groups), groups["image"] ?? ""),
  },
  {
    form: 'KIND NAME answers [PATH] [with "TEXT"]',
    pattern: form(String.raw`answers(?: (?<path>/\S*))?(?: with (?<text>.+))?`),
    check: (groups) => answers.object(subjectOf(groups), groups["path"] ?? "/", groups["text"]),
  },
  {
    form: "pod NAME is on NODE",
    pattern: form(String.raw`is on (?:node )?(?<node>[a-z0-9][a-z0-9.-]*)`),
    check: (groups) => isScheduled(subjectOf(groups), groups["node"] ?? ""),
  },
  {
    form: "KIND NAME is STATE (available, Ready, NotReady, Running, Bound, complete, cordoned, or any phase, condition or waiting reason)",
    pattern: form("is (?<state>[A-Za-z]+)"),
    check: (groups) => isCondition(subjectOf(groups), groups["state"] ?? ""),
  },
];

function form(rest: string): RegExp {
  return new RegExp(`^${SUBJECT} ${rest}$`, "i");
}

function subjectOf({ kind = "", name = "", namespace = "default" }: Readonly<Record<string, string | undefined>>): Subject {
  return { kind: kind.toLowerCase(), name, namespace };
}

/** Reads a goal's sentence. Throws UserError that lists the forms for one that fits none. */
export function checkOf(sentence: string, place: string): Check {
  const plain = sentence.trim().replace(/\.$/, "").replace(/\s+/g, " ");
  for (const { pattern, check } of FORMS) {
    const match = pattern.exec(plain);
    if (match) return check(match.groups ?? {});
  }
  throw new UserError(`${place}: "${sentence}" is no goal that k8sim can judge; there are: ${FORMS.map(({ form }) => form).join("; ")}`);
}
