import { byteLength } from "../http.ts";
import type { Network, Place } from "../types.ts";
import { createCookieJar } from "./cookies.ts";
import { noUrl, type CurlVersion } from "./messages.ts";
import { progressMeter } from "./meter.ts";
import { CurlUsageError, parseCurlOptions, type CurlOptions } from "./options.ts";
import { fetchUrl, type Transfer, type TransferWorld } from "./transfer.ts";
import { globbed } from "./url.ts";
import { writeOut } from "./write-out.ts";

/** What a curl command printed, wrote and took. */
export interface CurlResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Virtual time that it took, what was waited between tries included. */
  readonly elapsedMs: number;
  /** Files written by -o, -O, -D and -c. */
  readonly files: Readonly<Record<string, string>>;
}

export interface CurlWorld {
  readonly network: Network;
  readonly from: Place;
  readonly version: CurlVersion;
  /** The content of a file that the command line names, `-` being standard input. */
  readonly read?: (path: string) => string | undefined;
  /** Whether standard output is a terminal (true when absent): else a progress meter is drawn on standard error. */
  readonly isTerminal?: boolean;
}

/** Runs one curl command line (without the word curl); what lies between two tries of --retry passes in no time. */
export function runCurl(argv: readonly string[], world: CurlWorld): CurlResult {
  const steps = curlSteps(argv, world);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As {@link runCurl}, but yields the ms that have to pass, those of the try before included, before the next try of --retry. */
export function* curlSteps(argv: readonly string[], world: CurlWorld): Generator<number, CurlResult, void> {
  try {
    return yield* runParsed(parseCurlOptions(argv, world.read === undefined ? {} : { read: world.read }), world);
  } catch (error) {
    if (!(error instanceof CurlUsageError)) throw error;
    const stderr = `${error.message}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`;
    return { stdout: "", stderr, exitCode: error.exitCode, elapsedMs: 0, files: {} };
  }
}

/** What a command line has brought forth so far. */
interface Report {
  stdout: string;
  stderr: string;
  exitCode: number;
  elapsedMs: number;
  files: Record<string, string>;
}

function* runParsed(options: CurlOptions, world: CurlWorld): Generator<number, CurlResult, void> {
  const { network, from, version } = world;
  const report: Report = { stdout: "", stderr: "", exitCode: 0, elapsedMs: 0, files: {} };
  if (options.has("version")) return { ...report, stdout: versionText(version) };
  const urls = options.has("globoff") ? options.urls : options.urls.flatMap(globbed);
  if (urls.length === 0) throw new CurlUsageError(noUrl(version));
  for (const warning of options.warnings) report.stderr += `${warning}\n`;
  const jarFile = options.cookieFile === undefined ? "" : (world.read?.(options.cookieFile) ?? "");
  const cookies = createCookieJar(jarFile);
  const common = { network, from, version, options, cookies, open: new Map() };
  for (const [index, text] of urls.entries()) {
    const transfer = yield* tryAgain(text, common, report);
    tell(transfer, index, options, world, report);
    if (transfer.failure !== undefined && options.has("fail-early")) break;
  }
  if (options.cookieJar !== undefined) write(options.cookieJar, cookies.text(), report);
  return report;
}

function versionText({ text, number }: CurlVersion): string {
  const library = number <= 729 ? "NSS/3.44 zlib/1.2.7" : "OpenSSL/1.1.1f zlib/1.2.11";
  return `curl ${text} (x86_64-pc-linux-gnu) libcurl/${text} ${library}\nProtocols: http https\n`;
}

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 600_000;
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** One URL, again and again as --retry says. src/tool_operate.c */
function* tryAgain(text: string, world: TransferWorld, report: Report): Generator<number, Transfer, void> {
  const { options, version } = world;
  let delayMs = options.retryDelayMs ?? FIRST_DELAY_MS;
  for (let left = options.retries; ; left--) {
    const transfer = fetchUrl(text, world);
    const why = left > 0 ? transience(transfer, options) : undefined;
    if (why === undefined) return transfer;
    report.elapsedMs += transfer.elapsedMs + delayMs;
    if (options.has("verbose")) report.stderr += transfer.notes;
    if (!options.has("silent")) report.stderr += `${retryText(version, why, delayMs, left)}\n`;
    yield transfer.elapsedMs + delayMs;
    if (options.retryDelayMs === undefined) delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}

/** Why it is worth another try; undefined when it is not. */
function transience(
  { failure, response }: Transfer,
  { has }: CurlOptions,
): "connection refused" | "error" | "HTTP error" | "timeout" | undefined {
  if (failure?.exitCode === 28 || failure?.exitCode === 6) return "timeout";
  if (failure?.exitCode === 7 && (has("retry-connrefused") || has("retry-all-errors"))) return "connection refused";
  if (response !== undefined && TRANSIENT.has(response.status)) return "HTTP error";
  return failure !== undefined && has("retry-all-errors") ? "error" : undefined;
}

function retryText({ number }: CurlVersion, why: string, delayMs: number, left: number): string {
  const seconds = Math.round(delayMs / 1000);
  const retries = `${left} ${number >= 800 && left === 1 ? "retry" : "retries"} left.`;
  if (number < 775) return `Warning: Transient problem: ${why} Will retry in ${seconds} seconds. ${retries}`;
  return `Warning: Problem: ${why}. Will retry in ${seconds} seconds. ${retries}`;
}

/** Prints and writes what one URL has brought. */
function tell(transfer: Transfer, index: number, options: CurlOptions, world: CurlWorld, report: Report): void {
  const { failure, head, body, elapsedMs } = transfer;
  const isSilent = options.has("silent");
  const file = fileOf(transfer, index, options);
  report.elapsedMs += elapsedMs;
  report.exitCode = failure?.exitCode ?? 0;
  const shown = (options.has("include") || options.has("head") ? head : "") + body;
  const isMetered = !isSilent && !options.has("no-progress-meter");
  if (isMetered && (file !== undefined || world.isTerminal === false))
    report.stderr += progressMeter(byteLength(body), transfer.uploaded, elapsedMs);
  if (options.has("verbose")) report.stderr += transfer.notes;
  if (file === undefined) report.stdout += shown;
  else if (transfer.response !== undefined && (failure === undefined || shown !== "")) write(file, shown, report);
  if (options.dumpHeader !== undefined) write(options.dumpHeader, head, report);
  if (failure !== undefined && (!isSilent || options.has("show-error")))
    report.stderr += `curl: (${failure.exitCode}) ${failure.text}${failure.text.endsWith("\n") ? "" : "\n"}`;
  if (options.writeOut === undefined) return;
  const { text, complaints } = writeOut(options.writeOut, transfer, world.version, file ?? "");
  report.stdout += text;
  report.stderr += complaints;
}

/** Where a URL's answer goes: undefined for standard output. */
function fileOf({ url }: Transfer, index: number, { outputs, has }: CurlOptions): string | undefined {
  const output = outputs[index];
  if (output !== undefined) return output === "-" ? undefined : output;
  if (!has("remote-name") && !has("remote-name-all")) return undefined;
  const name = url?.path.split("?")[0]?.split("/").at(-1) ?? "";
  if (name === "") throw new CurlUsageError("curl: Remote file name has no length!", 23);
  return name;
}

function write(file: string, content: string, report: Report): void {
  if (file === "-") report.stdout += content;
  else if (file !== "/dev/null") report.files[file] = (report.files[file] ?? "") + content;
}
