import { need, type Reader, take, unsupported } from "./reader.ts";
import { type Expression, UnsupportedScript } from "./syntax.ts";

/** Programs of the reader's own machine that run as they are typed. */
const PROGRAMS = /(?:&[ \t]*)?(kubectl|k|curl)(?:\.exe)?(?=[\s;)}|]|$)/iy;

/** Cmdlets and their aliases, with what their options take: `true` for a value, `false` for a switch. */
const CMDLETS: Readonly<Record<string, { readonly name: string; readonly options: Readonly<Record<string, boolean>> }>> = (() => {
  const web = { uri: true, usebasicparsing: false, timeoutsec: true, method: true };
  const host = { nonewline: false, foregroundcolor: true, backgroundcolor: true, object: true };
  const pause = { seconds: true, s: true, milliseconds: true, m: true };
  return {
    "write-host": { name: "write-host", options: host },
    "write-output": { name: "write-output", options: { inputobject: true } },
    echo: { name: "write-output", options: { inputobject: true } },
    "start-sleep": { name: "start-sleep", options: pause },
    sleep: { name: "start-sleep", options: pause },
    "invoke-restmethod": { name: "invoke-restmethod", options: web },
    irm: { name: "invoke-restmethod", options: web },
    "invoke-webrequest": { name: "invoke-webrequest", options: web },
    iwr: { name: "invoke-webrequest", options: web },
  };
})();

/** How the values among a command's words are read. */
export interface ValueReaders {
  readonly operand: (reader: Reader) => Expression;
  readonly textOperand: (reader: Reader) => Expression;
}

/** `write-host -NoNewline "text"`: a cmdlet with options and arguments, or a program with words, up to the end of the statement. */
export function command(reader: Reader, readers: ValueReaders): Expression {
  const program = take(reader, PROGRAMS);
  if (program) return { kind: "program", words: programWords(reader, program, readers) };
  const word = take(reader, /[A-Za-z][\w-]*/y)?.[0];
  if (word === undefined) throw unsupported(reader);
  const cmdlet = Object.hasOwn(CMDLETS, word.toLowerCase()) ? CMDLETS[word.toLowerCase()] : undefined;
  if (cmdlet === undefined) throw new UnsupportedScript(`PowerShell's ${word}`);
  const options = new Map<string, Expression>();
  const args: Expression[] = [];
  while (!isEnd(reader)) {
    const option = take(reader, /-([A-Za-z]\w*)(?::[ \t]*)?/y)?.[1];
    if (option === undefined) {
      args.push(argument(reader, readers));
      continue;
    }
    const takes = cmdlet.options[option.toLowerCase()];
    if (takes === undefined) throw new UnsupportedScript(`PowerShell's ${word} -${option}`);
    take(reader, /[ \t]*/y);
    options.set(option.toLowerCase(), takes ? argument(reader, readers) : { kind: "literal", value: true });
  }
  return { kind: "command", name: cmdlet.name, options, args };
}

/** Whether a command ends here: blanks before it are gone. */
function isEnd(reader: Reader): boolean {
  take(reader, /(?:[ \t]|`\r?\n)*/y);
  return /[\n\r;)}|]|^$/.test(reader.text[reader.at] ?? "");
}

function argument(reader: Reader, { operand }: ValueReaders): Expression {
  if (/["'$(]/.test(reader.text[reader.at] ?? "")) return operand(reader);
  const number = take(reader, /-?\d+(?:\.\d+)?(?=[\s;)}|]|$)/y);
  if (number) return { kind: "literal", value: Number(number[0]) };
  return { kind: "literal", value: need(reader, /[^\s;)}|,]+/y)[0] };
}

/** What Windows PowerShell takes `curl` for. */
const ALIAS_OF_CMDLET = /curl$/i;

function programWords(reader: Reader, program: RegExpExecArray, { operand, textOperand }: ValueReaders): readonly Expression[] {
  if (ALIAS_OF_CMDLET.test(program[0]))
    throw new UnsupportedScript("PowerShell's curl, which is Invoke-WebRequest on Windows: name curl.exe or the cmdlet");
  const words: Expression[] = [{ kind: "literal", value: program[1]?.toLowerCase() ?? "" }];
  while (!isEnd(reader)) {
    const parts: (string | Expression)[] = [];
    while (!/[\s;)}|]|^$/.test(reader.text[reader.at] ?? "")) {
      if (/["']/.test(reader.text[reader.at] ?? "")) parts.push(textOperand(reader));
      else if (/\$[\w(]/.test(reader.text.slice(reader.at, reader.at + 2))) parts.push(operand(reader));
      else parts.push(need(reader, /\$|[^\s;()}|"'$<>&]+/y)[0]);
    }
    words.push({ kind: "text", parts });
  }
  return words;
}
