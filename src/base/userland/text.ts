import { bytesOfText, textOfBytes } from "../byte-text.ts";
import { resolvePath } from "../sh/state.ts";
import { linesOf, readInputs } from "./inputs.ts";
import { readOptions, refuseOption, type UserlandCall, type UserlandProgram } from "./program.ts";

/** A program over all of its inputs, with flags read. */
function overInputs(
  known: string,
  valued: string,
  long: Readonly<Record<string, string>>,
  action: (call: UserlandCall, flags: ReadonlyMap<string, string>, text: string, name: string, count: number, index: number) => void,
): UserlandProgram {
  return (call) => {
    const { flags, operands, unknown } = readOptions(call.args, known, valued, long);
    if (unknown !== undefined) return refuseOption(call, unknown);
    const { inputs, failures } = readInputs(call, operands);
    inputs.forEach(({ name, text }, index) => action(call, flags, text, name, inputs.length, index));
    return failures > 0 ? 1 : 0;
  };
}

function numbered(lines: readonly string[], from: number, skipsEmpty: boolean): string {
  let number = from;
  return lines.map((line) => (skipsEmpty && line === "" ? "       \n" : `${String(number++).padStart(6)}\t${line}\n`)).join("");
}

export const cat = overInputs("nAbesETtuv", "", { number: "n" }, ({ streams }, flags, text) => {
  streams.out(flags.has("n") || flags.has("b") ? numbered(linesOf(text), 1, flags.has("b")) : text);
});

export const tac = overInputs("", "", {}, ({ streams }, _flags, text) => {
  streams.out(
    linesOf(text)
      .toReversed()
      .map((line) => `${line}\n`)
      .join(""),
  );
});

export const nl = overInputs("", "bnvw", {}, ({ streams }, flags, text) => {
  streams.out(numbered(linesOf(text), Number(flags.get("v") ?? 1), flags.get("b") !== "a"));
});

/** The first or last lines or bytes; `-5` is `-n 5`. */
function ends(fromEnd: boolean): UserlandProgram {
  const program = overInputs("qvfF", "nc", { lines: "n", bytes: "c", follow: "f" }, ({ streams }, flags, text, name, count, index) => {
    if ((count > 1 && !flags.has("q")) || flags.has("v"))
      streams.out(`${index > 0 ? "\n" : ""}==> ${name === "-" ? "standard input" : name} <==\n`);
    const given = flags.get("c") ?? flags.get("n") ?? "10";
    const amount = Number(given.replace(/^[-+]/, ""));
    const rangeIn = (length: number): [number, number] => {
      if (fromEnd) return [given.startsWith("+") ? Math.max(0, amount - 1) : Math.max(0, length - amount), length];
      return [0, given.startsWith("-") ? Math.max(0, length - amount) : amount];
    };
    if (flags.has("c")) {
      const bytes = bytesOfText(text);
      streams.out(textOfBytes(bytes.subarray(...rangeIn(bytes.length))));
      return;
    }
    const lines = linesOf(text).map((line, at, all) => (at === all.length - 1 && !text.endsWith("\n") ? line : `${line}\n`));
    streams.out(lines.slice(...rangeIn(lines.length)).join(""));
  });
  return (call) =>
    program({ ...call, args: call.args.map((arg, index, all) => (/^-[nc]$/.test(all[index - 1] ?? "") ? arg : oldCount(arg))) });
}

/** `-5` and `+5` of old. */
function oldCount(arg: string): string {
  const [, sign, digits] = /^([-+])(\d+)$/.exec(arg) ?? [];
  return digits === undefined ? arg : `-n${sign === "+" ? "+" : ""}${digits}`;
}

export const head = ends(false);
export const tail = ends(true);

export const wc = overInputs("lwcm", "", { lines: "l", words: "w", bytes: "c", chars: "m" }, ({ streams }, flags, text, name) => {
  const all = flags.size === 0;
  const counts = [
    ...(all || flags.has("l") ? [text.split("\n").length - 1] : []),
    ...(all || flags.has("w") ? [text.split(/\s+/).filter((word) => word !== "").length] : []),
    ...(all || flags.has("c") || flags.has("m") ? [flags.has("m") ? [...text].length : new TextEncoder().encode(text).length] : []),
  ];
  const width = counts.length > 1 ? (name === "-" ? 7 : Math.max(...counts.map((count) => String(count).length))) : 0;
  streams.out(`${counts.map((count) => String(count).padStart(width)).join(" ")}${name === "-" ? "" : ` ${name}`}\n`);
});

