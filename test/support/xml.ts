/** An element of a parsed document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text right inside, entities resolved. */
  readonly text: string;
}

const NAME = /[A-Za-z_][\w.-]*/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Parses XML 1.0 without DTDs and namespaces, strictly; throws an Error that says where the text is not well formed. */
export function parseXml(text: string): XmlElement {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`not well formed at ${at}: ${what}: ${JSON.stringify(text.slice(at, at + 30))}`);
  };
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const isAllowed =
      code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
    if (!isAllowed) throw new Error(`the character ${code.toString(16)} is not allowed`);
  }

  function take(token: string): boolean {
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  }
  function name(): string {
    NAME.lastIndex = at;
    const found = NAME.exec(text)?.[0] ?? fail("a name is missing");
    at += found.length;
    return found;
  }
  function blanks(): boolean {
    const from = at;
    while (/[ \t\r\n]/.test(text[at] ?? "")) at++;
    return at > from;
  }
  function resolved(raw: string): string {
    return raw.replace(/&([^;]*);?/g, (whole, entity: string) => {
      const code = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(entity);
      if (code && whole.endsWith(";")) return String.fromCodePoint(code[1] ? parseInt(code[1], 16) : Number(code[2]));
      return (whole.endsWith(";") ? ENTITIES[entity] : undefined) ?? fail(`entity ${whole}`);
    });
  }
  function element(): XmlElement {
    if (!take("<")) fail("an element is missing");
    const tag = name();
    const attributes: Record<string, string> = {};
    while (blanks() && /[A-Za-z_]/.test(text[at] ?? "")) {
      const key = name();
      if (!take('="')) fail("an attribute has no value");
      const end = text.indexOf('"', at);
      const raw = text.slice(at, end);
      if (end < 0 || raw.includes("<")) fail("an attribute does not end");
      if (key in attributes) fail("an attribute stands twice");
      // literal line ends and tabs are blanks in an attribute
      attributes[key] = resolved(raw.replace(/[\t\r\n]/g, " "));
      at = end + 1;
    }
    if (take("/>")) return { name: tag, attributes, children: [], text: "" };
    if (!take(">")) fail("a tag does not end");
    const children: XmlElement[] = [];
    let content = "";
    while (!text.startsWith("</", at)) {
      if (at >= text.length) fail(`<${tag}> is not closed`);
      if (text[at] === "<") children.push(element());
      else {
        const end = text.indexOf("<", at);
        const raw = text.slice(at, end < 0 ? text.length : end);
        if (raw.includes("]]>")) fail("]]>");
        content += resolved(raw);
        at += raw.length;
      }
    }
    at += 2;
    if (name() !== tag) fail(`<${tag}> is closed by another name`);
    blanks();
    if (!take(">")) fail("a closing tag does not end");
    return { name: tag, attributes, children, text: content };
  }

  if (take("<?xml")) at = text.indexOf("?>", at) + 2;
  blanks();
  const root = element();
  blanks();
  if (at < text.length) fail("something follows the root");
  return root;
}
