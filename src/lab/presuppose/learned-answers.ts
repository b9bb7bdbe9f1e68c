import type { JsonObject, JsonValue } from "../../base/json.ts";
import { isStep, type Step } from "../transcript.ts";
import type { Performed } from "../performance/item.ts";
import { podForm } from "./evidence.ts";

/** Answers of images of which nothing but a document tells anything. */
export interface LearnedAnswers {
  /** Takes what a step of a rehearsal has printed. */
  look(performed: Performed): void;
  /** How many answers are known. */
  readonly count: () => number;
  /** These images, in the form of `k8sim image add` files. */
  images(): JsonValue[];
  /** Why the output of the step on that line follows from nothing else. */
  reasonAt(line: number): string | undefined;
}

/** What an image that nobody has described answers: pod, image. */
const UNKNOWN = /^(\S+): k8sim emulates (\S+); "k8sim image add" tells it what to answer$/gm;
/** A request that prints the answer's body and nothing else. */
const REQUEST = /\b(?:curl|wget|Invoke-RestMethod)\b(?!.*\s-(?:[a-zA-Z]*[vIiwoO]|-head|-verbose|-include|-output|-write-out)\b)/;
const ADDRESS = /(?:https?:\/\/)?[\w.$(){}-]+(?::\d+)?(\/[^\s"'`?#]*)?(?:\?\S*)?["'`)]*(?:\s|$)/;

/** Nothing learned yet. */
export function createLearnedAnswers(): LearnedAnswers {
  const bodies = new Map<string, Map<string, string>>();
  const reasons = new Map<number, string>();

  function learn(item: Step, image: string, several: boolean): void {
    const lines = (item.expected ?? []).filter(({ remark }) => remark !== true).map(({ text }) => text);
    const [first = ""] = lines;
    const body = several ? first : lines.join("\n");
    if (body.trim() === "" || body.includes("{{")) return;
    const path = pathOf(item.command);
    const known = bodies.get(image) ?? new Map<string, string>();
    if (known.has(path)) return;
    bodies.set(image, known.set(path, withHost(body)));
    reasons.set(item.line, `what ${image} answers is known from this document alone`);
  }

  return {
    look({ played: { item, status, actual } }) {
      if (!isStep(item) || status !== "differs" || item.expected === undefined || !REQUEST.test(item.command)) return;
      const found = [...actual.matchAll(UNKNOWN)];
      const image = found[0]?.[2];
      // a pipe may print anything of it
      if (image !== undefined && !/\|/.test(item.command)) learn(item, image, found.length > 1);
    },
    count: () => reasons.size,
    images: () =>
      [...bodies].map(([image, answers]): JsonObject => ({
        image,
        answers: [...answers].map(([path, body]) => ({ path, body: `${body}\n` })),
      })),
    reasonAt: (line) => reasons.get(line),
  };
}

function pathOf(command: string): string {
  const words = command.replace(/^.*\b(?:curl|wget|Invoke-RestMethod)\b/, "").split(/\s+/);
  const address = words.find((word) => word !== "" && !word.startsWith("-") && /[.:/]|localhost/.test(word)) ?? "";
  const path = ADDRESS.exec(`${address} `)?.[1];
  return path === undefined || path === "" ? "/" : path;
}

/** The name of the pod that has answered stands for whichever does. */
function withHost(body: string): string {
  return body.replace(/[a-z0-9][a-z0-9-]*-[a-z0-9]{5}\b/g, (word) => (podForm(word)?.form === "deployment" ? "{{hostname}}" : word));
}
