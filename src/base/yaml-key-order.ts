const LETTER = /^\p{L}$/u;

/**
 * Orders mapping keys as go-yaml v2 emits them: letters after everything else, runs of digits by their number.
 * Negative when `left` comes first.
 */
// gopkg.in/yaml.v2 sorter.go
export function compareYamlKeys(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    if (left.charCodeAt(index) !== right.charCodeAt(index)) return compareFrom(left, right, runeStart(left, index));
  }
  return left.length - right.length;
}

/** The object's own keys in go-yaml's order. */
export function yamlSortedKeys(object: object): string[] {
  return Object.keys(object).sort(compareYamlKeys);
}

/** Steps back from the second half of a surrogate pair to its first. */
function runeStart(text: string, index: number): number {
  return index > 0 && (text.charCodeAt(index) & 0xfc00) === 0xdc00 ? index - 1 : index;
}

function compareFrom(left: string, right: string, index: number): number {
  const leftRune = left.codePointAt(index) ?? 0;
  const rightRune = right.codePointAt(index) ?? 0;
  const leftIsLetter = isLetter(leftRune);
  const rightIsLetter = isLetter(rightRune);
  if (leftIsLetter && rightIsLetter) return leftRune - rightRune;
  if (leftIsLetter || rightIsLetter) return rightIsLetter ? -1 : 1;
  const start = startsInsideNumber(left, index, leftRune, rightRune) ? 1 : 0;
  const leftNumber = readNumber(left, index, start);
  const rightNumber = readNumber(right, index, start);
  if (leftNumber.value !== rightNumber.value) return leftNumber.value - rightNumber.value;
  if (leftNumber.end !== rightNumber.end) return leftNumber.end - rightNumber.end;
  return leftRune - rightRune;
}

/** A zero that follows other digits is a digit of their number, not a leading zero. */
function startsInsideNumber(text: string, index: number, leftRune: number, rightRune: number): boolean {
  if (leftRune !== 48 && rightRune !== 48) return false;
  for (let before = index - 1; before >= 0 && isDigit(text.charCodeAt(before)); before--) {
    if (text.charCodeAt(before) !== 48) return true;
  }
  return false;
}

function readNumber(text: string, index: number, start: number): { value: number; end: number } {
  let value = start;
  let end = index;
  for (; end < text.length && isDigit(text.charCodeAt(end)); end++) value = value * 10 + (text.charCodeAt(end) - 48);
  // Go adds up in an int64, which wraps around silently.
  if (value >= 2 ** 53) value = Number(BigInt.asIntN(64, BigInt((start === 1 ? "1" : "") + text.slice(index, end))));
  return { value, end };
}

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return LETTER.test(String.fromCodePoint(code));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
