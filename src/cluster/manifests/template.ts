/** For whom a template is filled in. */
export interface Filling {
  readonly tag: string;
  /** All tags that the template knows, in their order. */
  readonly tags: readonly string[];
  /** What else its marks ask for: a provider, a variant. */
  readonly traits?: readonly string[];
  /** Words that stand in `<angle brackets>`. */
  readonly words?: Readonly<Record<string, string>>;
}

const BLOCK_START = /^#\[([^\]]+)\]\{$/;
const BLOCK_END = "#}";
const LINE_END = /^(.*) #\[([^\]]+)\]$/;

/**
 * The manifest of one tag, out of a template that has the lines of many: a line that ends in `#[v1.2.0..v1.4.0]` belongs to those tags alone
 * (both ends included, either may lack; `#[v1.2.0]` is one tag), as do the lines between `#[v1.2.0..]{` and `#}`. A mark may ask for traits
 * as well: `#[cloud|kind v1.3.1..]` holds for one of the two, `#[!cloud]` for all others.
 */
export function fillIn(template: string, filling: Filling): string {
  const open: boolean[] = [];
  const lines = template.split("\n").flatMap((line) => {
    const [, block] = BLOCK_START.exec(line) ?? [];
    if (block !== undefined) open.push(holds(block, filling));
    else if (line === BLOCK_END) open.pop();
    else if (!open.includes(false)) return lineFor(line, filling);
    return [];
  });
  return lines.join("\n").replace(/<([\w-]+)>/g, (whole, word: string) => filling.words?.[word] ?? whole);
}

function lineFor(line: string, filling: Filling): string[] {
  const [, text = line, mark] = LINE_END.exec(line) ?? [];
  return mark === undefined || holds(mark, filling) ? [text] : [];
}

function holds(mark: string, filling: Filling): boolean {
  return mark.split(" ").every((part) => {
    if (/^(?:v\d|\.\.)/.test(part)) {
      const [since = "", until = since] = part.split("..");
      return isWithin(filling, { since, until });
    }
    const has = (trait: string): boolean => filling.traits?.includes(trait) ?? false;
    return part.startsWith("!") ? !has(part.slice(1)) : part.split("|").some(has);
  });
}

/** Whether a filling's tag lies between two of its tags, both included; an empty end is open. */
export function isWithin({ tag, tags }: Filling, { since = "", until = "" }: { since?: string; until?: string }): boolean {
  const at = place(tags, tag);
  return (since === "" || at >= place(tags, since)) && (until === "" || at <= place(tags, until));
}

function place(tags: readonly string[], tag: string): number {
  const at = tags.indexOf(tag);
  if (at < 0) throw new Error(`no tag ${tag} among ${tags.join(" ")}`);
  return at;
}
