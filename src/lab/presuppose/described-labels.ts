/** Labels as `describe` prints them of an object, and of the pods that it makes: `app=web,tier=front`, "" for none; undefined where it shows none. */
export interface DescribedLabels {
  readonly own?: string;
  readonly pods?: string;
}

/** What a description of an object of that name, or of one of its pods, says of labels. kubectl/pkg/describe/describe.go */
export function describedLabels(text: string, name: string): DescribedLabels {
  const lines = text.split("\n");
  const isOwnName = new RegExp(`^Name:\\s+${RegExp.escape(name)}\\s*$`);
  const own = lines.findIndex((line) => isOwnName.test(line));
  const from = own >= 0 ? own : lines.findIndex((line) => new RegExp(`^Name:\\s+${RegExp.escape(name)}-`).test(line));
  if (from < 0) return {};
  const end = lines.findIndex((line, index) => index > from && /^Name:\s/.test(line));
  const part = lines.slice(from, end < 0 ? lines.length : end);
  const top = labelsAt(part, /^Labels:\s+(\S.*)$/);
  const template = labelsAt(part, /^\s+Labels:\s+(\S.*)$/) ?? labelsAt(part, /^Selector:\s+(\S.*)$/);
  if (own < 0) return top === undefined ? {} : { pods: top };
  return { ...(top === undefined ? {} : { own: top }), ...(template === undefined ? {} : { pods: template }) };
}

/** The first line's pair, and those that stand below it alone. */
function labelsAt(lines: readonly string[], head: RegExp): string | undefined {
  const at = lines.findIndex((line) => head.test(line));
  const first = head.exec(lines[at] ?? "")?.[1]?.trim();
  if (first === undefined) return undefined;
  const pairs = [first];
  for (const line of lines.slice(at + 1)) {
    if (!/^\s+[\w./-]+=[\w.-]*\s*$/.test(line)) break;
    pairs.push(line.trim());
  }
  return first === "<none>" ? "" : pairs.join(",");
}
