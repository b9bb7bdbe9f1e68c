import { isStep, type ExpectedLine, type Transcript } from "../transcript.ts";

/** Whether a conversion from slides or pages has made the text: the header of a table does not stand on one line, or lines have flown together. */
export function isConverted({ items }: Transcript): boolean {
  return items.some((item) => isStep(item) && (isBrokenTable(item.expected ?? []) || hasFlownTogether(item.expected ?? [])));
}

function isBrokenTable(lines: readonly ExpectedLine[]): boolean {
  const at = lines.findIndex(({ text }) => /^NAME(?:SPACE)?$/.test(text.trim()));
  return (
    at >= 0 && lines.slice(at + 1, at + 12).filter(({ text }) => /^[A-Z][A-Z()-]+(?:\s+[A-Z][A-Z()-]+)*$/.test(text.trim())).length > 1
  );
}

function hasFlownTogether(lines: readonly ExpectedLine[]): boolean {
  return lines.some(
    ({ text, layout }) => layout === "flowed" || (text.match(/ (?:created|configured|unchanged)(?= |$)/g) ?? []).length > 2,
  );
}
