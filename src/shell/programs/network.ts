import { resolvePath } from "../../base/sh/state.ts";
import { sleepMs } from "../../base/userland/sleep.ts";
import { publishedManifest } from "../../cluster/manifests/published.ts";
import { curlIn } from "../curl.ts";
import type { Call, Program } from "../program.ts";

/** curl from the machine that one is on; what projects publish at well-known URLs is there without a network. */
export const curl: Program = async (call) => {
  const { args, machine, streams, disk, directory, within } = call;
  const published = await publishedIn(args);
  if (published !== undefined) return save(call, published.url, published.text, args);
  const words = args.some((arg) => arg.startsWith("--from")) ? args : ["--from", machine, ...args];
  const read = (path: string): string | undefined => (path === "-" ? taken(call) : disk.read(resolvePath(directory, path)));
  const { stdout, stderr, exitCode, files } = await within((session) => curlIn(session, words, { read }));
  for (const [path, content] of Object.entries(files)) disk.write(resolvePath(directory, path), content);
  streams.err(stderr);
  streams.out(stdout);
  return exitCode;
};

function taken({ streams }: Call): string {
  const text = streams.input.rest;
  streams.input.rest = "";
  return text;
}

/** What a project publishes at the URL in a command line; undefined when there is none that is known. */
export async function publishedIn(args: readonly string[]): Promise<{ url: string; text: string } | undefined> {
  const url = args.find((arg) => /^https?:\/\//.test(arg));
  const text = url === undefined ? undefined : await publishedManifest(url);
  return url === undefined || text === undefined ? undefined : { url, text };
}

/** The name under which a URL's file is saved. */
export function nameOf(url: string): string {
  return new URL(url).pathname.split("/").at(-1) ?? "";
}

function save({ disk, directory, streams }: Call, url: string, text: string, args: readonly string[]): number {
  const at = args.findIndex((arg) => /^-\w*o$/.test(arg) || arg === "--output");
  const path = at >= 0 ? args[at + 1] : args.some((arg) => /^-\w*O\w*$/.test(arg) || arg === "--remote-name") ? nameOf(url) : undefined;
  if (path === undefined) streams.out(text);
  else disk.write(resolvePath(directory, path), text);
  return 0;
}

/** sleep inside another program; a shell's own is the driver's. */
export const sleep: Program = async ({ args, streams, sleep: pass }) => {
  const ms = sleepMs(args);
  if (ms === undefined) {
    streams.err(args.length === 0 ? "sleep: missing operand\n" : `sleep: invalid time interval ‘${args[0]}’\n`);
    return 1;
  }
  await pass(ms);
  return 0;
};
