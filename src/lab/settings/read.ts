import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { UserError } from "../../base/user-error.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { yamlLines, type YamlLines } from "../../base/yaml-lines.ts";
import type { LabSettings, StepSettings } from "./settings.ts";

/** What one source says: front matter or sidecar. */
export interface ReadSettings {
  readonly settings: LabSettings;
  readonly steps: readonly StepSettings[];
}

/** Where settings stand. */
export interface SettingsSource {
  readonly file: string;
  /** Line of the file on which the text begins. */
  readonly line: number;
  /** A sidecar is k8sim's own: it knows no other keys. Front matter has others' as well. */
  readonly own: boolean;
}

export const NO_SETTINGS: LabSettings = { files: {}, images: [], goals: [] };

const TEXTS = ["title", "summary", "profile", "kubernetesVersion", "kubectlVersion", "nodeNetwork"] as const;
/** Keys of front matter that other tools use as well: what does not look like ours is theirs. */
const SHARED: readonly string[] = ["title", "summary", "files", "images", "seed"];
const KEYS = [...TEXTS, "seed", "files", "images", "goals", "steps"] as const;
const STEP_KEYS = ["at", "skip", "advance", "before", "edit", "stdin", "terminal", "excuse"] as const;
const STEP_FORM = `{at: LINE or COMMAND, ${STEP_KEYS.slice(1).join(", ")}}`;
const ADDRESS_BLOCK = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/;

/** Reads front matter or a sidecar. The first mistake is a UserError that begins with `FILE:LINE: `. */
export function readSettings(text: string, source: SettingsSource): ReadSettings {
  // a blog's front matter without a key of ours need not even be YAML
  if (!source.own && !new RegExp(`^(?:${KEYS.join("|")})\\s*:`, "m").test(text)) return { settings: NO_SETTINGS, steps: [] };
  const reader = open(text, source);
  if (reader === undefined) return { settings: NO_SETTINGS, steps: [] };
  if (source.own) reader.onlyKnown(reader.whole, KEYS, []);
  const settings = {
    ...reader.texts(),
    ...reader.network(),
    ...reader.seed(),
    files: reader.files(),
    images: reader.list("images", (image) => typeof image !== "string" || source.own),
    goals: reader.list("goals", () => true),
  };
  return { settings, steps: reader.steps() };
}

function open(text: string, source: SettingsSource): SettingsReader | undefined {
  const ours = source.own || new RegExp(`^(?:${KEYS.filter((key) => !SHARED.includes(key)).join("|")})\\s*:`, "m").test(text);
  try {
    const value = parseYaml(text, { strict: true, version: "1.2" });
    if (value === null) return undefined;
    if (isJsonObject(value)) return new SettingsReader(value, yamlLines(text), source);
    if (!ours) return undefined;
    throw new UserError(`${source.file}:${source.line}: expected a mapping with ${KEYS.join(", ")}`);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (!ours) return undefined;
    const inside = Number(/line (\d+)/.exec(error.message)?.[1] ?? "1");
    const message = error.message.split("\n").join(" ").trim();
    const what = source.own ? "this is no YAML" : "the front matter is no YAML";
    throw new UserError(`${source.file}:${source.line + inside - 1}: ${what}: ${message.replace(/^yaml: (?:line \d+: )?/, "")}`);
  }
}

type Path = readonly (number | string)[];

class SettingsReader {
  readonly whole: JsonObject;
  readonly #lines: YamlLines;
  readonly #source: SettingsSource;

  constructor(whole: JsonObject, lines: YamlLines, source: SettingsSource) {
    this.whole = whole;
    this.#lines = lines;
    this.#source = source;
  }

