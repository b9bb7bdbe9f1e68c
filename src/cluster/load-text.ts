import { humanDuration } from "../base/human-duration.ts";
import { createTabwriter, GET_TABLE } from "../base/tabwriter.ts";
import { UserError } from "../base/user-error.ts";
import type { Load } from "./loads.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600 };

/** Requests a second of `50/s`, `50`, `600/m`; throws UserError. */
export function parseRequestRate(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(?:\/(s|sec|m|min|h))?$/.exec(text) ?? [];
  const rate = number === "" ? Number.NaN : Number(number) / (UNIT_SECONDS[unit] ?? 1);
  if (!(rate > 0) || rate > 1e6)
    throw new UserError(`"${text}" is no rate of requests: write it as 50/s, 600/m or 0.5/s, at most 1000000/s`);
  return rate;
}

/** What is said when a load begins. */
export function startedText(load: Load): string {
  return `load "${load.name}" started: ${rateText(load)} from ${load.from} to ${load.url}${troubleText(load)}\n`;
}

/** What is said when a load was ended. */
export function stoppedText(load: Load): string {
  return `load "${load.name}" stopped: ${requestsOf(load)} requests, ${Math.round(load.failed)} errors\n`;
}

/** All loads as a table. */
export function loadTable(loads: readonly Load[], now: number): string {
  if (loads.length === 0) return "there is no load\n";
  const writer = createTabwriter(GET_TABLE);
  const write = (cells: readonly string[]): void => writer.write(`${cells.join("\t")}\n`);
  write(["NAME", "URL", "FROM", "RATE", "REQUESTS", "ERRORS", "SINCE", "STATUS"]);
  for (const load of loads) {
    const { name, url, from, since } = load;
    const age = humanDuration(now - since);
    write([name, url, from, rateText(load), String(requestsOf(load)), String(Math.round(load.failed)), age, statusOf(load)]);
  }
  return writer.flush();
}

/** Requests so far, those that went wrong among them. */
export function requestsOf({ answered, failed }: Load): number {
  return Math.round(answered + failed);
}

function rounded(rate: number): string {
  return String(Math.round(rate * 10) / 10);
}

/** `50/s`, or `13.7/s of 50/s` when the servers are slower than that. */
function rateText({ rate, flow, ended }: Load): string {
  const real = ended === undefined ? flow.answered + flow.failed : 0;
  return Math.abs(real - rate) < 0.05 ? `${rounded(rate)}/s` : `${rounded(real)}/s of ${rounded(rate)}/s`;
}

/** One word, or why its requests go wrong. */
export function statusOf({ ended, why }: Load): string {
  return ended === undefined ? (why ?? "running") : "ended";
}

function troubleText({ why }: Load): string {
  return why === undefined ? "" : `; it fails: ${why}`;
}
