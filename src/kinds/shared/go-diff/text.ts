/** Text that fits on a line, or a list between brackets that can be laid out on several. */
export type TextNode = string | TextList;

export interface TextList {
  readonly prefix: string;
  readonly records: readonly TextRecord[];
}

export interface TextRecord {
  /** "-" only in the first value, "+" only in the second. */
  readonly mark?: "-" | "+";
  /** `Name: `, or "" for an element of a slice. */
  readonly key: string;
  readonly value: TextNode;
  /** `... // 3 identical fields`: stands alone, without a comma. */
  readonly isEllipsis?: boolean;
}

const LINE_MAX = 80;

/** Lays a difference out as go-cmp does: one mark, one blank, tabs by depth; short lists without a mark stay on one line. */
// go-cmp report_text.go, v0.5.2
export function layOut(node: TextNode): string {
  const lines: string[] = [];
  write(collapse(node, undefined), "", "", 0, undefined, lines);
  return `${lines.join("\n")}\n`;
}

/** Makes one line of every list that may be one. Removed and added lists of more than 80 characters may not. */
function collapse(node: TextNode, mark: "-" | "+" | undefined): TextNode {
  if (typeof node === "string") return node;
  const records = node.records.map((record) => ({ ...record, value: collapse(record.value, record.mark ?? mark) }));
  const isPlain = records.every(
    ({ value, mark: own, isEllipsis }) => typeof value === "string" && !own && !(isEllipsis && value.includes("//")),
  );
  const line = records.map(({ key, value }) => key + String(value)).join(", ");
  if (!isPlain || (mark !== undefined && line.length > LINE_MAX)) return { prefix: node.prefix, records };
  return `${node.prefix}{${line}}`;
}

function write(node: TextNode, before: string, after: string, depth: number, mark: "-" | "+" | undefined, lines: string[]): void {
  const margin = `${mark ?? " "} ${"\t".repeat(depth)}`;
  if (typeof node === "string") {
    lines.push(margin + before + node + after);
    return;
  }
  lines.push(`${margin}${before}${node.prefix}{`);
  const widths = keyWidths(node.records);
  node.records.forEach((record, index) => {
    const key = record.key.padEnd(widths[index] ?? 0);
    write(record.value, key, record.isEllipsis ? "" : ",", depth + 1, record.mark ?? mark, lines);
  });
  lines.push(`${margin}}${after}`);
}

/** Keys of neighbours that fit on a line are padded to the same width. */
function keyWidths(records: readonly TextRecord[]): number[] {
  const widths = records.map(() => 0);
  let start = 0;
  for (let end = 0; end <= records.length; end++) {
    const record = records[end];
    if (record && record.key !== "" && typeof record.value === "string") continue;
    const width = Math.max(0, ...records.slice(start, end).map(({ key }) => key.length));
    widths.fill(width, start, end);
    start = end + 1;
  }
  return widths;
}
