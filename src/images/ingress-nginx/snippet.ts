type HeaderList = (readonly [string, string])[];

/**
 * The headers that a configuration snippet adds to answers; undefined when it does anything else, because nginx's language is not
 * emulated beyond that.
 */
export function snippetHeaders(snippet: string): HeaderList | undefined {
  const headers: HeaderList = [];
  for (const statement of snippet.split(/;\s*(?:\n|$)/)) {
    const text = statement.replace(/^\s*#.*$/gm, "").trim();
    if (text === "") continue;
    const [, more] = /^more_set_headers\s+["']([^"']*)["']$/.exec(text) ?? [];
    const [, name, quoted, bare] = /^add_header\s+([\w-]+)\s+(?:["']([^"']*)["']|([^\s"']+))(?:\s+always)?$/.exec(text) ?? [];
    const [, key, value] = /^([\w-]+):\s*(.*)$/.exec(more ?? "") ?? [];
    if (key !== undefined) headers.push([key, value ?? ""]);
    else if (name !== undefined) headers.push([name, quoted ?? bare ?? ""]);
    else return undefined;
    if (/\$/.test(headers.at(-1)?.[1] ?? "")) return undefined;
  }
  return headers;
}
