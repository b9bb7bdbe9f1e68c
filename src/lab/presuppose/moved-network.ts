import { ipv4Number, isInBlock } from "../../base/ipv4.ts";
import { bookFile } from "../../cluster/book-files.ts";
import { changeProfile, loadProfile, profileNames } from "../../cluster/bootstrap/profile.ts";
import { DEFAULT_PROFILE, type CreateOptions } from "../../cluster/create.ts";
import { repositoryFiles } from "../../cluster/repositories.ts";
import { isSameManifest, nameOf } from "../performance/shown-files.ts";
import { isShownFile, isStep, type ShownFile, type TranscriptItem } from "../transcript.ts";

const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;

/** Files of courses by the last part of their paths. */
type Files = ReadonlyMap<string, string>;

/**
 * The same items, with the files of courses as somebody must have edited them whose machines are in another network: the addresses in them (those that
 * MetalLB gives out, the machine that exports a directory) are the same hosts there. Not where the document names an address of the files' own network.
 */
export async function withMovedFiles(
  items: readonly TranscriptItem[],
  { profile = DEFAULT_PROFILE, changes = {} }: Pick<CreateOptions, "changes" | "profile">,
): Promise<TranscriptItem[]> {
  const to = changeProfile(loadProfile(profile), changes).nodeNetwork;
  const others = networksOfCourses().filter((network) => network !== to);
  const cloned = new Map<string, string>();
  // a file stands for all of its name, until another is put in
  const standing = new Map<string, string>();
  const all: TranscriptItem[] = [];
  for (const item of items) {
    if (isShownFile(item) && item.implied !== undefined) standing.set(nameOf(item.path), item.path);
    else if (isStep(item)) {
      for (const [name, content] of await clonedBy(item.command)) cloned.set(name, content);
      for (const path of item.command.split(/[\s'"=;|&()<>]+/)) {
        const name = nameOf(path);
        const content = bookFile(path) ?? cloned.get(name);
        if (content === undefined || standing.get(name) === path) continue;
        const from = others.find((network) => addressesIn(content).some((address) => isInBlock(address, network)));
        if (from === undefined || isNamed(from, items)) continue;
        const file = movedFile(path, content, from, to, item.line);
        if (!shownAs(name, items).every((shown) => isSameManifest(shown, file.content))) continue;
        standing.set(name, path);
        all.push(file);
      }
    }
    all.push(item);
  }
  return all;
}

/** Networks of the machines on which courses play. */
function networksOfCourses(): string[] {
  return [...new Set(profileNames().map((name) => loadProfile(name).nodeNetwork))];
}

async function clonedBy(command: string): Promise<Files> {
  const url = /\bgit\s+clone\s(?:.*\s)?(\S*github\.com\S+)/.exec(command)?.[1];
  const files = url === undefined ? undefined : await repositoryFiles(url);
  return new Map(Object.entries(files ?? {}).map(([path, content]) => [nameOf(path), content]));
}

/** What the document itself shows of a file of that name. */
function shownAs(name: string, items: readonly TranscriptItem[]): string[] {
  return items.flatMap((item) => (isShownFile(item) && item.implied === undefined && nameOf(item.path) === name ? item.content : []));
}

/** Whether a document says anything of a network's addresses. */
function isNamed(network: string, items: readonly TranscriptItem[]): boolean {
  const texts = items.flatMap((item) =>
    isShownFile(item) ? item.content : [isStep(item) ? item.command : "", ...(item.expected ?? []).map(({ text }) => text)],
  );
  return texts.some((text) => addressesIn(text).some((address) => isInBlock(address, network)));
}

function addressesIn(text: string): string[] {
  return (text.match(ADDRESS) ?? []).filter((address) => ipv4Number(address) !== undefined);
}

function movedFile(path: string, content: string, from: string, to: string, line: number): ShownFile {
  const prefixOf = (network: string): string => network.split(".").slice(0, 3).join(".");
  const moved = content.replace(ADDRESS, (address) =>
    isInBlock(address, from) ? prefixOf(to) + address.slice(address.lastIndexOf(".")) : address,
  );
  const implied = `${path} names addresses of ${from} where the document's machines are in ${to}: it was edited before line ${line}`;
  return { line, path, content: moved, sure: "mentioned", implied };
}
