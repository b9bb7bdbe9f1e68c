import { byteLength, httpDate, response, type AppRequest, type HttpResponse } from "../../network/http.ts";
import { fullEnvironment } from "../environment.ts";
import { server, type Entrypoint, type ImageBehaviour } from "../image.ts";
import { manifestPorts } from "../ports.ts";
import { emulatedAnswer } from "../generic/index.ts";
import type { ContainerView } from "../view.ts";
import type { OwnAnswer, OwnFailure, OwnImage } from "./own-image.ts";
import { fill } from "./template.ts";

const SHELLS: Readonly<Record<OwnImage["shell"], readonly string[]>> = { none: [], sh: ["/bin/sh"], bash: ["/bin/sh", "/bin/bash"] };
const NOT_FOUND: OwnAnswer = { path: "*", status: 404, headers: {}, body: "404 page not found\n" };
/** What fails at its start does so after this. */
const STARTUP_MS = 200;

/** What an image does that a user has described; `base` is what the image does on which it stands. */
export function ownBehaviour(image: OwnImage, base?: ImageBehaviour): ImageBehaviour {
  const { name, log, fails } = image;
  if (base !== undefined) return onBase(image, base);
  return server({
    name,
    ports: ({ container }) => [...new Set([...image.ports, ...manifestPorts(container)])],
    listensAfterMs: image.startsMs,
    entrypoint: (view) => entrypointOf(view, fails),
    answer: (request, view) => answerOf(image, request, view),
    startLog: (view) => (log.start === "" ? "" : `${fill(log.start, { view })}\n`),
    ...(log.request === ""
      ? {}
      : { requestLog: (request, { status }: HttpResponse, view) => fill(log.request, { request, status, view }) }),
    ...(fails?.afterRequests === undefined ? {} : { requestsUntilExit: { count: fails.afterRequests, exitCode: fails.exitCode } }),
    files: (view) => Object.fromEntries(Object.entries(image.files).map(([path, content]) => [path, fill(content, { view })])),
    shells: SHELLS[image.shell],
    // Node.js as a container's first process takes no notice of TERM.
    ...(image.runtime === "node" ? { stop: { afterMs: 30_000, exitCode: 137 } } : {}),
    cpuMsPerRequest: image.cpuMsPerRequest,
    idle: { cpuMillis: image.cpuMillis, memoryMi: image.memoryMi },
  });
}

/** The base image with files of its own, and ports beside. */
function onBase({ name, files, ports }: OwnImage, base: ImageBehaviour): ImageBehaviour {
  return {
    ...base,
    name,
    ports: (view) => [...new Set([...base.ports(view), ...ports])],
    files: (view) => ({ ...base.files?.(view), ...files }),
  };
}

function entrypointOf(view: ContainerView, fails: OwnFailure | undefined): Entrypoint {
  if (fails === undefined) return { kind: "serves" };
  const { exitCode, afterMs } = fails;
  const environment = fails.missingEnv.length > 0 ? fullEnvironment(view) : {};
  const missing = fails.missingEnv.find((variable) => environment[variable] === undefined);
  const words = fill(fails.log, { view });
  if (missing !== undefined) {
    return { kind: "ends", afterMs: STARTUP_MS, exitCode, output: `${words || `environment variable ${missing} is not set`}\n` };
  }
  return afterMs === undefined ? { kind: "serves" } : { kind: "serves", ends: { afterMs, exitCode, output: words && `${words}\n` } };
}

function answerOf({ answers, runtime }: OwnImage, request: AppRequest, view: ContainerView): HttpResponse {
  if (answers.length === 0) return emulatedAnswer(view);
  const path = request.path.split(/[?#]/)[0] ?? "/";
  const fits = (answer: OwnAnswer): boolean =>
    (answer.method === undefined || answer.method === request.method || (answer.method === "GET" && request.method === "HEAD")) &&
    (answer.path.endsWith("*") ? path.startsWith(answer.path.slice(0, -1)) : path === answer.path);
  const chosen = answers.find(fits) ?? NOT_FOUND;
  const body = fill(chosen.body, { request, view });
  const own = Object.entries(chosen.headers).map(([name, value]): [string, string] => [name, fill(value, { request, view })]);
  const named = new Set(own.map(([name]) => name.toLowerCase()));
  const usual: readonly (readonly [string, string])[] = [
    ["Date", httpDate(view.now)],
    runtime === "node" ? ["Connection", "keep-alive"] : ["Content-Type", contentType(body)],
    ["Content-Length", String(byteLength(body))],
  ];
  return response(chosen.status, [...usual.filter(([name]) => !named.has(name.toLowerCase())), ...own], body);
}

function contentType(body: string): string {
  if (/^\s*[[{]/.test(body)) return "application/json";
  return /^\s*</.test(body) ? "text/html" : "text/plain";
}
