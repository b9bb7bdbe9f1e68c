import { bytesOfText, textOfBytes } from "../../base/byte-text.ts";
import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import { type Status, StatusError } from "../../machinery/status.ts";
import type { ServerBackend } from "../http-server.ts";
import { followLog } from "../log-stream.ts";
import type { SpdyStream } from "./connection.ts";

/** Protocols of exec and attach, the best first. apimachinery/pkg/util/remotecommand/constants.go */
export const EXEC_PROTOCOLS = ["v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"];

const FLAGS = ["stdin", "stdout", "stderr"] as const;
const SUCCESS: JsonObject = { metadata: {}, status: "Success" };
const encoder = new TextEncoder();

/** What happens once all streams are there; gives what the error stream says of the end. */
export type Run = (streams: ReadonlyMap<string, SpdyStream>) => Promise<unknown>;

/** An exec as far as it goes before the client is answered: without input it has run already. Throws StatusError when it is refused. */
export async function prepareExec(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<Run> {
  // Nobody types at an emulated terminal: the program runs to its end without.
  if (flag(request, "stdin") && !flag(request, "tty")) {
    const checked = await backend.handle({ ...request, dryRun: true });
    if (checked.code !== 200) throw new StatusError(checked.body as Status);
    return async (streams) => {
      const stdin = await streams.get("stdin")?.received;
      return show(await handled(backend, { ...request, body: textOfBytes(stdin ?? new Uint8Array()) }), streams);
    };
  }
  const response = await backend.handle(request);
  if (response.code !== 200) throw new StatusError(response.body as Status);
  return async (streams) => show(response, streams);
}

/** An attach: gives the container what is typed, and shows what it prints from now on, until it ends. Throws StatusError when it is refused. */
export async function prepareAttach(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<Run> {
  const container = request.options?.["container"];
  const log: ResourceRequest = { ...request, verb: "get", subresource: "log", options: container === undefined ? {} : { container } };
  const { code, body } = await backend.handle(log);
  if (code !== 200 || typeof body !== "string") throw new StatusError(body as Status);
  return async (streams) => {
    // What is typed goes to the process once all of it has come; its answer is in the log as well.
    const typed = flag(request, "stdin") ? streams.get("stdin")?.received : undefined;
    void typed?.then((stdin) => handled(backend, { ...request, body: textOfBytes(stdin) }));
    let isOld = body !== "";
    for await (const chunk of followLog(backend, log, body) as AsyncIterable<Uint8Array>) {
      if (streams.get("error")?.isCut()) break;
      if (!isOld) streams.get("stdout")?.write(chunk);
      isOld = false;
    }
    return SUCCESS;
  };
}

/** One exec or attach: waits for the streams that the query asks for, then runs, and says how it ended. */
export function createExec(request: ResourceRequest, run: Run, close: () => void): (stream: SpdyStream) => void {
  const isTerminal = flag(request, "tty");
  const wanted: string[] = ["error", ...FLAGS.filter((name) => flag(request, name))].filter((name) => name !== "stderr" || !isTerminal);
  const streams = new Map<string, SpdyStream>();
  let hasRun = false;
  return (stream) => {
    streams.set(stream.headers.get("streamtype") ?? "", stream);
    if (hasRun || !wanted.every((name) => streams.has(name))) return;
    hasRun = true;
    void finish(run, streams).finally(close);
  };
}

function flag({ options }: ResourceRequest, name: string): boolean {
  return options?.[name] === "true";
}

async function finish(run: Run, streams: ReadonlyMap<string, SpdyStream>): Promise<void> {
  const status = await run(streams);
  streams.get("error")?.write(encoder.encode(JSON.stringify(status)));
  for (const stream of streams.values()) stream.end();
}

/** Shows what a program printed; gives how it ended. */
function show({ code, body }: ApiResponse, streams: ReadonlyMap<string, SpdyStream>): unknown {
  if (code !== 200 || !isJsonObject(body)) return body;
  // A client may leave as soon as it has all of the output.
  for (const name of ["stderr", "stdout"]) {
    const text = body[name];
    if (typeof text === "string") (streams.get(name) ?? streams.get("stdout"))?.write(bytesOfText(text));
  }
  return endOf(body);
}

async function handled(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<ApiResponse> {
  try {
    return await backend.handle(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      code: 500,
      body: { metadata: {}, status: "Failure", reason: "InternalError", message, code: 500 } as JsonObject,
      warnings: [],
    };
  }
}

/** How a program ended, as the error stream of the protocol's version 4 says it. */
function endOf(result: JsonObject): JsonObject {
  if (typeof result["startError"] === "string") {
    const message = `Internal error occurred: error executing command in container: ${result["startError"]}`;
    return {
      metadata: {},
      status: "Failure",
      message,
      reason: "InternalError",
      details: { causes: [{ message: result["startError"] }] },
      code: 500,
    };
  }
  const code = Number(result["exitCode"] ?? 0);
  if (code === 0) return SUCCESS;
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: error executing command in container: exit status ${code}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
}
