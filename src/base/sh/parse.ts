import type { Assignment, CaseClause, ListItem, Node, Redirect, Word } from "./ast.ts";
import { parseCondition } from "./condition.ts";
import { createCursor } from "./cursor.ts";
import { type Reader, readArithmeticText, readWord } from "./words.ts";

const RESERVED = new Set([
  "if",
  "then",
  "else",
  "elif",
  "fi",
  "do",
  "done",
  "case",
  "esac",
  "while",
  "until",
  "for",
  "{",
  "}",
  "!",
  "[[",
  "function",
  "time",
]);
/** Words that end a list without beginning a command. */
const CLOSERS = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}"]);

/**
 * Reads a script as POSIX shells and, for what people write in notes, bash do. Throws {@link ShellSyntaxError}, whose `isIncomplete` says
 * that more lines would help.
 */
export function parseShell(text: string): Node {
  const parser = createParser({ text, at: 0 });
  const script = parser.list();
  parser.expectEnd();
  return script;
}

function createParser(reader: Reader) {
  const { text } = reader;
  const cursor = createCursor(reader, inner);
  const { skipBlanks, skipLines, peekWord, isAt, accept, expectWord, expectCharacter, unexpected, isLineEnd, redirects, oneRedirect } =
    cursor;

  /** A script inside a word: its own parser over the same text, up to a closing character. */
  function inner(inside: Reader, end: ")" | "`"): Node {
    const parser = createParser(inside);
    const script = parser.list();
    if (end === ")") parser.expectCharacter(")");
    else parser.expectEnd();
    return script;
  }

  function list(): Node {
    const items: ListItem[] = [];
    let when: ListItem["when"] = "always";
    for (;;) {
      skipLines();
      if (reader.at >= text.length || text[reader.at] === ")" || isAt(";;") || isAt(";&") || CLOSERS.has(peekWord())) {
        if (when !== "always") throw unexpected();
        return { kind: "list", items };
      }
      const start = reader.at;
      const node = pipeline();
      const end = reader.at;
      if (accept("&&")) {
        items.push({ node, when, background: false });
        when = "success";
      } else if (accept("||")) {
        items.push({ node, when, background: false });
        when = "failure";
      } else {
        const background = !isAt("&&") && accept("&");
        items.push({ node, when, background, ...(background ? { text: text.slice(start, end).trim() } : {}) });
        when = "always";
        if (!background && !isAt(";;") && !isAt(";&") && !accept(";") && !isLineEnd()) throw unexpected();
      }
    }
  }

  function pipeline(): Node {
    const timed = peekWord() === "time";
    if (timed) reader.at += 4;
    const negated = peekWord() === "!";
    if (negated) reader.at++;
    const parts = [command()];
    while (isAt("|") && !isAt("||")) {
      reader.at++;
      // `|&` sends errors along as well.
      if (text[reader.at] === "&") {
        reader.at++;
        parts[parts.length - 1] = withRedirect(parts.at(-1) as Node, {
          fd: 2,
          operator: ">&",
          target: [{ kind: "text", text: "1", quoted: false }],
        });
      }
      skipLines();
      parts.push(command());
    }
    return parts.length === 1 && !negated && !timed ? (parts[0] as Node) : { kind: "pipeline", parts, negated, timed };
  }

  function command(): Node {
    skipBlanks();
    if (text.startsWith("((", reader.at)) {
      const start = reader.at;
      reader.at += 2;
      const expression = readArithmeticText(reader, inner);
      if (expression !== undefined) return { kind: "arithmetic", expression };
      reader.at = start;
    }
    if (accept("(")) {
      const body = list();
      expectCharacter(")");
      reader.at++;
      return { kind: "group", subshell: true, body, redirects: redirects() };
    }
    const word = peekWord();
    if (CLOSERS.has(word)) throw unexpected();
    const compound = COMPOUNDS[word];
    if (compound !== undefined) {
      reader.at += word.length;
      return compound();
    }
    return functionDefinition() ?? simple();
  }

  const COMPOUNDS: Readonly<Record<string, () => Node>> = {
    "{": group,
    while: () => loop(false),
    until: () => loop(true),
    if: choice,
    for: each,
    case: cases,
    function: namedFunction,
    "[[": condition,
  };

  function group(): Node {
    const body = list();
    expectWord("}");
    return { kind: "group", subshell: false, body, redirects: redirects() };
  }

  function loop(until: boolean): Node {
    const test = list();
    const body = doGroup();
    return { kind: "loop", until, condition: test, body, redirects: redirects() };
  }

  function doGroup(): Node {
    expectWord("do");
    const body = list();
    expectWord("done");
    return body;
  }

  function choice(): Node {
    const branches: { condition: Node; body: Node }[] = [];
    for (;;) {
      const test = list();
      expectWord("then");
      branches.push({ condition: test, body: list() });
      skipLines();
      if (peekWord() !== "elif") break;
      reader.at += 4;
    }
    let otherwise: Node | undefined;
    if (peekWord() === "else") {
      reader.at += 4;
      otherwise = list();
    }
    expectWord("fi");
    return { kind: "if", branches, ...(otherwise ? { otherwise } : {}), redirects: redirects() };
  }

  function each(): Node {
    skipBlanks();
    if (text.startsWith("((", reader.at)) return counting();
    const name = peekWord();
    if (!/^[A-Za-z_]\w*$/.test(name)) throw unexpected();
    reader.at += name.length;
    skipLines();
    let words: Word[] | undefined;
    if (peekWord() === "in") {
      reader.at += 2;
      words = wordList();
    }
    accept(";");
    const body = doGroup();
    return { kind: "for", name, ...(words ? { words } : {}), body, redirects: redirects() };
  }

  function wordList(): Word[] {
    const words: Word[] = [];
    for (;;) {
      skipBlanks();
      const word = readWord(reader, inner);
      if (word === undefined) return words;
      words.push(word);
    }
  }

  /** `for ((i=0; i<3; i++))` */
  function counting(): Node {
    reader.at += 2;
    const whole = readArithmeticText(reader, inner);
    const parts = whole === undefined ? [] : splitAtSemicolons(whole);
    if (parts.length !== 3) throw unexpected();
    accept(";");
    const body = doGroup();
    const [start = [], test = [], step = []] = parts;
    return { kind: "count", start, condition: test, step, body, redirects: redirects() };
  }

  function cases(): Node {
    skipBlanks();
    const word = readWord(reader, inner);
    if (word === undefined) throw unexpected();
    expectWord("in");
    const clauses: CaseClause[] = [];
    for (;;) {
      skipLines();
      if (peekWord() === "esac") break;
      clauses.push(clause());
    }
    reader.at += 4;
    return { kind: "case", word, clauses, redirects: redirects() };
  }

  function clause(): CaseClause {
    accept("(");
    const patterns: Word[] = [];
    do {
      skipBlanks();
      const pattern = readWord(reader, inner);
      if (pattern === undefined) throw unexpected();
      patterns.push(pattern);
    } while (accept("|"));
    expectCharacter(")");
    reader.at++;
    const body = list();
    if (accept(";;&") || accept(";&")) return { patterns, body, falls: true };
    accept(";;");
    return { patterns, body, falls: false };
  }

  function condition(): Node {
    const words: Word[] = [];
    for (;;) {
      skipLines();
      if (text.startsWith("]]", reader.at)) break;
      const operator = /^(?:&&|\|\||[()<>])/.exec(text.slice(reader.at))?.[0];
      const word =
        operator === undefined
          ? readWord(reader, inner, words.at(-1) !== undefined && isOperator(words.at(-1), "=~") ? " \t\n" : undefined)
          : undefined;
      if (operator === undefined && word === undefined) throw unexpected();
      if (operator !== undefined) reader.at += operator.length;
      words.push(word ?? [{ kind: "text", text: operator ?? "", quoted: false }]);
    }
    reader.at += 2;
    return { kind: "condition", expression: parseCondition(words) };
  }

  function isOperator(word: Word | undefined, operator: string): boolean {
    const [part] = word ?? [];
    return word?.length === 1 && part?.kind === "text" && !part.quoted && part.text === operator;
  }

  function namedFunction(): Node {
    const name = peekWord();
    reader.at += name.length;
    if (accept("(") && !accept(")")) throw unexpected();
    return functionBody(name);
  }

  /** `name() { … }` */
  function functionDefinition(): Node | undefined {
    const match = /^([A-Za-z_][\w.-]*)[ \t]*\([ \t]*\)/.exec(text.slice(reader.at));
    if (match === null || RESERVED.has(match[1] ?? "")) return undefined;
    reader.at += match[0].length;
    return functionBody(match[1] ?? "");
  }

  function functionBody(name: string): Node {
    skipLines();
    return { kind: "function", name, body: command() };
  }

  function simple(): Node {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const found: Redirect[] = [];
    for (;;) {
      const redirect = oneRedirect();
      if (redirect !== undefined) {
        found.push(redirect);
        continue;
      }
      skipBlanks();
      const assignment = words.length === 0 ? oneAssignment() : undefined;
      if (assignment !== undefined) {
        assignments.push(assignment);
        continue;
      }
      const word = readWord(reader, inner);
      if (word === undefined) break;
      words.push(word);
    }
    if (words.length === 0 && assignments.length === 0 && found.length === 0) throw unexpected();
    return { kind: "simple", assignments, words, redirects: found };
  }

  function oneAssignment(): Assignment | undefined {
    const match = /^([A-Za-z_]\w*)(\+?)=/.exec(text.slice(reader.at, reader.at + 128));
    if (match === null) return undefined;
    reader.at += match[0].length;
    return { name: match[1] ?? "", append: match[2] === "+", value: readWord(reader, inner) ?? [] };
  }

  return { list, expectEnd: cursor.expectEnd, expectCharacter };
}

/** The command with one more redirect, last. */
function withRedirect(node: Node, redirect: Redirect): Node {
  if ("redirects" in node) return { ...node, redirects: [...node.redirects, redirect] };
  return { kind: "group", subshell: false, body: node, redirects: [redirect] };
}

function splitAtSemicolons(word: Word): Word[] {
  const parts: Word[] = [[]];
  for (const part of word) {
    if (part.kind !== "text") {
      parts[parts.length - 1] = [...(parts.at(-1) ?? []), part];
      continue;
    }
    part.text.split(";").forEach((text, index) => {
      if (index > 0) parts.push([]);
      if (text !== "") parts[parts.length - 1] = [...(parts.at(-1) ?? []), { ...part, text }];
    });
  }
  return parts;
}
