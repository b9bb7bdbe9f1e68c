import { UnsupportedScript } from "./syntax.ts";

/** A script, and how far it is read. */
export interface Reader {
  readonly text: string;
  at: number;
}

/** Takes what stands there now if the pattern, a sticky one, fits. */
export function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match) reader.at = pattern.lastIndex;
  return match;
}

/** Takes it, or says what stands there instead. */
export function need(reader: Reader, pattern: RegExp): RegExpExecArray {
  const match = take(reader, pattern);
  if (match === null) throw unsupported(reader);
  return match;
}

/** What stands there is not emulated. */
export function unsupported(reader: Reader): UnsupportedScript {
  const rest = reader.text.slice(reader.at).split("\n")[0]?.trim() ?? "";
  return new UnsupportedScript(`PowerShell: "${rest}"`);
}
