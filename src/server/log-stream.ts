import { isJsonObject } from "../base/json.ts";
import type { ResourceRequest } from "../machinery/api.ts";
import type { ServerBackend } from "./http-server.ts";

/** Real time between two looks at a log. */
const LOOK_MS = 200;

/** `logs --follow`: what is there, then what comes, until the container has ended, the pod is gone or the client is. */
export function followLog(backend: Pick<ServerBackend, "handle">, request: ResourceRequest, shown: string): ReadableStream {
  const encoder = new TextEncoder();
  const whole = wholeLogOf(request);
  let isOpen = true;
  return new ReadableStream({
    async start(controller) {
      if (shown !== "") controller.enqueue(encoder.encode(shown));
      let length: number | undefined;
      while (isOpen) {
        const hasEnded = await containerHasEnded(backend, request);
        const text = await textOf(backend, whole);
        if (text === undefined || (length !== undefined && text.length < length)) break;
        // What was shown first stands near the end of the whole.
        const fresh = text.slice(length ?? Math.max(0, text.lastIndexOf(shown)) + shown.length);
        length = text.length;
        if (fresh !== "" && isOpen) controller.enqueue(encoder.encode(fresh));
        if (hasEnded) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      if (isOpen) controller.close();
      isOpen = false;
    },
    cancel() {
      isOpen = false;
    },
  });
}

/** The same request for everything, so that its answer only grows. */
function wholeLogOf(request: ResourceRequest): ResourceRequest {
  const { container, timestamps } = request.options ?? {};
  return { ...request, options: { ...(container ? { container } : {}), ...(timestamps ? { timestamps } : {}) } };
}

async function textOf(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<string | undefined> {
  try {
    const { code, body } = await backend.handle(request);
    return code === 200 && typeof body === "string" ? body : undefined;
  } catch {
    // The cluster has gone: the log ends as it does when its pod goes.
    return undefined;
  }
}

async function containerHasEnded(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<boolean> {
  const { subresource: _subresource, options, ...pod } = request;
  try {
    const { code, body } = await backend.handle(pod);
    if (code !== 200 || typeof body === "string") return true;
    const status = (body as { status?: unknown }).status;
    const statuses = isJsonObject(status) ? [status["containerStatuses"], status["initContainerStatuses"]].flat() : [];
    const named = statuses.filter((one) => isJsonObject(one) && (!options?.["container"] || one["name"] === options["container"]));
    return (
      named.length > 0 && named.every((one) => isJsonObject(one) && isJsonObject(one["state"]) && one["state"]["terminated"] !== undefined)
    );
  } catch {
    return true;
  }
}
