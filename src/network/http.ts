import { formatRfc3339 } from "../base/rfc3339.ts";
import type { HttpRequest, HttpResponse } from "../machinery/node-runtime.ts";

export type { HttpRequest, HttpResponse } from "../machinery/node-runtime.ts";

/** A request as it arrives at a program: with the addresses of both ends of its connection. */
export interface AppRequest extends HttpRequest {
  readonly clientAddress: string;
  /** The address and port on which the program received it. */
  readonly address: string;
  readonly port: number;
  readonly tls?: boolean;
}

const TEXTS: Readonly<Record<number, string>> = {
  200: "OK",
  301: "Moved Permanently",
  302: "Moved Temporarily",
  308: "Permanent Redirect",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Not Allowed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/** The text behind a status code, as nginx says it. */
export function statusText(status: number): string {
  return TEXTS[status] ?? "";
}

/** A response; Content-Length is the caller's to state. */
export function response(status: number, headers: readonly (readonly [string, string])[], body: string): HttpResponse {
  return { status, statusText: statusText(status), headers, body };
}

/** The value of a header, whatever its spelling. */
export function headerOf(message: { headers: readonly (readonly [string, string])[] }, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(([key]) => key.length === name.length && key.toLowerCase() === wanted)?.[1];
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

interface Moment {
  year: string;
  month: string;
  day: string;
  time: string;
  weekday: string;
}

/** The moment asked for last, by its second: servers write the same one into every answer and log line. */
let latest: { second: number; moment: Moment } | undefined;

function moment(epochMs: number): Moment {
  const second = Math.floor(epochMs / 1000);
  if (latest?.second !== second) latest = { second, moment: momentOf(epochMs) };
  return latest.moment;
}

function momentOf(epochMs: number): Moment {
  const [date = "", rest = ""] = formatRfc3339(epochMs).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  const weekday = DAYS[(((Math.floor(epochMs / 86_400_000) + 4) % 7) + 7) % 7] ?? "";
  return { year, month: MONTHS[Number(month) - 1] ?? "", day, time: rest.slice(0, 8), weekday };
}

/** `Sat, 21 Nov 2026 12:00:00 GMT` */
export function httpDate(epochMs: number): string {
  const { weekday, day, month, year, time } = moment(epochMs);
  return `${weekday}, ${day} ${month} ${year} ${time} GMT`;
}

/** `21/Nov/2026:12:00:00 +0000`; `zoneHours` shifts the clock. */
export function logDate(epochMs: number, zoneHours = 0): string {
  const { day, month, year, time } = moment(epochMs + zoneHours * 3_600_000);
  return `${day}/${month}/${year}:${time} +${String(zoneHours).padStart(2, "0")}00`;
}

/** `Sat Nov 21 12:00:00 UTC 2026`, as date(1) prints it. */
export function unixDate(epochMs: number): string {
  const { weekday, day, month, year, time } = moment(epochMs);
  return `${weekday} ${month} ${String(Number(day)).padStart(2, " ")} ${time} UTC ${year}`;
}

const bytes = new TextEncoder();

/** Length of a text in bytes. */
export function byteLength(text: string): number {
  return bytes.encode(text).length;
}
