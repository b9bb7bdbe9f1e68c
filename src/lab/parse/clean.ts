/** What editors, blogs and conversions put into code that nobody typed. */
export interface Habits {
  /** The editor doubles backslashes (and puts addresses in angle brackets). */
  readonly doubled: boolean;
}

/** Blanks of other scripts and of web pages; tabs stay. */
const ODD_BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const ODD = /[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]/;

/** A line without invisible characters and with plain blanks. */
export function plainBlanks(text: string): string {
  return ODD.test(text) ? text.replace(INVISIBLE, "").replace(ODD_BLANKS, " ") : text;
}

const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
  rarr: "→",
  larr: "←",
  hellip: "…",
};

/** HTML's entities as characters. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,8}));/g, (whole, decimal?: string, hex?: string, name = "") => {
    if (decimal === undefined && hex === undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const ADDRESS_IN_BRACKETS = /<(https?:\/\/[^<>\s]*)>/g;

/** How a document's editor writes code, from all of its code. */
export function habitsOf(code: Iterable<string>): Habits {
  for (const text of code) if (text.includes("<http") && /<https?:\/\/[^<>\s]+>/.test(text)) return { doubled: true };
  return { doubled: false };
}

/** What holds for commands, outputs and files alike. */
export function cleanCode(text: string, { doubled }: Habits): string {
  const bare = text.includes("<http") ? text.replace(ADDRESS_IN_BRACKETS, "$1") : text;
  return doubled && bare.includes("\\\\") ? bare.replaceAll("\\\\", "\\") : bare;
}

/** kubectl's words in angle brackets that a conversion to HTML took for tags (`<none></none>`), or wrote as entities. */
export function cleanOutput(text: string): string {
  const tags = text.includes("</") ? text.replace(/<(none|unknown|unset|pending|invalid|nil|node|no value)><\/\1>/g, "<$1>") : text;
  const plain = tags.includes("&") ? tags.replace(/&lt;(\/?[a-z][a-z ]*)&gt;/g, "<$1>").replaceAll("&quot;", '"') : tags;
  // what a word needs no backslash before stands behind one where Markdown was escaped
  const bare = plain.includes("\\") ? plain.replace(/\\([_*<>])/g, "$1") : plain;
  return /[“”]/.test(bare) ? bare.replace(/[“”]/g, '"') : bare;
}

/** A command without what word processors make of its quotes and dashes. */
export function cleanCommand(text: string): string {
  let command = text;
  if (/[“”„]/.test(command)) command = command.replace(/[“”„]/g, '"');
  if (/[‘’‚]/.test(command)) command = command.replace(/[‘’‚]/g, "'");
  if (/&(?:lt|gt|amp|quot|#39|nbsp);/.test(command)) command = decodeEntities(command);
  if (/[‐‑‒–—―−]/.test(command)) command = plainDashes(command);
  // programs as Windows calls them, and what gives them Git Bash's terminal
  if (/\.exe\b|^\s*winpty\s/.test(command))
    command = command.replace(/^\s*winpty\s+/, "").replace(/^(\s*(?:kubectl|minikube|docker|helm|kind|curl))\.exe\b/, "$1");
  if (command.includes("\\_")) command = command.replaceAll("\\_", "_");
  return command;
}

/** `–replicas=3` was `--replicas=3`, `–n` was `-n`; within words a dash is a hyphen. */
function plainDashes(command: string): string {
  return command
    .replace(/(^|[\s"'=])[–—―−‒]{1,2}(?=[A-Za-z]{2})/g, "$1--")
    .replace(/(^|\s)[–—―](?=\s|$)/g, "$1--")
    .replace(/[‐‑‒–—―−]/g, "-");
}

/** Letters of a script in which no Kubernetes tool prints: Hangul, kana, Han and Cyrillic. */
const FOREIGN = /[\u0400-\u04ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/** The text has words that no command prints. */
export function isForeign(text: string): boolean {
  return FOREIGN.test(text);
}

const ARROW = /[→←⇒⇐➡⬅]/;
/** A note that an author puts behind a command or a line of output: `→ …`, `<-- …`, `// …`, `# …`, `(…)`; its words tell it apart. */
const NOTE = /\s(?:→|←|⇒|⇐|➡|⬅|<[-=]+|[-=]+>|\/\/|#|\(|▶|◀|\*)/g;

/** `web-abcde   1/1   Running   0   8s   (new!)`: no column of kubectl's ends in a word in brackets behind an age. */
const TAGGED_ROW = /^(\S+(?:\s+\S+)+\s+(?:\d+[smhdy])+)\s+\([A-Za-z]+!*\)\s*$/;

/** Cuts the author's note off a line; the same text when there is none. */
export function withoutNote(text: string): string {
  const arrow = ARROW.test(text) ? text.search(/\s[→←⇒⇐➡⬅]/) : -1;
  if (arrow >= 0) return text.slice(0, arrow).trimEnd() || text;
  const row = TAGGED_ROW.exec(text)?.[1];
  if (row !== undefined) return row.trimEnd();
  if (!FOREIGN.test(text)) return text;
  for (const { 0: mark, index } of text.matchAll(NOTE)) {
    const head = text.slice(0, index).trimEnd();
    if (head === "" || FOREIGN.test(head)) return text;
    if (!mark.endsWith("(") || /^[^()]*\)\s*$/.test(text.slice(index + mark.length))) return head;
  }
  return text;
}

/** A line that an arrow, or another mark of an author's, begins. */
export function isArrow(text: string): boolean {
  return /^\s*(?:[-=]{1,3}>|→|⇒|➡|←|<[-=]{1,3}\s|※|☞|✔|✅|💡|👉|▶)/u.test(text);
}
