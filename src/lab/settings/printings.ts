import { bookFile } from "../../cluster/book-files.ts";
import { isShownFile, type Transcript } from "../transcript.ts";

/** A later printing of one of the book's files, known by what came of it. */
interface Printing {
  readonly file: string;
  /** What a document shows that was made with it. */
  readonly sign: RegExp;
  readonly change: (text: string) => string;
}

const PRINTINGS: readonly Printing[] = [
  {
    file: "/root/_Book_k8sInfra/ch3/3.3.4/metallb.yaml",
    // facts/metallb.md 3.1: the same objects, with the images taken from quay.io
    sign: /\bcontroller-5d48db7f99-/,
    change: (text) => text.replaceAll(/\bimage: metallb\//g, "image: quay.io/metallb/"),
  },
];

/** The book's files of another printing that a document has used: contents by path. */
export function printingsShown({ items }: Transcript): Record<string, string> {
  const shows = (sign: RegExp): boolean =>
    items.some((item) => !isShownFile(item) && (item.expected ?? []).some(({ text }) => sign.test(text)));
  return Object.fromEntries(PRINTINGS.filter(({ sign }) => shows(sign)).map(({ file, change }) => [file, change(bookFile(file) ?? "")]));
}
