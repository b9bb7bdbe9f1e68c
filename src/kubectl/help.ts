import type { Release } from "../release/release.ts";
import { commandGroups, rootRows } from "./command-table.ts";
import { type Command, type CommandRow, isInRelease } from "./command.ts";
import { defaultOf, type FlagSpec, type FlagValue } from "./flags/spec.ts";
import { formatGoDuration } from "../base/go-duration.ts";

/** What a help page is about. */
export interface HelpSubject {
  readonly path: string;
  readonly row: CommandRow;
  readonly command: Command;
  /** The command's own flags. */
  readonly flags: readonly FlagSpec[];
}

const CLOSING = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** The page that `kubectl` alone prints. */
// kubectl/pkg/util/templates/templater.go
export function rootHelp(release: Release): string {
  const about =
    "kubectl sends your orders to the cluster and shows what is in it.\n\n What each order means: https://kubernetes.io/docs/reference/kubectl/\n\n";
  return about + rootUsage(release);
}

/** The page of `kubectl` without its first paragraphs. */
export function rootUsage(release: Release): string {
  const sections = commandGroups.map((group) => {
    const rows = group.rows.filter((row) => isListed(row, release));
    return rows.length === 0 ? "" : `${group.title}\n${listRows(rows, widthOf(rootRows, release))}\n`;
  });
  return `${sections.join("")}Usage:\n  kubectl [flags] [options]\n\nUse "kubectl <command> --help" for more information about a given command.\n${CLOSING}`;
}

/** The page of one command: what it does, aliases, examples, subcommands, options, usage line. */
export function commandHelp(subject: HelpSubject, release: Release): string {
  return `${subject.command.long ?? subject.row.short}\n\n${commandUsage(subject, release)}`;
}

/** A command's page without its first paragraph, as `kubectl help` falls back to it. */
export function commandUsage(subject: HelpSubject, release: Release): string {
  const { row, command, flags, path } = subject;
  const parts: string[] = [];
  if (row.aliases !== undefined && row.aliases.length > 0) parts.push(`Aliases:\n${[row.name, ...row.aliases].join(", ")}\n\n`);
  if (command.examples !== undefined) parts.push(`Examples:\n${indent(command.examples)}\n\n`);
  const rows = (command.subcommands ?? [])
    .filter((each) => isListed(each, release))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  if (rows.length > 0) parts.push(`Available Commands:\n${listRows(rows, widthOf(rows, release))}\n`);
  const options = flagsHelp(flags, release);
  if (options !== "") parts.push(`Options:\n${options}\n`);
  const runs = command.use(release) !== "";
  if (runs) parts.push(`Usage:\n  ${useLine(subject, release)}\n\n`);
  if (command.subcommands?.some((each) => isInRelease(each, release)) === true) {
    const who = release.has("helpNamesParent") ? path : "kubectl";
    parts.push(`Use "${who} <command> --help" for more information about a given command.\n`);
  }
  if (runs) parts.push(CLOSING);
  return parts.join("");
}

function useLine({ path, command }: HelpSubject, release: Release): string {
  const parent = path.slice(0, path.lastIndexOf(" "));
  const line = `${parent} ${command.use(release)}`;
  return line.includes("[options]") ? line : `${line} [options]`;
}

function isListed(row: CommandRow, release: Release): boolean {
  return row.hidden !== true && row.deprecated === undefined && isInRelease(row, release);
}

function widthOf(rows: readonly CommandRow[], release: Release): number {
  return Math.max(11, ...rows.filter((row) => isListed(row, release)).map((row) => row.name.length));
}

function listRows(rows: readonly CommandRow[], width: number): string {
  return rows.map((row) => `  ${row.name.padEnd(width)} ${row.short}\n`).join("");
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The option list, sorted by name: a line each, or a block each in later releases. */
export function flagsHelp(flags: readonly FlagSpec[], release: Release): string {
  const shown = flags.filter((flag) => flag.hidden !== true && flag.deprecated === undefined);
  const sorted = shown.toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  if (!release.has("helpOptionBlocks")) return sorted.map((flag) => `${flagHead(flag, "  ", "      ")}: ${flag.usage}\n`).join("");
  return sorted.map((flag) => `${flagHead(flag, "    ", "    ")}:\n\t${flag.usage}\n`).join("\n");
}

function flagHead(flag: FlagSpec, withLetter: string, alone: string): string {
  const start = flag.shorthand === undefined ? alone : `${withLetter}-${flag.shorthand}, `;
  return `${start}--${flag.name}=${flag.defaultText ?? defaultText(flag, defaultOf(flag))}`;
}

function defaultText(flag: FlagSpec, value: FlagValue): string {
  if (Array.isArray(value)) return `[${(value as readonly string[]).join(",")}]`;
  if (flag.type === "string") return `'${String(value)}'`;
  return flag.type === "duration" ? formatGoDuration(Number(value)) : String(value);
}
