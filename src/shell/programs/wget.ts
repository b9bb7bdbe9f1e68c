import { resolvePath } from "../../base/sh/state.ts";
import { formatDate } from "../../base/userland/date.ts";
import { curlIn } from "../curl.ts";
import type { Call, Program } from "../program.ts";
import { nameOf, publishedIn } from "./network.ts";

/** What GNU's wget ends with when it gets no connection, and when the server refuses. */
const NO_CONNECTION = 4;
const REFUSED_BY_SERVER = 8;

const REASONS: Readonly<Record<number, string>> = { 7: "Connection refused", 28: "Connection timed out" };

/** GNU's `wget [-q] [-O FILE] URL`; what projects publish at well-known URLs is there without a network. */
export const wget: Program = async (call) => {
  const { args, machine, streams, now } = call;
  const { url, to, isQuiet, isSpider, flags } = readLine(args);
  if (url === undefined) {
    streams.err("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
    return 1;
  }
  const say = (text: string): void => (isQuiet ? undefined : streams.err(text));
  const full = /^https?:\/\//.test(url) ? url : `http://${url}`;
  const published = await publishedIn([full]);
  const { host, hostname, port, protocol, pathname } = new URL(full);
  say(`--${formatDate("%F %T", now())}--  ${full}${pathname === "/" && !full.endsWith("/") ? "/" : ""}\n`);
  let body = published?.text;
  let type = "text/plain";
  if (body === undefined) {
    const write = "\n%{http_code} %{content_type}";
    const words = ["--from", machine, "-sSL", "-f", ...flags, "-w", write, full];
    const { stdout, stderr, exitCode } = await call.within((session) => curlIn(session, words));
    const end = stdout.lastIndexOf("\n");
    const [status = "000", contentType = "text/html"] = stdout.slice(end + 1).split(" ");
    if (exitCode === 6) {
      say(
        `Resolving ${hostname} (${hostname})... failed: Name or service not known.\nwget: unable to resolve host address ‘${hostname}’\n`,
      );
      return NO_CONNECTION;
    }
    const target = `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
    if (exitCode !== 0 && status === "000") {
      say(
        `Connecting to ${target}... failed: ${/No route/.test(stderr) ? "No route to host" : (REASONS[exitCode] ?? "Connection reset")}.\n`,
      );
      return NO_CONNECTION;
    }
    say(`Connecting to ${target}... connected.\nHTTP request sent, awaiting response... ${status} ${TEXTS[status] ?? ""}\n`);
    if (exitCode !== 0) {
      say(`${formatDate("%F %T", now())} ERROR ${status}: ${TEXTS[status] ?? ""}.\n\n`);
      return REFUSED_BY_SERVER;
    }
    [body, type] = [stdout.slice(0, Math.max(0, end)), contentType.replace(/;.*/, "")];
  } else say(`Connecting to ${host}... connected.\nHTTP request sent, awaiting response... 200 OK\n`);
  if (!isSpider) save(call, to ?? (nameOf(full) || "index.html"), body, type, say);
  return 0;
};

function save({ disk, directory, streams, now }: Call, name: string, body: string, type: string, say: (text: string) => void): void {
  const size = new TextEncoder().encode(body).length;
  const shown = name === "-" ? "STDOUT" : name;
  say(`Length: ${size} [${type}]\nSaving to: ‘${shown}’\n\n`);
  if (name === "-") streams.out(body);
  else disk.write(resolvePath(directory, name), body);
  say(`${formatDate("%F %T", now())} (1.00 MB/s) - ${name === "-" ? "written to stdout" : `‘${shown}’ saved`} [${size}/${size}]\n\n`);
}

function readLine(args: readonly string[]): { url?: string; to?: string; isQuiet: boolean; isSpider: boolean; flags: string[] } {
  const flags: string[] = [];
  let [url, to]: (string | undefined)[] = [];
  let [isQuiet, isSpider] = [false, false];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (!arg.startsWith("-") || arg === "-") url ??= arg;
    else if (/^--timeout=|^-T/.test(arg)) flags.push("-m", arg.replace(/^--timeout=|^-T/, "") || (args[++at] ?? "1"));
    else if (arg === "--no-check-certificate") flags.push("-k");
    else if (arg.startsWith("--header=")) flags.push("-H", arg.slice("--header=".length));
    else if (arg === "--spider") isSpider = true;
    else if (arg.startsWith("--output-document=")) to = arg.slice("--output-document=".length);
    else if (/^-\w*q/.test(arg) || arg === "--quiet") isQuiet = true;
    const inside = /^-\w*O(.*)$/.exec(arg)?.[1];
    if (inside !== undefined && !arg.startsWith("--")) to = inside || (args[++at] ?? "-");
  }
  return { isQuiet, isSpider, flags, ...(url === undefined ? {} : { url }), ...(to === undefined ? {} : { to }) };
}

/** Reasons that servers give. */
const TEXTS: Readonly<Record<string, string>> = {
  "200": "OK",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not Found",
  "500": "Internal Server Error",
  "502": "Bad Gateway",
  "503": "Service Temporarily Unavailable",
  "504": "Gateway Time-out",
};
