import { awk } from "./awk.ts";
import { base64 } from "./base64.ts";
import { date } from "./date.ts";
import { basename, chmod, cp, dirname, ls, mkdir, mv, rm, touch } from "./files.ts";
import { grep } from "./grep.ts";
import { jq } from "./jq.ts";
import type { UserlandProgram } from "./program.ts";
import { sed } from "./sed.ts";
import { cat, column, cut, head, nl, rev, seq, sort, tac, tail, tee, tr, uniq, wc } from "./text.ts";

const PROGRAMS: Readonly<Record<string, UserlandProgram>> = {
  awk,
  base64,
  basename,
  cat,
  chmod,
  chown: chmod,
  column,
  cp,
  cut,
  date,
  dirname,
  egrep: grep,
  fgrep: grep,
  gawk: awk,
  grep,
  head,
  jq,
  less: cat,
  ls,
  mawk: awk,
  mkdir,
  more: cat,
  mv,
  nl,
  rev,
  rm,
  sed,
  seq,
  sort,
  tac,
  tail,
  tee,
  touch,
  tr,
  uniq,
  wc,
};

/** The names of these programs. */
export const USERLAND_PROGRAMS: readonly string[] = Object.keys(PROGRAMS);

/** A program that only knows text, files and the time, by its name. */
export function userlandProgram(name: string): UserlandProgram | undefined {
  return Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
}
