import type { MoreOutput, ShownFile, Step, TranscriptItem } from "../transcript.ts";
import { withoutAlias } from "./aliases.ts";
import { announcedCommands } from "./announced.ts";
import { arrangeFiles } from "./arrange.ts";
import type { Draft } from "./draft.ts";
import { terminalsOf } from "./terminals.ts";
import { untypedLists } from "./untyped.ts";

/** What has been read so far, in its order. */
export type Entry = { readonly draft: Draft } | { readonly item: MoreOutput | ShownFile };

/** The items of a document that has been read to its end. */
export function assemble(entries: readonly Entry[]): TranscriptItem[] {
  const drafts = entries.flatMap((entry) => ("draft" in entry ? [entry.draft] : []));
  // a document that defines names for commands means its own
  const isPlain = !drafts.some(({ command }) => /^\s*(?:alias\s|function\s|\w+\s*\(\))/.test(command));
  const parts = Map.groupBy(untypedLists(drafts), ({ of }) => of);
  const announced = announcedCommands(drafts);
  const all = entries.flatMap((entry): Entry[] => {
    if (!("draft" in entry)) return [entry];
    const typedAt = announced.get(entry.draft);
    if (typedAt !== undefined)
      return [{ draft: { ...entry.draft, expected: [], skip: `the document announces what is typed at line ${typedAt}` } }];
    return (parts.get(entry.draft) ?? []).map(({ draft }) => ({ draft: isPlain ? spelled(draft) : draft }));
  });
  const terminals = terminalsOf(all.flatMap((entry) => ("draft" in entry ? [entry.draft] : [])));
  let index = 0;
  return arrangeFiles(all.map((entry) => ("draft" in entry ? stepOf(entry.draft, terminals[index++]) : entry.item)));
}

/** With kubectl's own words where the reader typed a plugin's short name. */
function spelled(draft: Draft): Draft {
  const command = draft.shell === "sh" ? withoutAlias(draft.command) : undefined;
  return command === undefined ? draft : { ...draft, command, mended: draft.mended ?? draft.command };
}

/** The step of a draft to which nothing more can belong, in its terminal. */
function stepOf(
  { line, prompt, command, mended, shell, expected, edit, stdin, skip }: Draft,
  place: ReturnType<typeof terminalsOf>[number] = { terminal: "" },
): Step {
  return {
    line,
    ...(prompt === undefined ? {} : { prompt }),
    command,
    ...(mended === undefined ? {} : { mended }),
    shell,
    ...place,
    ...(expected.length > 0 ? { expected } : {}),
    ...(edit === undefined ? {} : { edit }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(skip === undefined ? {} : { skip }),
  };
}
