import type { Watch, WatchEvent } from "../machinery/api.ts";
import type { ServerBackend } from "./http-server.ts";

/** The events of a watch as lines of JSON, until the client goes, the timeout has passed, or the watch ends itself. */
export function watchStream(
  backend: Pick<ServerBackend, "wait">,
  watch: Watch,
  timeoutMs: number | undefined,
  encode: (object: object) => string,
): ReadableStream {
  const encoder = new TextEncoder();
  let isOpen = true;
  return new ReadableStream({
    async start(controller) {
      const ends = (events: WatchEvent[]): boolean => events.some((event) => event.type === "ERROR");
      while (isOpen) {
        const events = await nextEvents(backend, () => (isOpen ? nonEmpty(watch.poll()) : []), timeoutMs);
        if (!isOpen || !events) break;
        for (const event of events)
          controller.enqueue(encoder.encode(`{"type":"${event.type}","object":${encode(event.object).trimEnd()}}\n`));
        if (ends(events)) break;
      }
      watch.close();
      if (isOpen) controller.close();
      isOpen = false;
    },
    cancel() {
      isOpen = false;
    },
  });
}

async function nextEvents(
  backend: Pick<ServerBackend, "wait">,
  poll: () => WatchEvent[] | undefined,
  timeoutMs: number | undefined,
): Promise<WatchEvent[] | undefined> {
  try {
    return await backend.wait(poll, timeoutMs);
  } catch {
    // The cluster has gone, or could not be read: the watch ends, and its client asks anew and hears why.
    return undefined;
  }
}

function nonEmpty(events: WatchEvent[]): WatchEvent[] | undefined {
  return events.length > 0 ? events : undefined;
}
