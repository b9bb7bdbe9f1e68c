/** What a small HTTP server of Node.js does, as its source says: texts are templates of own images. */
export interface NodeApp {
  readonly port: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly startLog: string;
  readonly requestLog: string;
}

/** Names under which a program knows values, as templates. */
type Names = ReadonlyMap<string, string>;

const STRING = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|` + "`(?:[^`\\\\]|\\\\.)*`";
const HANDLER_HEAD = String.raw`(?:async\s+)?(?:function\s*\w*\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)|\(\s*(\w+)\s*,\s*(\w+)\s*\)\s*=>)\s*\{`;

/**
 * Reads the source of a server that answers every request alike: `http.createServer` with a handler that only logs and answers, texts put
 * together from literals, the host's name, the environment and the request. Undefined when it does anything else.
 */
export function readNodeApp(source: string): NodeApp | undefined {
  const text = withoutComments(source);
  const handler = handlerIn(text);
  const names = namesIn(text);
  const port = portIn(text);
  if (handler === undefined || port === undefined) return undefined;
  const inHandler = new Map([...names, ...requestNames(handler.request)]);
  const answer = { status: 200, headers: {} as Record<string, string>, body: "" };
  const log: string[] = [];
  for (const statement of statementsOf(handler.body)) {
    const said = loggedBy(statement, inHandler);
    if (said !== undefined) log.push(said);
    else if (!answered(statement, handler.response, inHandler, answer)) return undefined;
  }
  const outside = text.replace(handler.body, "");
  const start = [...outside.matchAll(/console\.log\(((?:[^()]|\([^()]*\))*)\)/g)].flatMap(([, said = ""]) => textOf(said, names) ?? []);
  return { port, ...answer, startLog: start.join("\n"), requestLog: log.join("\n") };
}

function withoutComments(source: string): string {
  return source.replace(new RegExp(String.raw`(${STRING})|//[^\n]*|/\*[\s\S]*?\*/`, "g"), (_, literal?: string) => literal ?? "");
}

/** The function that is given to createServer, by its name or in place. */
function handlerIn(text: string): { request: string; response: string; body: string } | undefined {
  const given = /createServer\(\s*(\w+)\s*\)/.exec(text)?.[1];
  const before = given === undefined ? String.raw`createServer\(\s*` : String.raw`(?:\b${given}\s*=\s*|(?=function\s+${given}\b))`;
  const found = new RegExp(before + HANDLER_HEAD).exec(text);
  if (found === null) return undefined;
  const body = upToBrace(text, found.index + found[0].length);
  const [, one, two, three, four] = found;
  return body === undefined ? undefined : { request: one ?? three ?? "", response: two ?? four ?? "", body };
}

function upToBrace(text: string, from: number): string | undefined {
  const pattern = new RegExp(`${STRING}|[{}]`, "g");
  pattern.lastIndex = from;
  let depth = 1;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === "{") depth++;
    if (match[0] === "}" && --depth === 0) return text.slice(from, match.index);
  }
  return undefined;
}

/** Statements end at semicolons and at lines' ends outside of brackets. */
function statementsOf(body: string): string[] {
  const statements = [""];
  let depth = 0;
  for (const [part] of body.matchAll(new RegExp(`${STRING}|[\\s\\S]`, "g"))) {
    if ("([{".includes(part)) depth++;
    if (")]}".includes(part)) depth--;
    if (depth === 0 && (part === ";" || part === "\n")) statements.push("");
    else statements[statements.length - 1] += part;
  }
  return statements.map((one) => one.trim()).filter((one) => one !== "");
}

function namesIn(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/(?:const|let|var)\s+(\w+)\s*=\s*([^;\n]+)/g)) {
    const said = textOf(value, names);
    if (said !== undefined) names.set(name, said);
  }
  return names;
}

function requestNames(request: string): [string, string][] {
  return [
    [`${request}.url`, "{{path}}"],
    [`${request}.method`, "{{method}}"],
    [`${request}.headers.host`, "{{host}}"],
    [`${request}.connection.remoteAddress`, "::ffff:{{client}}"],
    [`${request}.socket.remoteAddress`, "::ffff:{{client}}"],
  ];
}

