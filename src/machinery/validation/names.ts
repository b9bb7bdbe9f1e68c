import type { Release } from "../../release/release.ts";

// apimachinery/pkg/util/validation/validation.go, 1.20: each check returns what is wrong, in words; empty when nothing is.

/** A rule for a text: the complaints, in Kubernetes' order and words. */
export type NameRule = (value: string, release: Release) => string[];

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
const WILDCARD = `\\*\\.${SUBDOMAIN}`;
const QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_VALUE = `(${QUALIFIED})?`;
const PERCENT = "[0-9]+%";
const ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
const RELAXED_ENV_NAME = /^[ -<>-~]+$/;
const CONFIG_KEY = "[-._a-zA-Z0-9]+";
const HTTP_HEADER = "[-A-Za-z0-9]+";

const labelPattern = whole(LABEL);
const subdomainPattern = whole(SUBDOMAIN);
const label1035Pattern = whole(LABEL_1035);
const wildcardPattern = whole(WILDCARD);
const qualifiedPattern = whole(QUALIFIED);
const labelValuePattern = whole(LABEL_VALUE);
const percentPattern = whole(PERCENT);
const envNamePattern = whole(ENV_NAME);
const configKeyPattern = whole(CONFIG_KEY);
const headerPattern = whole(HTTP_HEADER);

const QUALIFIED_WRONG = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const QUALIFIED_EXAMPLES = ["MyName", "my.name", "123-abc"];

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

/** The sentence about a text that a pattern refuses; several examples are joined by `',  or '` with its two blanks, as in Go. */
export function regexError(sentence: string, pattern: string, ...examples: string[]): string {
  if (examples.length === 0) return `${sentence} (regex used for validation is '${pattern}')`;
  return `${sentence} (e.g. ${examples.map((example) => `'${example}'`).join(",  or ")}, regex used for validation is '${pattern}')`;
}

/** `must be no more than 63 characters` */
export function maxLengthError(length: number): string {
  return `must be no more than ${length} characters`;
}

/** `must be between 1 and 65535, inclusive` */
export function rangeError(from: number, to: number): string {
  return `must be between ${from} and ${to}, inclusive`;
}

/** The length of a text in bytes of UTF-8, as Go's len. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair counts two of the four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return bytes;
}

/** DNS-1123 subdomain of at most 253 characters: the name of most objects. */
export function checkSubdomain(value: string, release: Release): string[] {
  if (value.length <= 253 && subdomainPattern.test(value)) return [];
  const errors = value.length > 253 ? [maxLengthError(253)] : [];
  if (!subdomainPattern.test(value)) {
    const what = release.has("lowercaseRfc1123Text") ? "a lowercase RFC 1123 subdomain" : "a DNS-1123 subdomain";
    errors.push(
      regexError(
        `${what} must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
        SUBDOMAIN,
        "example.com",
      ),
    );
  }
  return errors;
}

/** DNS-1123 label of at most 63 characters: namespaces, containers, volumes. */
export function checkLabel(value: string, release: Release): string[] {
  if (value.length <= 63 && labelPattern.test(value)) return [];
  const errors = value.length > 63 ? [maxLengthError(63)] : [];
  if (!labelPattern.test(value)) {
    const what = release.has("lowercaseRfc1123Text") ? "a lowercase RFC 1123 label" : "a DNS-1123 label";
    errors.push(
      regexError(
        `${what} must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
        LABEL,
        "my-name",
        "123-abc",
      ),
    );
  }
  return errors;
}

/** DNS-1035 label of at most 63 characters: services. */
export function checkLabel1035(value: string): string[] {
  const errors = value.length > 63 ? [maxLengthError(63)] : [];
  if (!label1035Pattern.test(value)) {
    errors.push(
      regexError(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        LABEL_1035,
        "my-name",
        "abc-123",
      ),
    );
  }
  return errors;
}

/** `*.example.com`: hosts of ingress rules. */
export function checkWildcardSubdomain(value: string): string[] {
  const errors = value.length > 253 ? [maxLengthError(253)] : [];
  if (!wildcardPattern.test(value)) {
    errors.push(
      regexError(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        WILDCARD,
        "*.example.com",
      ),
    );
  }
  return errors;
}

/** A URL path segment: names of RBAC objects and of anything without a rule of its own. */
// apimachinery/pkg/api/validation/path/name.go
export function checkPathSegment(value: string): string[] {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"].filter((character) => value.includes(character)).map((character) => `may not contain '${character}'`);
}

/** The key of a label or annotation: `name` or `prefix/name`. */
export function checkQualifiedName(value: string, release: Release): string[] {
  const parts = value.split("/");
  if (parts.length > 2) {
    return [
      `a qualified name ${regexError(QUALIFIED_WRONG, QUALIFIED, ...QUALIFIED_EXAMPLES)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const [prefix, name = ""] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (prefix === "") errors.push("prefix part must be non-empty");
  else if (prefix !== undefined) errors.push(...checkSubdomain(prefix, release).map((wrong) => `prefix part ${wrong}`));
  if (name === "") errors.push("name part must be non-empty");
  else if (byteLength(name) > 63) errors.push(`name part ${maxLengthError(63)}`);
  if (!qualifiedPattern.test(name)) errors.push(`name part ${regexError(QUALIFIED_WRONG, QUALIFIED, ...QUALIFIED_EXAMPLES)}`);
  return errors;
}

/** The value of a label. */
export function checkLabelValue(value: string): string[] {
  const errors = byteLength(value) > 63 ? [maxLengthError(63)] : [];
  if (!labelValuePattern.test(value)) {
    errors.push(
      regexError(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        LABEL_VALUE,
        "MyValue",
        "my_value",
        "12345",
      ),
    );
  }
  return errors;
}

/** A port number. */
export function checkPortNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [rangeError(1, 65535)];
}

/** The name of a container's or a probe's port (IANA service name). */
export function checkPortName(name: string, release: Release): string[] {
  const errors: string[] = [];
  if (byteLength(name) > 15) errors.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(name)) errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(name)) errors.push(release.value("portNameLetterText"));
  if (name.includes("--")) errors.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}

/** `25%` */
export function checkPercent(text: string): string[] {
  return percentPattern.test(text)
    ? []
    : [regexError("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, "1%", "93%")];
}

/** The name of an environment variable. */
export function checkEnvName(name: string, release: Release): string[] {
  if (release.has("relaxedEnvNames")) {
    return RELAXED_ENV_NAME.test(name)
      ? []
      : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
  }
  return checkStrictEnvName(name);
}

/** The name of an environment variable, as all clients and early servers want it. */
export function checkStrictEnvName(name: string): string[] {
  const errors: string[] = [];
  if (!envNamePattern.test(name)) {
    errors.push(
      regexError(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
        ENV_NAME,
        "my.env-name",
        "MY_ENV.NAME",
        "MyEnvName1",
      ),
    );
  }
  return [...errors, ...pathStepErrors(name)];
}

/** A key of a ConfigMap or Secret. */
export function checkConfigKey(key: string): string[] {
  const errors: string[] = [];
  if (byteLength(key) > 253) errors.push(maxLengthError(253));
  if (!configKeyPattern.test(key)) {
    errors.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        "key.name",
        "KEY_NAME",
        "key-name",
      ),
    );
  }
  return [...errors, ...pathStepErrors(key)];
}

function pathStepErrors(value: string): string[] {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  return value.startsWith("..") ? ["must not start with '..'"] : [];
}

/** The name of an HTTP header. */
export function checkHeaderName(name: string): string[] {
  return headerPattern.test(name)
    ? []
    : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", HTTP_HEADER, "X-Header-Name")];
}