/** sort -n -r -u -k -t -h -V -f -b */
export const sort: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "nrufbhVgs", "kto", {
    reverse: "r",
    unique: "u",
    "numeric-sort": "n",
    key: "k",
    "human-numeric-sort": "h",
    "version-sort": "V",
  });
  if (unknown !== undefined) return refuseOption(call, unknown, 2);
  const { inputs, failures } = readInputs(call, operands);
  const lines = inputs.flatMap(({ text }) => linesOf(text));
  const key = sortKey(flags);
  const compare = (a: string, b: string): number => key(a, b) || (flags.has("u") || flags.has("s") ? 0 : a < b ? -1 : Number(a > b));
  const sorted = lines.toSorted((a, b) => (flags.has("r") ? -compare(a, b) : compare(a, b)));
  const shown = flags.has("u") ? sorted.filter((line, index) => index === 0 || key(line, sorted[index - 1] ?? "") !== 0) : sorted;
  call.streams.out(shown.map((line) => `${line}\n`).join(""));
  return failures > 0 ? 2 : 0;
};

function sortKey(flags: ReadonlyMap<string, string>): (a: string, b: string) => number {
  const [, from, begin = "", to, end = ""] =
    /^(\d+)(?:\.\d+)?([a-zA-Z]*)(?:,(\d+)(?:\.\d+)?([a-zA-Z]*))?$/.exec(flags.get("k") ?? "") ?? [];
  const modifiers = begin + end;
  const separator = flags.get("t");
  const isNumeric = flags.has("n") || flags.has("h") || flags.has("g") || /[nhg]/.test(modifiers);
  const turn = modifiers.includes("r") ? -1 : 1;
  const part = (line: string): string => {
    if (from === undefined) return line;
    const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    return fields.slice(Number(from) - 1, to === undefined ? undefined : Number(to)).join(separator ?? " ");
  };
  const sizes: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
  const number = (text: string): number => {
    const match = /^\s*(-?[\d.]+)\s*([KMGT])?/.exec(text);
    return match === null ? 0 : Number(match[1]) * (flags.has("h") ? (sizes[match[2] ?? ""] ?? 1) : 1);
  };
  return (a, b) => {
    const [x, y] = [part(a), part(b)];
    if (isNumeric) return turn * (number(x) - number(y));
    if (flags.has("V")) return turn * x.localeCompare(y, "en", { numeric: true });
    const [left, right] = flags.has("f") ? [x.toUpperCase(), y.toUpperCase()] : [x, y];
    return turn * (left < right ? -1 : Number(left > right));
  };
}

