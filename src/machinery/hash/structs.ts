import tables from "./data/pod-template-structs.txt" with { type: "text" };

/** One field of a Go struct, as the dump prints it. */
export interface StructField {
  /** Go's field name. */
  name: string;
  /** Go's type, as reflection prints it: `[]v1.Container`. */
  type: string;
  /** Key in JSON; "+" for an embedded struct, whose fields stand in the parent's JSON. */
  json: string;
}

/** The Go structs below PodTemplateSpec in the sources of one minor version (18 is Kubernetes 1.18). */
export interface StructTable {
  /** The fields in declaration order; undefined for a type that is no struct (a typed string). */
  fields(type: string): readonly StructField[] | undefined;
}

let lines: Map<string, string> | undefined;
const byMinor = new Map<number, StructTable>();

/**
 * The table of a version. The data file holds every field once: `Name type json`, and the minors that declare it
 * (`23-`, `-22`, `24-24`) where not all do.
 */
export function structTable(minor: number): StructTable {
  let table = byMinor.get(minor);
  if (!table) {
    table = readTable(minor);
    byMinor.set(minor, table);
  }
  return table;
}

function readTable(minor: number): StructTable {
  lines ??= new Map(
    tables
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("\t")), line]),
  );
  const text = lines;
  return {
    fields: (type) =>
      text
        .get(type)
        ?.split("\t")
        .slice(1)
        .flatMap((cell) => readField(cell, minor)),
  };
}

function readField(cell: string, minor: number): StructField[] {
  const [name = "", type = "", json = "", range] = cell.split(" ");
  return range === undefined || covers(range, minor) ? [{ name, type, json }] : [];
}

function covers(range: string, minor: number): boolean {
  const [first, last] = range.split("-");
  return minor >= Number(first || "0") && minor <= Number(last || "999");
}