  #place(path: Path): string {
    return `${this.#source.file}:${this.#source.line + this.#lines(...path) - 1}`;
  }

  #wrong(path: Path, message: string): UserError {
    return new UserError(`${this.#place(path)}: ${message}`);
  }

  /** A member of the whole; undefined when absent, or when it is somebody else's. */
  #member<T extends JsonValue>(key: string, is: (value: JsonValue) => value is T, wanted: string): T | undefined {
    const value = Object.hasOwn(this.whole, key) ? this.whole[key] : undefined;
    if (value === undefined || value === null) return undefined;
    if (is(value)) return value;
    if (!this.#source.own && SHARED.includes(key)) return undefined;
    throw this.#wrong([key], `${key}: expected ${wanted}`);
  }

  onlyKnown(object: JsonObject, known: readonly string[], path: Path): void {
    const unknown = Object.keys(object).find((key) => !known.includes(key));
    if (unknown !== undefined) throw this.#wrong([...path, unknown], `no key "${unknown}" is known; there are ${known.join(", ")}`);
  }

  texts(): Partial<Record<(typeof TEXTS)[number], string>> {
    const found = TEXTS.flatMap((key): [string, string][] => {
      const value = this.#member(key, isText, "a text");
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(found);
  }

  network(): Pick<LabSettings, "nodeNetwork"> {
    const value = this.#member("nodeNetwork", isText, "a text");
    if (value === undefined) return {};
    if (!ADDRESS_BLOCK.test(value)) throw this.#wrong(["nodeNetwork"], `nodeNetwork: "${value}" is no network such as 192.168.56.0/24`);
    return { nodeNetwork: value };
  }

  seed(): Pick<LabSettings, "seed"> {
    const seed = this.#member("seed", isWhole, "a whole number from 0");
    return seed === undefined ? {} : { seed };
  }

  files(): Record<string, string> {
    const files = this.#member("files", isJsonObject, "a mapping of paths and contents") ?? {};
    if (!this.#source.own && !Object.values(files).every(isText)) return {};
    return this.#textsOf(files, ["files"], "the contents of a file");
  }

  #textsOf(object: JsonObject, path: Path, what: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(object).map(([key, value]) => {
        if (!isText(value)) throw this.#wrong([...path, key], `${what} "${key}": expected a text`);
        return [key, value];
      }),
    );
  }

  list(key: string, isOurs: (value: JsonValue) => boolean): readonly JsonValue[] {
    const list = this.#member(key, isList, "a list") ?? [];
    return list.every(isOurs) ? list : [];
  }

  steps(): StepSettings[] {
    const steps = this.#member("steps", isList, `a list: steps: [${STEP_FORM}]`) ?? [];
    return steps.map((step, index) => this.#step(step, ["steps", index]));
  }

  #step(step: JsonValue, path: Path): StepSettings {
    if (!isJsonObject(step)) throw this.#wrong(path, `a step is a mapping: ${STEP_FORM}`);
    this.onlyKnown(step, STEP_KEYS, path);
    const at = step["at"];
    if (typeof at !== "number" && typeof at !== "string") throw this.#wrong(path, `a step needs "at": the line of a command, or its text`);
    if (Object.keys(step).length === 1) throw this.#wrong(path, `nothing is said of this step; there are ${STEP_KEYS.slice(1).join(", ")}`);
    const text = (key: "skip" | "stdin" | "terminal"): Partial<StepSettings> => {
      const value = step[key];
      if (value === undefined) return {};
      if (!isText(value)) throw this.#wrong([...path, key], `${key}: expected a text${key === "skip" ? ": why it is not played" : ""}`);
      return { [key]: value };
    };
    return {
      at,
      place: this.#place([...path, "at"]),
      ...text("skip"),
      ...text("stdin"),
      ...text("terminal"),
      ...this.#advance(step["advance"], [...path, "advance"]),
      ...this.#before(step["before"], [...path, "before"]),
      ...this.#edit(step["edit"], [...path, "edit"]),
      ...this.#excuse(step["excuse"], [...path, "excuse"]),
    };
  }

  #advance(value: JsonValue | undefined, path: Path): Pick<StepSettings, "advanceMs"> {
    if (value === undefined) return {};
    try {
      const advanceMs = typeof value === "string" ? parseGoDuration(value) : -1;
      if (advanceMs < 0) throw this.#wrong(path, "advance: expected a duration such as 2m or 1h30m");
      return { advanceMs };
    } catch (error) {
      if (error instanceof GoDurationError) throw this.#wrong(path, `advance: "${String(value)}" is no duration such as 2m or 1h30m`);
      throw error;
    }
  }

  #before(value: JsonValue | undefined, path: Path): Pick<StepSettings, "before"> {
    if (value === undefined) return {};
    if (isList(value) && value.length > 0 && value.every(isText)) return { before: value };
    throw this.#wrong(path, "before: expected a list of the commands that the document leaves out");
  }

  /** One text, or a list of lines. */
  #edit(value: JsonValue | undefined, path: Path): Pick<StepSettings, "edit"> {
    if (value === undefined) return {};
    if (isText(value)) return { edit: value.replace(/\n$/, "").split("\n") };
    if (isList(value) && value.every(isText)) return { edit: value };
    throw this.#wrong(path, "edit: expected the lines to put in, or a patch");
  }

  #excuse(value: JsonValue | undefined, path: Path): Pick<StepSettings, "excuse"> {
    if (value === undefined) return {};
    if (!isJsonObject(value)) throw this.#wrong(path, "excuse: expected {OUTPUT LINE: REASON}");
    return { excuse: this.#textsOf(value, path, "excuse of") };
  }
}

function isText(value: JsonValue): value is string {
  return typeof value === "string";
}

function isWhole(value: JsonValue): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isList(value: JsonValue): value is JsonValue[] {
  return Array.isArray(value);
}
