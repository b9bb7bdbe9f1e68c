const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d`;
const ZONE = String.raw`[+-]\d{4}`;

/** Values that reality draws, or its clock says, and that no document can know of another cluster: they count by their form alone. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // uids, wherever they stand
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "⟨uid⟩"],
  [/("?resourceVersion"?: ?")\d+"/g, '$1⟨version⟩"'],
  // moments: of the API, of describe, of `date`, of HTTP
  [new RegExp(String.raw`\b\d{4}-(?:0[1-9]|1[0-2])-${DAY}T${TIME}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`, "g"), "⟨time⟩"],
  [new RegExp(String.raw`\b${WEEKDAY}, ${DAY} ${MONTH} \d{4} ${TIME} (?:${ZONE}|GMT)`, "g"), "⟨date⟩"],
  [new RegExp(String.raw`\b${WEEKDAY} ${MONTH} (?: [1-9]|${DAY}) ${TIME}(?: [A-Z]{3,4})? \d{4}\b`, "g"), "⟨date⟩"],
  // klog's and an access log's stamps
  [new RegExp(String.raw`\b([IWEF])(?:0[1-9]|1[0-2])${DAY} ${TIME}\.\d{6} +\d+ `, "g"), "$1⟨stamp⟩ "],
  [new RegExp(String.raw`\[${DAY}\/${MONTH}\/\d{4}:${TIME} ${ZONE}\]`, "g"), "[⟨stamp⟩]"],
  // `ls -l`: when a file was changed, and whether its disk keeps SELinux's labels
  [/^(\s*[-dlbcps][-rwxsStT]{9})[.+@]?(\s+\d+\s+\S+\s+\S+\s+\S+)\s+[A-Z][a-z]{2} [ \d]\d (?:\d\d:\d\d| \d{4})(?= )/g, "$1$2 ⟨date⟩"],
  // containers
  [/\b(docker|containerd|cri-o):\/\/[0-9a-f]{64}\b/g, "$1://⟨id⟩"],
  // crictl's first 13 letters of containers and sandboxes; those of images follow from the images
  [/^[0-9a-f]{13}(?= {2,}\S.* ago {2,})/g, "⟨container⟩  "],
  [/(?<= {2,}\d+ {2,})[0-9a-f]{13}(?=(?: {2,}\S+){0,2}$)/g, "⟨container⟩  "],
  [/\bsha256:[0-9a-f]{64}\b/g, "sha256:⟨digest⟩"],
];

/** What a conversion or an editor puts in the place of a blank, or between letters where nothing is seen. */
const BLANKS = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
const UNSEEN = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
/** What Markdown's and HTML's writers make of `<none>`. */
const NONE = /<none><\/none>|&lt;none&gt;|\\<none\\>|\\<none>/g;

/** Greek and Cyrillic capitals that conversions write for Latin ones. */
const CAPITALS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХ"].map((letter, index) => [letter, "ABEZHIKMNOPTYXABEKMHOPCTX"[index] ?? letter]),
);

/** Lines that were asked for; each is compared with many others. */
const known = new Map<string, string>();
const KNOWN_MAX = 4096;

/** A line as it is compared: without blanks at its end, and with the values that count by their form put out of the way. */
export function comparable(text: string): string {
  let line = known.get(text);
  if (line === undefined) {
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, (line = formOf(text)));
  }
  return line;
}

function formOf(text: string): string {
  let line = withoutTabs(text).replace(UNSEEN, "").replace(BLANKS, " ").replace(NONE, "<none>").trimEnd();
  if (/[Α-ΩА-Я]/.test(line)) line = line.replace(/[Α-ΩА-Я]/g, (letter) => CAPITALS[letter] ?? letter);
  if (/\d/.test(line)) for (const [form, name] of FORMS) line = line.replace(form, name);
  return /^Every \d+\.\ds: /.test(line) ? line.replace(/ {2,}.*$/, "") : line;
}

const TAB_STOP = 8;

/** Tabs as terminals show them, and as they are when somebody copies them from there: blanks up to the next eighth column. */
function withoutTabs(text: string): string {
  if (!text.includes("\t")) return text;
  let line = "";
  for (const part of text.split(/(\t)/)) line += part === "\t" ? " ".repeat(TAB_STOP - (line.length % TAB_STOP)) : part;
  return line;
}

/** Without the colours of a terminal. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001B\[[\d;]*[A-Za-z]/g, "");
}
