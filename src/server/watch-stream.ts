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
        const events = await backend.wait(() => (isOpen ? nonEmpty(watch.poll()) : []), timeoutMs);
        if (!isOpen) break;
        if (!events) break;
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

function nonEmpty(events: WatchEvent[]): WatchEvent[] | undefined {
  return events.length > 0 ? events : undefined;
}
