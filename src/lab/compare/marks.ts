const WORDS = String.raw`(?:이하|중간|이상|앞부분|뒷부분|나머지)?\s*(?:중략|생략|후략|전략|중간생략|이하생략|생략함|생략됨)|(?:output|rest|lines?)?\s*(?:omitted|snipp?e?d?|truncated|skipp?e?d?|cut)(?:\s+(?:output|lines?|for brevity))?`;
const DOTS = String.raw`(?:\.\s?){2,}|[…⋯⋮]+|(?:[•·]\s*){2,}`;

/** `...`, `…`, `:`, `• • •`, `[중략]`, `(omitted)`, `<생략>`, `-- 생략 --`, `# ... (생략)`: a line that stands for lines that its author has cut. */
const MARK = new RegExp(
  String.raw`^(?:[#/]+\s*)?(?:[-=~*<>(\[{]*\s*)?(?:(?:${DOTS})\s*)?[-=~*<>(\[{]*\s*(?:${WORDS})\s*[-=~*<>)\]}]*\s*(?:${DOTS})?\s*[-=~*<>)\]}]*$|^(?:[#/]+\s*)?[<(\[]?\s*(?:${DOTS}|:+)\s*[>)\]]?$`,
  "iu",
);

/** Tells whether a line stands for lines that its author has cut. */
export function isMark(text: string): boolean {
  const line = text.trim();
  return line.length > 0 && line.length < 60 && MARK.test(line);
}

/** Inside a line: `np-pods-57…`, `{"apiVersion":"v1",...}`. Kubernetes itself prints `...` after `abort`ing and waiting. */
const INSIDE = /…|⋯|\.{3,}|\[중략\]|\(중략\)|<중략>|\[생략\]|\(생략\)|<생략>/;

/** Whether a line that its author has shortened is a cluster's line where it was not: what stands around the marks is there, in order. */
export function matchesAround(shown: string, actual: string): boolean {
  const parts = shown.split(new RegExp(INSIDE, "g"));
  if (parts.length < 2 || parts.every((part) => part.trim().length < 3)) return false;
  let from = 0;
  return parts.every((part, index) => {
    const text = index === 0 ? part.trimEnd() : part.trim();
    if (index === 0) from = actual.startsWith(text) ? text.length : -1;
    else if (index === parts.length - 1) from = actual.length - text.length >= from && actual.endsWith(text) ? actual.length : -1;
    else {
      const at = actual.indexOf(text, from);
      from = at < 0 ? -1 : at + text.length;
    }
    return from >= 0;
  });
}
