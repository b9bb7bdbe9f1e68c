import { type Condition, ShellSyntaxError, type Word } from "./ast.ts";

/** The tree of the words between `[[` and `]]`: `||` binds weaker than `&&`, and `!` strongest. */
export function parseCondition(words: readonly Word[]): Condition {
  let at = 0;
  const isAt = (operator: string): boolean => plain(words[at]) === operator;

  function either(): Condition {
    let left = both();
    while (isAt("||")) {
      at++;
      left = { kind: "or", left, right: both() };
    }
    return left;
  }

  function both(): Condition {
    let left = one();
    while (isAt("&&")) {
      at++;
      left = { kind: "and", left, right: one() };
    }
    return left;
  }

  function one(): Condition {
    if (isAt("!")) {
      at++;
      return { kind: "not", what: one() };
    }
    if (isAt("(")) {
      at++;
      const inside = either();
      if (!isAt(")")) throw new ShellSyntaxError("unexpected argument in conditional expression");
      at++;
      return inside;
    }
    const found: Word[] = [];
    while (at < words.length && !isAt("&&") && !isAt("||") && !isAt(")")) found.push(words[at++] as Word);
    if (found.length === 0) throw new ShellSyntaxError("syntax error near `]]'");
    return { kind: "test", words: found };
  }

  const condition = either();
  if (at < words.length) throw new ShellSyntaxError("syntax error in conditional expression");
  return condition;
}

function plain(word: Word | undefined): string | undefined {
  const [part] = word ?? [];
  return word?.length === 1 && part?.kind === "text" && !part.quoted ? part.text : undefined;
}
