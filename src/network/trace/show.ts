import type { Json } from "../../base/json.ts";
import type { Hop } from "../types.ts";
import type { Trace, Way, WayEnd } from "./trace.ts";

/** What the client gets to see of an end that is no answer. */
const SEEN: Readonly<Record<Exclude<WayEnd, "answered">, string>> = {
  refused: "Connection refused",
  "no-route": "No route to host",
  timeout: "nothing, until it gives up",
  "no-answer": "an empty reply",
  "no-name": "a name that does not resolve",
  "no-tls": "a TLS error",
};

/** The way back: whoever has changed addresses on the way there changes them back. */
export function wayBack({ hops, end }: Way): string | undefined {
  if (end !== "answered") return undefined;
  const of = (at: Hop["at"], key: string): string[] =>
    hops.flatMap((hop) => (hop.at === at && typeof hop.data?.[key] === "string" ? [hop.data[key]] : []));
  const [pod] = of("pod", "pod");
  const [client = ""] = of("client", "from");
  const changers = [...new Set([...of("masquerade", "node"), ...of("service", "node")])];
  const served = pod ?? "the program";
  const undo = changers.map((node) => `${node}, which puts back the addresses that it changed`);
  return [served, ...undo, client].join(" -> ");
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function endText({ end, answer }: Way): string {
  if (end !== "answered") return `the client sees ${SEEN[end]}`;
  return answer === undefined ? "the client has an answer" : `HTTP ${answer.status} ${answer.statusText}, ${answer.bytes} bytes`;
}

function wayLines(way: Way): string[] {
  const numbered = way.hops.map(({ at, text }, index) => `${String(index + 1).padStart(3)}  ${at.padEnd(10)}  ${text}`);
  const beyond = way.beyond.flatMap((hops) => hops.map(({ at, text }) => `       > ${at.padEnd(10)}  ${text}`));
  const back = wayBack(way);
  return [...numbered, ...beyond, ...(back === undefined ? [] : [`     back        ${back}`]), `     end         ${endText(way)}`];
}

function problemLines({ problem }: Way): string[] {
  if (problem === undefined) return [];
  return [`what is wrong: ${problem.text}`, ...(problem.see === undefined ? [] : [`see: ${problem.see}`])];
}

/** Where a way ends, in few words. */
function destination({ hops, problem }: Way): string {
  const pod = hops.findLast(({ at }) => at === "pod")?.data?.["pod"];
  return `${typeof pod === "string" ? `pod ${pod}` : "no pod"}${problem === undefined ? "" : `: ${problem.text}`}`;
}

/** A trace as people read it: the first way that fails, else the first, hop by hop; what else chance may bring in a line each. */
export function traceText({ from, url, ways }: Trace): string {
  const [first, ...others] = ways;
  if (first === undefined) return "";
  const chance = others.length === 0 ? [] : ["", `by chance, ${percent(first.share)} of the requests; the others:`];
  return [
    `${from} -> ${url.text}`,
    ...wayLines(first),
    ...problemLines(first),
    ...chance,
    ...others.map((way) => `  ${percent(way.share).padStart(6)}  ${destination(way)} (${endText(way)})`),
    "",
  ].join("\n");
}

/** A trace for programs. */
export function traceJson({ from, url, ways }: Trace): string {
  const hop = ({ at, text, data = {} }: Hop): Json => ({ at, text, ...data });
  const shown = {
    from,
    url: url.text,
    works: ways.every(({ problem }) => problem === undefined),
    ways: ways.map((way) => ({
      share: way.share,
      end: way.end,
      hops: way.hops.map(hop),
      ...(way.beyond.length > 0 ? { beyond: way.beyond.map((hops) => hops.map(hop)) } : {}),
      ...(way.answer === undefined ? {} : { answer: { ...way.answer } }),
      ...(wayBack(way) === undefined ? {} : { back: wayBack(way) ?? "" }),
      ...(way.problem === undefined ? {} : { problem: { ...way.problem } }),
    })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** A trace as a Mermaid flow chart: one line of boxes for each way. */
export function traceMermaid({ ways }: Trace): string {
  const box = (id: string, text: string, isStop: boolean): string => {
    const label = text.replaceAll('"', "#quot;");
    return isStop ? `${id}{{"${label}"}}:::stop` : `${id}["${label}"]`;
  };
  const lines = ways.flatMap((way, number) => {
    const ids = way.hops.map((_, index) => `w${number}h${index}`);
    const boxes = way.hops.map(({ at, text }, index) => box(ids[index] ?? "", text, at === "stop"));
    const end = way.end === "answered" ? [`w${number}end(["${endText(way).replaceAll('"', "#quot;")}"])`] : [];
    const share = ways.length > 1 ? `|${percent(way.share)}|` : "";
    return [[...boxes, ...end].map((text, index) => (index === 1 ? `${share}${text}` : text)).join(" -->")].map(
      (line) => `  ${line.replaceAll("-->", "--> ")}`,
    );
  });
  return ["flowchart LR", ...lines, "  classDef stop stroke:#c00", ""].join("\n");
}