export const uniq = overInputs("cdui", "", { count: "c" }, ({ streams }, flags, text) => {
  const groups: [string, number][] = [];
  for (const line of linesOf(text)) {
    const last = groups.at(-1);
    const same = last !== undefined && (flags.has("i") ? last[0].toLowerCase() === line.toLowerCase() : last[0] === line);
    if (same) last[1]++;
    else groups.push([line, 1]);
  }
  const shown = groups.filter(([, count]) => (flags.has("d") ? count > 1 : flags.has("u") ? count === 1 : true));
  streams.out(shown.map(([line, count]) => (flags.has("c") ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`)).join(""));
});

/** cut -d -f -c */
export const cut = overInputs("s", "dfcb", { delimiter: "d", fields: "f", characters: "c" }, ({ streams }, flags, text) => {
  const separator = flags.get("d") ?? "\t";
  const ranges = (flags.get("f") ?? flags.get("c") ?? flags.get("b") ?? "").split(",").map((range) => {
    const [from = "", to] = range.split("-");
    return [Number(from || 1), to === undefined ? Number(from) : Number(to || Infinity)] as const;
  });
  const isChosen = (number: number): boolean => ranges.some(([from, to]) => number >= from && number <= to);
  for (const line of linesOf(text)) {
    if (!flags.has("f")) streams.out(`${[...line].filter((_char, index) => isChosen(index + 1)).join("")}\n`);
    else if (line.includes(separator))
      streams.out(
        `${line
          .split(separator)
          .filter((_field, index) => isChosen(index + 1))
          .join(separator)}\n`,
      );
    else if (!flags.has("s")) streams.out(`${line}\n`);
  }
});

/** tr SET1 [SET2], -d, -s */
export const tr: UserlandProgram = (call) => {
  const { flags, operands, unknown } = readOptions(call.args, "dscC", "", { delete: "d", "squeeze-repeats": "s", complement: "c" });
  if (unknown !== undefined) return refuseOption(call, unknown);
  const from = characters(operands[0] ?? "");
  const to = characters(operands[1] ?? "");
  const text = call.streams.input.rest;
  call.streams.input.rest = "";
  const isIn = (char: string): boolean => from.includes(char) !== (flags.has("c") || flags.has("C"));
  let result = "";
  for (const char of text) {
    if (flags.has("d") && isIn(char)) continue;
    const turned =
      to.length > 0 && !flags.has("d") && isIn(char) ? (to[Math.min(Math.max(0, from.indexOf(char)), to.length - 1)] ?? char) : char;
    const squeezed = flags.has("s") && result.endsWith(turned) && (to.length > 0 && !flags.has("d") ? to.includes(turned) : isIn(turned));
    if (!squeezed) result += turned;
  }
  call.streams.out(result);
  return 0;
};

const SETS: Readonly<Record<string, string>> = {
  "[:upper:]": "A-Z",
  "[:lower:]": "a-z",
  "[:digit:]": "0-9",
  "[:alpha:]": "A-Za-z",
  "[:alnum:]": "A-Za-z0-9",
  "[:space:]": " \\t\\n\\r",
  "[:blank:]": " \\t",
};

function characters(set: string): string[] {
  const plain = set
    .replace(/\[:\w+:\]/g, (name) => SETS[name] ?? "")
    .replace(/\\([ntr\\])/g, (_all, letter: string) => ({ n: "\n", t: "\t", r: "\r", "\\": "\\" })[letter] ?? letter);
  return [
    ...plain.replace(/(.)-(.)/gs, (_all, from: string, to: string) => {
      const [start, end] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
      return Array.from({ length: Math.max(0, end - start + 1) }, (_, index) => String.fromCodePoint(start + index)).join("");
    }),
  ];
}

export const tee: UserlandProgram = ({ args, streams, files, directory }) => {
  const text = streams.input.rest;
  streams.input.rest = "";
  streams.out(text);
  for (const operand of args.filter((arg) => !arg.startsWith("-"))) {
    const path = resolvePath(directory, operand);
    files.write(path, (args.includes("-a") ? (files.read(path) ?? "") : "") + text);
  }
  return 0;
};

/** So many lines at most are made of nothing. */
const MOST_NUMBERS = 1_000_000;

export const seq: UserlandProgram = ({ args, streams, name }) => {
  const separator = args[0] === "-s" ? (args[1] ?? "\n") : "\n";
  const numbers = (args[0] === "-s" ? args.slice(2) : args).filter((arg) => arg !== "-w").map(Number);
  const [first = 1, step = 1, last = 0] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (numbers.length === 0 || numbers.some(Number.isNaN) || step === 0) {
    streams.err(`${name}: missing operand\n`);
    return 1;
  }
  if (Math.abs(last - first) / Math.abs(step) > MOST_NUMBERS) {
    streams.err(`${name}: more than ${MOST_NUMBERS} numbers are not emulated\n`);
    return 1;
  }
  const values: string[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) values.push(String(value));
  if (values.length > 0) streams.out(`${values.join(separator)}\n`);
  return 0;
};

export const rev = overInputs("", "", {}, ({ streams }, _flags, text) => {
  streams.out(
    linesOf(text)
      .map((line) => `${[...line].toReversed().join("")}\n`)
      .join(""),
  );
});

/** column -t */
export const column = overInputs("t", "s", { table: "t" }, ({ streams }, flags, text) => {
  const rows = linesOf(text).map((line) => (flags.has("s") ? line.split(flags.get("s") ?? " ") : line.trim().split(/\s+/)));
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(cell.length, most[index] ?? 0)).concat(most.slice(row.length)),
    [],
  );
  streams.out(
    rows
      .map((row) => `${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd((widths[index] ?? 0) + 2))).join("")}\n`)
      .join(""),
  );
});
