import { CurlUsageError, type Draft, type Given, SHORT, SWITCHES, UNSUPPORTED, VALUES } from "./flags.ts";

export { CurlUsageError };

/** What a curl command line asks for. */
export interface CurlOptions extends Omit<Draft, "flags" | "urls"> {
  readonly urls: readonly string[];
  has(flag: string): boolean;
}

/** Reads a curl command line (without the word curl). `read` gives the content of files that it names. */
export function parseCurlOptions(argv: readonly string[], given: Given = {}): CurlOptions {
  const draft: Draft = {
    urls: [],
    headers: [],
    data: [],
    outputs: [],
    flags: new Set(),
    retries: 0,
    resolve: new Map(),
    cookies: [],
    maxRedirects: 50,
    warnings: [],
  };
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    const take = (flag: string): string => {
      const value = argv[++index];
      if (value === undefined) throw new CurlUsageError(`curl: option ${flag}: requires parameter`);
      return value;
    };
    if (word.startsWith("--") && word.length > 2) long(draft, word, take, given);
    else if (word.startsWith("-") && word.length > 1 && word !== "--") short(draft, word, take, given);
    else if (word !== "--") draft.urls.push(word);
  }
  const { flags, urls, ...rest } = draft;
  return { ...rest, urls, has: (flag) => flags.has(flag) };
}

const EVERY = [...Object.keys(VALUES), ...SWITCHES, ...UNSUPPORTED];

/** A long name as it was typed: whole, or as much of it as no other begins with. */
function wholeName(word: string): string {
  const name = word.slice(2);
  const bare = name.startsWith("no-") && !SWITCHES.has(name) ? name.slice(3) : name;
  if (EVERY.includes(bare)) return bare;
  const matching = EVERY.filter((known) => known.startsWith(bare));
  if (matching.length > 1) throw new CurlUsageError(`curl: option ${word}: is ambiguous`);
  if (matching[0] === undefined) throw new CurlUsageError(`curl: option ${word}: is unknown`);
  return matching[0];
}

function long(draft: Draft, word: string, take: (flag: string) => string, given: Given): void {
  const name = wholeName(word);
  refuse(name);
  const action = VALUES[name];
  if (action) return action(draft, take(word), given);
  if (word.startsWith("--no-") && !SWITCHES.has(word.slice(2))) draft.flags.delete(name);
  else draft.flags.add(name);
}

function short(draft: Draft, word: string, take: (flag: string) => string, given: Given): void {
  for (let at = 1; at < word.length; at++) {
    const name = SHORT[word[at] ?? ""];
    if (name === undefined) throw new CurlUsageError(`curl: option ${word}: is unknown`);
    refuse(name);
    const action = VALUES[name];
    if (action !== undefined) {
      const glued = word.slice(at + 1);
      return action(draft, glued === "" ? take(`-${word[at]}`) : glued, given);
    }
    draft.flags.add(name);
  }
}

function refuse(name: string): void {
  if (UNSUPPORTED.has(name)) throw new CurlUsageError(`curl: k8sim does not emulate option --${name}`);
}