/** The number that is listened on: of the environment's and the program's own, the program's. */
function portIn(text: string): number | undefined {
  const [, given = ""] = /\.listen\(\s*([^,)]+)/.exec(text) ?? [];
  const name = /^\w+$/.exec(given.trim())?.[0];
  const value = name === undefined || /^\d/.test(name) ? given : new RegExp(String.raw`\b${name}\s*=\s*([^;\n]+)`).exec(text)?.[1];
  const said = Number(/(\d+)\s*$/.exec(value ?? "")?.[1]);
  return Number.isInteger(said) && said > 0 && said <= 65_535 ? said : undefined;
}

function loggedBy(statement: string, names: Names): string | undefined {
  const said = /^console\.log\(([\s\S]*)\)$/.exec(statement)?.[1];
  return said === undefined ? undefined : textOf(said, names);
}

function answered(
  statement: string,
  response: string,
  names: Names,
  answer: { status: number; headers: Record<string, string>; body: string },
): boolean {
  const [, call = "", given = ""] = new RegExp(String.raw`^${response}\.(\w+)\s*\(([\s\S]*)\)$`).exec(statement) ?? [];
  const [, status] = new RegExp(String.raw`^${response}\.statusCode\s*=\s*(\d{3})$`).exec(statement) ?? [];
  if (status !== undefined) answer.status = Number(status);
  else if (call === "writeHead") return tookHead(given, names, answer);
  else if (call === "setHeader") return tookHeader(given, names, answer.headers, ",");
  else if ((call === "end" && given.trim() !== "") || call === "write") {
    const said = textOf(given, names);
    if (said === undefined) return false;
    answer.body += said;
  } else return call === "end";
  return true;
}

function tookHead(given: string, names: Names, answer: { status: number; headers: Record<string, string> }): boolean {
  const [, status = "", more] = /^\s*(\d{3})\s*(?:,\s*\{([\s\S]*)\}\s*)?$/.exec(given) ?? [];
  if (status === "") return false;
  answer.status = Number(status);
  const pairs = (more ?? "").split(/,(?=\s*['"\w-]+\s*:)/).filter((pair) => pair.trim() !== "");
  return pairs.every((pair) => tookHeader(pair, names, answer.headers, ":"));
}

function tookHeader(pair: string, names: Names, headers: Record<string, string>, divider: string): boolean {
  const at = pair.indexOf(divider);
  const name = pair
    .slice(0, at)
    .trim()
    .replace(/^['"]|['"]$/g, "");
  const value = textOf(pair.slice(at + 1), names);
  if (at < 0 || value === undefined) return false;
  headers[name] = value;
  return true;
}

/** An expression as a template; undefined when it is more than texts put together. */
function textOf(expression: string, names: Names): string | undefined {
  const TERM = new RegExp(
    String.raw`^\s*(?:(${STRING})|(os\.hostname\(\))|process\.env\.(\w+)(?:\s*\|\|\s*(?:${STRING}|\d+))?|(\d+)|([\w.]+))\s*(\+|,|$)`,
  );
  let text = "";
  for (let rest = expression.trim(); rest !== "";) {
    const term = TERM.exec(rest);
    if (term === null) return undefined;
    const [whole, literal, host, variable, digits, name, then] = term;
    const said =
      literal !== undefined
        ? literalText(literal, names)
        : host !== undefined
          ? "{{hostname}}"
          : (digits ?? variableText(variable) ?? names.get(name ?? ""));
    if (said === undefined) return undefined;
    // console.log puts a blank between what it is given
    text += then === "," ? `${said} ` : said;
    rest = rest.slice(whole.length);
    if (then !== "" && rest.trim() === "") return undefined;
  }
  return text;
}

function variableText(variable: string | undefined): string | undefined {
  return variable === undefined ? undefined : `{{env ${variable}}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function literalText(literal: string, names: Names): string | undefined {
  const inner = literal.slice(1, -1).replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
  if (!literal.startsWith("`")) return inner;
  let isReadable = true;
  const filled = inner.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
    const said = textOf(expression, names);
    isReadable &&= said !== undefined;
    return said ?? "";
  });
  return isReadable ? filled : undefined;
}
