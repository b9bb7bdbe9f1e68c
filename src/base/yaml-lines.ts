import { EVENT_ID, getScalarValue, parseEvents, type Event } from "js-yaml";

/** Line (from 1) of a member of a YAML text, by its path from the root: `lineAt("steps", 2, "at")`. The nearest member that is there, else 1. */
export type YamlLines = (...path: readonly (number | string)[]) => number;

/** Where the members of the first document of a YAML text stand. Throws what js-yaml throws at a text that is no YAML. */
export function yamlLines(text: string): YamlLines {
  const lineOf = lineIndex(text);
  const lines = new Map<string, number>();
  const events = parseEvents(text, { maxDepth: 10_000 });
  let position = 1;
  // the line of a member of a mapping is its key's: a block below it begins later
  const node = (path: string, line: number | undefined): void => {
    const event = events[position++];
    if (event === undefined) return;
    const start = startOf(event);
    lines.set(path, line ?? (start === undefined ? 1 : lineOf(start)));
    if (event.type === EVENT_ID.SEQUENCE) {
      for (let index = 0; !ended(events[position]); index++) node(`${path}/${index}`, undefined);
      position++;
    } else if (event.type === EVENT_ID.MAPPING) {
      for (let index = 0; !ended(events[position]); index++) {
        const key = events[position];
        const name = key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : `?${index}`;
        node(`${path}/?${index}`, undefined);
        node(`${path}/${name}`, lines.get(`${path}/?${index}`));
      }
      position++;
    }
  };
  node("", undefined);
  return (...path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(path.slice(0, length).reduce<string>((key, part) => `${key}/${part}`, ""));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

function ended(event: Event | undefined): boolean {
  return event === undefined || event.type === EVENT_ID.POP;
}

function startOf(event: Event): number | undefined {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : undefined;
}

/** Line of an offset. */
function lineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
