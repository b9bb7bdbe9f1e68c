import { readTables } from "../tables.ts";
import type { ExpectedLine, Step } from "../transcript.ts";
import { askedOf } from "./asked.ts";
import { kindOf, type KnownKind } from "./kinds.ts";

/** A row of a table that `kubectl get` prints, and the object that it is of. */
export interface ObjectRow {
  readonly line: number;
  readonly kind: KnownKind;
  readonly namespace: string;
  readonly name: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** The objects in the tables of an output; none for what is no `kubectl get` of a known kind. */
export function objectRows({ command }: Pick<Step, "command">, lines: readonly ExpectedLine[]): ObjectRow[] {
  const asked = askedOf(command);
  if (asked === undefined) return [];
  return readTables(lines.filter(({ remark }) => remark !== true)).flatMap(({ rows }) =>
    rows.flatMap(({ line, cells }): ObjectRow[] => {
      const [name = "", prefix] = (cells["NAME"] ?? "")
        .replace(/ \(default\)$/, "")
        .split("/")
        .toReversed();
      const kind = prefix === undefined ? (asked.kinds.length === 1 ? asked.kinds[0] : undefined) : kindOf(prefix);
      if (kind === undefined || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name)) return [];
      return [{ line, kind, namespace: cells["NAMESPACE"] ?? asked.namespace, name, cells }];
    }),
  );
}

/** Lines of an output as the document's own are. */
export function linesOf(text: string): ExpectedLine[] {
  return text.split("\n").map((line, index) => ({ line: index + 1, text: line }));
}
