import type { Release } from "../../../release/release.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";

/** A level of the Pod Security Standards. */
export type Level = "privileged" | "baseline" | "restricted";

/** A level in a version of the standards: 1.N, or the server's own. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: number | "latest";
}

/** What a namespace asks for in each mode. The audit log is not emulated, so that audit labels are only checked. */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly warn: LevelVersion;
}

type Mode = "enforce" | "audit" | "warn";

const PREFIX = "pod-security.kubernetes.io/";
const MODES: readonly Mode[] = ["enforce", "audit", "warn"];
const LEVELS: readonly Level[] = ["privileged", "baseline", "restricted"];
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/;

/** Whether labels say anything at all; asked on every pod's way. */
export function mentionsPodSecurity(labels: Readonly<Record<string, string>> | undefined): boolean {
  if (labels) for (const key in labels) if (key.startsWith(PREFIX)) return true;
  return false;
}

/** The policy in a namespace's labels, and what is wrong with them: a bad enforce level counts as restricted, other bad values as none. */
// pod-security-admission/api/helpers.go PolicyToEvaluate, release branches 1.23 to 1.32
export function policyOf(labels: Readonly<Record<string, string>> | undefined, release: Release): { policy: Policy; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const read = (mode: Mode): LevelVersion => {
    const level = labels?.[PREFIX + mode];
    const version = labels?.[`${PREFIX}${mode}-version`];
    if (level !== undefined && !isLevel(level)) errors.push(wrong(mode, level, `must be one of ${LEVELS.join(", ")}`));
    const number = version === undefined || version === "latest" ? undefined : VERSION.exec(version)?.[1];
    if (version !== undefined && version !== "latest" && number === undefined)
      errors.push(wrong(`${mode}-version`, version, 'must be "latest" or "v1.x"'));
    const fallback = level !== undefined && mode === "enforce" ? "restricted" : "privileged";
    return { level: level !== undefined && isLevel(level) ? level : fallback, version: number === undefined ? "latest" : Number(number) };
  };
  const [enforce, , warn] = MODES.map(read) as [LevelVersion, LevelVersion, LevelVersion];
  const isSilent = labels?.[`${PREFIX}warn`] === undefined && LEVELS.includes(labels?.[`${PREFIX}enforce`] as Level);
  if (!release.has("podSecurityWarnsOfEnforced") || !isSilent || enforce.level === "privileged")
    return { policy: { enforce, warn }, errors };
  const version = labels?.[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version;
  return { policy: { enforce, warn: { level: enforce.level, version } }, errors };
}

function wrong(label: string, value: string, why: string): FieldError {
  return invalid(`metadata.labels[${PREFIX}${label}]`, value, why);
}

function isLevel(text: string): text is Level {
  return LEVELS.some((level) => level === text);
}

/** Whether the first is stricter than the second. */
export function isStricter(first: Level, second: Level): boolean {
  return LEVELS.indexOf(first) > LEVELS.indexOf(second);
}

/** `restricted:latest`, `baseline:v1.24` */
export function policyText({ level, version }: LevelVersion): string {
  return `${level}:${version === "latest" ? version : `v1.${version}`}`;
}
