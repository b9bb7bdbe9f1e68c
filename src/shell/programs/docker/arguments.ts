/** Flags and operands of a docker command. */
export interface DockerArguments {
  /** Values by long name; a flag without value is "true", one that is given again has several. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  /** A flag that is not known there. */
  readonly unknown?: string;
}

/** Which flags a command takes: long names of those with a value and of those without, and what letters stand for. */
export interface DockerFlags {
  readonly values: readonly string[];
  readonly switches: readonly string[];
  readonly letters: Readonly<Record<string, string>>;
}

/** Reads a command line as docker's own parser (pflag) does. */
export function readArguments(words: readonly string[], { values, switches, letters }: DockerFlags): DockerArguments {
  const flags = new Map<string, string[]>();
  const operands: string[] = [];
  const set = (name: string, value: string): void => void flags.set(name, [...(flags.get(name) ?? []), value]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!/^-./.test(word)) {
      operands.push(word);
      continue;
    }
    const [, dashes = "", given = "", , value] = /^(--?)([^=]+)(=(.*))?$/s.exec(word) ?? [];
    for (const [index, part] of (dashes === "--" ? [given] : [...given]).entries()) {
      const name = dashes === "--" ? part : (letters[part] ?? "");
      if (switches.includes(name)) set(name, value ?? "true");
      else if (!values.includes(name))
        return { flags, operands, unknown: dashes === "--" ? `unknown flag: --${part}` : `unknown shorthand flag: '${part}' in ${word}` };
      else {
        const glued = dashes === "-" ? given.slice(index + 1) : "";
        set(name, value ?? (glued === "" ? (words[++at] ?? "") : glued));
        break;
      }
    }
  }
  return { flags, operands };
}
