/** Go's pattern in JavaScript's words: the flags that it begins with, and its source without them. What JavaScript cannot read is not found out. */
export function fromGoRegexp(pattern: string): { readonly source: string; readonly flags: string } {
  const [, flags = "", rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  const source = rest
    .replace(/\(\?P</g, "(?<")
    .replace(/\\A/g, "^")
    .replace(/\\z/g, "$");
  return { source, flags };
}
