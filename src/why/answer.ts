import type { Json } from "../base/json.ts";

/** One cause, with the kubectl command that shows it. */
export interface Cause {
  /** A word that stays the same, for programs: `Unschedulable`, `OOMKilled`, `NoMatchingPods`. */
  readonly reason: string;
  /** One line for people. */
  readonly message: string;
  /** `kubectl describe node w1-k8s`; absent where no command of kubectl shows it. */
  readonly see?: string;
  readonly data?: Json;
}

/** What {@link explain} finds out about an object: the state it is in, and why. */
export interface Answer {
  readonly kind: string;
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** `Pending`, `not ready`, `deleted`. */
  readonly state: string;
  readonly causes: readonly Cause[];
}

/** What the files of this folder answer: the state and its causes. */
export type Finding = Pick<Answer, "causes" | "state">;

/** An answer for people: the object and its state, then a line for each cause. */
export function answerText({ kind, namespace, name, state, causes }: Answer): string {
  const title = `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
  if (causes.length === 0) return `${title} is ${state}\n`;
  const lines = causes.map(({ message, see }) => `- ${message}${see === undefined ? "" : `  # ${see}`}\n`);
  return `${title} is ${state}:\n${lines.join("")}`;
}

/** An answer for programs. */
export function answerJson(answer: Answer): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
