import { Interrupted } from "./env.ts";
import { AssertionError } from "../base/assert.ts";
import { ConnectionError } from "../machinery/client.ts";
import { type Status, StatusError } from "../machinery/status.ts";
import type { Release } from "../release/release.ts";

/** A failure of a command, printed as `error: MESSAGE`. A message that begins with `error: ` gets no second one. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** Wrong use: `error: MESSAGE` and `See 'kubectl X -h' for help and examples`. util.UsageErrorf */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Text for stderr as it is, without any prefix; exit code 1 unless told. An empty text prints nothing. */
export class PlainError extends Error {
  override name = "PlainError";
  readonly exitCode: number;
  constructor(text: string, exitCode = 1) {
    super(text);
    this.exitCode = exitCode;
  }
}

/** What cobra itself refuses: `Error: MESSAGE`, or `error: MESSAGE` from 1.23 on. */
export class CobraError extends Error {
  override name = "CobraError";
}

/** The kubeconfig does not hold together: `Error in configuration: …`. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
  readonly causes: readonly string[];
  constructor(causes: readonly string[]) {
    super(causes.join(", "));
    this.causes = causes;
  }
}

/** Several failures of one command, in order. One of them alone is printed as if it were bare. */
export class FailureList extends Error {
  override name = "FailureList";
  readonly failures: readonly Error[];
  constructor(failures: readonly Error[]) {
    super(failures.map((failure) => failure.message).join(", "));
    this.failures = failures.flatMap((failure) => (failure instanceof FailureList ? failure.failures : [failure]));
  }
}

/** An error whose text gets something in front, and keeps its kind: API errors stay API errors. util.AddSourceToErr */
export function withSource(verb: string, source: string, error: Error): Error {
  if (source === "") return error;
  const message = `error when ${verb} ${JSON.stringify(source)}: ${error.message}`;
  if (error instanceof StatusError) return new StatusError({ ...error.status, message });
  return new CommandError(message);
}

/** Several failures, or one, that are printed as lines of a list even where there is but one: without `error: `. */
// apimachinery/pkg/util/errors NewAggregate, which checkErr gives to MultipleErrors
export class Aggregate extends FailureList {
  override name = "Aggregate";
}

/** What a failure prints on stderr and the exit code it leaves. */
export interface RenderedError {
  readonly text: string;
  readonly code: number;
}

/**
 * The one place that turns a failure into text and exit code. Our own faults (assertions, type errors) are thrown on.
 * `commandPath` is for the hint of usage errors, `release` is kubectl's own.
 */
// kubectl/pkg/cmd/util/helpers.go checkErr, 1.20
export function renderError(error: unknown, commandPath: string, release: Release): RenderedError {
  const alone = error instanceof FailureList && error.failures.length === 1 ? error.failures[0] : error;
  if (isOwnFault(alone)) throw alone;
  const single = error instanceof Aggregate ? error : alone;
  if (single instanceof PlainError) return { text: lineOf(single.message), code: single.exitCode };
  if (single instanceof CobraError) return { text: lineOf(release.value("cobraErrors").prefix + single.message), code: 1 };
  if (single instanceof UsageError) {
    return { text: `${errorPrefixed(single.message)}\nSee '${commandPath} -h' for help and examples\n`, code: 1 };
  }
  if (single instanceof ConfigurationError) return { text: bulletList("Error in configuration: ", single.causes), code: 1 };
  if (single instanceof StatusError && single.reason === "Invalid")
    return { text: lineOf(invalidText(single.status, release.has("invalidTellsWhy"))), code: 1 };
  if (single instanceof FailureList) return { text: single.failures.map((each) => `${messageOf(each)}\n`).join(""), code: 1 };
  return { text: lineOf(standardMessage(single as Error) ?? errorPrefixed((single as Error).message)), code: 1 };
}

/** The failure of discovery, which begins with the versions of the core group. client-go/discovery/discovery_client.go */
export function undiscoverable(error: ConnectionError): string {
  return unreachable("Get", new ConnectionError(error.address, `${new URL(error.url).origin}/api?timeout=32s`, error.problem));
}

/** `Get "https://…": dial tcp …: connect: connection refused`: how Go's net/http tells that nobody answers. */
export function unreachable(method: string, { address, url, problem }: ConnectionError): string {
  if (problem !== undefined) return `${method} ${JSON.stringify(url)}: ${problem}`;
  return `${method} ${JSON.stringify(url)}: dial tcp ${address.replace(/^localhost\b/, "127.0.0.1")}: connect: connection refused`;
}

/** What is no failure of the command: our own faults, and an interrupt. */
function isOwnFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Interrupted) return true;
  return error instanceof AssertionError || error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

function lineOf(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function errorPrefixed(message: string): string {
  return message.startsWith("error: ") ? message : `error: ${message}`;
}

/** A failure as it stands inside a list: API errors with their frame, others bare. util.messageForError */
export function messageOf(error: Error): string {
  return standardMessage(error) ?? error.message;
}

/** The wording for API and connection errors; undefined for all others. util.StandardErrorMessage */
export function standardMessage(error: Error): string | undefined {
  if (error instanceof StatusError) {
    if (error.reason === "Unauthorized") return `error: You must be logged in to the server (${error.message})`;
    return error.reason === "" ? `Error from server: ${error.message}` : `Error from server (${error.reason}): ${error.message}`;
  }
  if (error instanceof ConnectionError) {
    if (error.problem !== undefined) return `Unable to connect to the server: ${error.problem}`;
    return `The connection to the server ${error.address} was refused - did you specify the right host or port?`;
  }
  return undefined;
}

/** `The Service "x" is invalid: spec.ports: Required value`, one line a cause when there are several. */
function invalidText({ details = {}, message = "" }: Status, tellsWhy: boolean): string {
  const { kind = "", name = "", causes = [] } = details;
  const isNamed = kind !== "" || name !== "";
  const head = isNamed ? `The ${kind} ${JSON.stringify(name)} is invalid` : "The request is invalid";
  if (causes.length > 0)
    return bulletList(`${head}: `, [...new Set(causes.map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`))]);
  // Older releases keep the server's sentence to themselves.
  return tellsWhy && !isNamed && message !== "" ? `${head}: ${message}` : head;
}

function bulletList(prefix: string, lines: readonly string[]): string {
  if (lines.length === 1) return `${prefix}${lines[0]}\n`;
  return `${prefix}\n${lines.map((line) => `* ${line}\n`).join("")}`;
}
