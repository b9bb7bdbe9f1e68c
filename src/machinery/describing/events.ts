import type { DescribeContext, DescribeWriter } from "../describe.ts";
import type { KubeObject } from "../object.ts";
import { describeAge } from "./times.ts";

/** core/v1 Event, as far as it is printed. */
interface Event extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  source?: { component?: string; host?: string };
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  count?: number;
  reportingComponent: string;
}

/** The last block of most pages: the object's events, oldest first, or `<none>`. Nothing with --show-events=false. DescribeEvents */
export async function describeEvents(object: KubeObject, out: DescribeWriter, context: DescribeContext): Promise<void> {
  if (!context.showEvents) return;
  const events = (await context.events(object)) as Event[];
  if (events.length === 0) {
    out.write(0, "Events:\t<none>\n");
    return;
  }
  out.flush();
  out.write(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage\n");
  out.write(1, "----\t------\t----\t----\t-------\n");
  for (const event of events) {
    out.write(
      1,
      `${event.type ?? ""}\t${event.reason ?? ""}\t${eventAge(event, context)}\t${eventFrom(event, context)}\t${(event.message ?? "").trim()}\n`,
    );
  }
}

function eventAge(event: Event, { now, release }: DescribeContext): string {
  const { count = 0, firstTimestamp, lastTimestamp, eventTime } = event;
  if (count > 1) return `${describeAge(lastTimestamp, now)} (x${count} over ${describeAge(firstTimestamp, now)})`;
  return describeAge(firstTimestamp ?? (release.has("describeEventHost") ? undefined : eventTime), now);
}

function eventFrom({ source, reportingComponent }: Event, { release }: DescribeContext): string {
  if (release.has("describeEventHost")) return [source?.component ?? "", ...(source?.host ? [source.host] : [])].join(", ");
  return source?.component || reportingComponent;
}
