/** Go's "True" and "False" of describe pages. */
export function trueOrFalse(value: boolean | undefined): string {
  return value ? "True" : "False";
}

/** The text, or `<none>` for an empty one. */
export function orNone(text: string): string {
  return text === "" ? "<none>" : text;
}

/** Go's %v of a list of words: `[get list]`. */
export function goWords(words: readonly string[] | undefined): string {
  return `[${(words ?? []).join(" ")}]`;
}
