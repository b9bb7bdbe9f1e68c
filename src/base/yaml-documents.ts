const SEPARATOR = /^---\s*$/;

/** One document of a YAML stream as kubectl's reader cuts it out. */
export interface YamlDocumentText {
  /** Raw text with `\n` line ends; the errors of its parser count lines within it. */
  readonly text: string;
  /** Line of the stream (from 1) on which the text starts. */
  readonly line: number;
}

/**
 * Cuts a stream at lines that are `---` and nothing else. As in kubectl's reader, a separator before any text stays
 * part of the text that follows, and `--- # comment` is no separator. Documents without any line are left out.
 */
// k8s.io/apimachinery/pkg/util/yaml/decoder.go YAMLReader, 1.20
export function splitYamlDocuments(stream: string): YamlDocumentText[] {
  const documents: YamlDocumentText[] = [];
  const lines = stream.split("\n");
  if (lines.at(-1) === "") lines.pop();
  let open: string[] = [];
  let firstLine = 1;
  lines.forEach((line, index) => {
    const content = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (open.length > 0 && SEPARATOR.test(content)) {
      documents.push({ text: `${open.join("\n")}\n`, line: firstLine });
      open = [];
      firstLine = index + 2;
      return;
    }
    open.push(content);
  });
  if (open.length > 0) documents.push({ text: `${open.join("\n")}\n`, line: firstLine });
  return documents;
}
