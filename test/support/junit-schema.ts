import type { XmlElement } from "./xml.ts";

interface Rule {
  /** Attribute and the form of its value; `?` behind the name of one that may be absent. */
  readonly attributes: Readonly<Record<string, RegExp>>;
  /** Children in their order, each `name`, `name*`, `name+`, or `a|b?` for one of several or none. */
  readonly children: readonly string[];
  readonly text: boolean;
}

const TOKEN = /^\S(?:.*\S)?$/su;
const COUNT = /^\d+$/;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const ANY = /^[\s\S]*$/;
const leaf: Rule = { attributes: {}, children: [], text: true };
const failure: Rule = { attributes: { "message?": ANY, type: /^\S+$/ }, children: [], text: true };

/** JUnit.xsd of Apache Ant's reports (github.com/windyroad/JUnit-Schema), whose documents Jenkins' junit-10.xsd takes as well. */
const RULES: Readonly<Record<string, Rule>> = {
  testsuites: { attributes: {}, children: ["testsuite*"], text: false },
  testsuite: {
    attributes: {
      name: TOKEN,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
      hostname: TOKEN,
      tests: COUNT,
      failures: COUNT,
      errors: COUNT,
      "skipped?": COUNT,
      time: DECIMAL,
      package: TOKEN,
      id: COUNT,
    },
    children: ["properties", "testcase*", "system-out", "system-err"],
    text: false,
  },
  properties: { attributes: {}, children: [], text: false },
  testcase: { attributes: { name: TOKEN, classname: TOKEN, time: DECIMAL }, children: ["skipped|error|failure?"], text: false },
  skipped: leaf,
  error: failure,
  failure,
  "system-out": leaf,
  "system-err": leaf,
};

/** What is against the schema, each as a sentence; none for a valid report. */
export function junitMistakes(element: XmlElement): string[] {
  const rule = RULES[element.name];
  if (rule === undefined) return [`<${element.name}> is unknown`];
  const known = Object.entries(rule.attributes);
  const missing = known.filter(([key]) => !key.endsWith("?") && !(key in element.attributes)).map(([key]) => `needs ${key}`);
  const wrong = Object.entries(element.attributes).flatMap(([key, value]) => {
    const form = rule.attributes[key] ?? rule.attributes[`${key}?`];
    return form?.test(value) ? [] : [`${key}="${value}"`];
  });
  const order = new RegExp(`^${rule.children.map(childPattern).join("")}$`);
  const names = element.children.map(({ name }) => `${name},`).join("");
  const children = order.test(names) ? [] : [`children ${names}`];
  const text = rule.text || element.text.trim() === "" ? [] : [`text ${element.text.trim()}`];
  const own = [...missing, ...wrong, ...children, ...text].map((what) => `<${element.name}>: ${what}`);
  return [...own, ...element.children.flatMap(junitMistakes)];
}

function childPattern(child: string): string {
  const mark = /[*+?]$/.exec(child)?.[0] ?? "";
  const names = child.replace(/[*+?]$/, "").split("|");
  return `(?:${names.map((name) => `${name},`).join("|")})${mark}`;
}
