import { bookFile } from "../../cluster/book-files.ts";
import { isMark } from "../compare/marks.ts";
import { isShownFile, isStep, type Step, type Transcript, type TranscriptItem } from "../transcript.ts";

/** Another printing of one of the book's files, known by what came of it. */
interface Printing {
  readonly file: string;
  /** What a document shows that was made with it. */
  readonly sign: (item: TranscriptItem) => boolean;
  readonly change: (text: string) => string;
}

const PRINTINGS: readonly Printing[] = [
  {
    file: "/root/_Book_k8sInfra/ch3/3.3.4/metallb.yaml",
    // facts/metallb.md 3.1: the same objects, with the images taken from quay.io
    sign: (item) => !isShownFile(item) && (item.expected ?? []).some(({ text }) => /\bcontroller-5d48db7f99-/.test(text)),
    change: (text) => text.replaceAll(/\bimage: metallb\//g, "image: quay.io/metallb/"),
  },
  {
    file: "/root/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml",
    // facts/ingress-nginx.md 1.1: everything but the LimitRange
    sign: (item) => isStep(item) && appliesWhole(item, "3.3.2/ingress-nginx.yaml") && !shows(item, "limitrange/"),
    change: (text) =>
      text
        .split(/^---$/m)
        .filter((part) => !/^kind: LimitRange$/m.test(part))
        .join("---"),
  },
];

/** The document shows all that came of applying a file. */
function appliesWhole({ command, expected = [] }: Step, file: string): boolean {
  return (
    /\b(?:apply|create)\s/.test(command) &&
    command.includes(file) &&
    expected.some(({ text }) => text.startsWith("deployment.apps/")) &&
    !expected.some(({ text }) => isMark(text) || / (?:configured|unchanged)$/.test(text))
  );
}

function shows({ expected = [] }: Step, text: string): boolean {
  return expected.some((line) => line.text.startsWith(text));
}

/** The book's files of another printing that a document has used: contents by path. */
export function printingsShown({ items }: Transcript): Record<string, string> {
  return Object.fromEntries(
    PRINTINGS.filter(({ sign }) => items.some(sign)).map(({ file, change }) => [file, change(bookFile(file) ?? "")]),
  );
}
