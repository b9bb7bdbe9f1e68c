import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import { linesOf } from "../parse/lines.ts";
import type { PlayOptions } from "../play.ts";
import { isShownFile, isStep, type ExpectedLine, type Step, type Transcript, type TranscriptItem } from "../transcript.ts";

/** What a list of labs says of one. */
export interface LabSummary {
  readonly title: string;
  readonly summary?: string;
  /** Number of commands. */
  readonly steps: number;
}

/** What a document is played on, and which of it nobody has said. */
export interface ShownCluster {
  readonly options: Partial<PlayOptions["create"]>;
  readonly guessed: readonly string[];
}

/** A lab in a line. The title is the document's first heading unless its settings name another. */
export function summarize({ settings, items, file }: Transcript, text: string): LabSummary {
  const headings = linesOf(text).lines.map((line) => /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line.text)?.[1]);
  const heading = headings.find((each) => each !== undefined);
  const { title = heading ?? file, summary } = settings;
  return { title, steps: items.filter(isStep).length, ...(summary === undefined ? {} : { summary }) };
}

/** How a document is read, for people: what it is played on, then a line for each item. */
export function showText(transcript: Transcript, text: string, cluster: ShownCluster): string {
  const { title } = summarize(transcript, text);
  const { items, settings } = transcript;
  const facts = [["title", title], ...clusterFacts(cluster), ...settingFacts(settings)];
  const table = createTabwriter(GET_TABLE);
  table.write("LINE\tTERMINAL\tCOMMAND\tOUTPUT\tNOTES\n");
  for (const item of items) table.write(`${item.line}\t${cellsOf(item).join("\t")}\n`);
  const outputs = items.filter((item) => !isShownFile(item) && item.expected !== undefined).length;
  const head = facts.map(([key = "", value = ""]) => `${`${key}:`.padEnd(20)}${value}\n`).join("");
  return `${head}\n${table.flush()}\n${items.filter(isStep).length} steps, ${outputs} ${outputs === 1 ? "output" : "outputs"}\n`;
}

/** The same for programs. */
export function showJson(transcript: Transcript, text: string, cluster: ShownCluster): string {
  const { file, settings, items } = transcript;
  return `${JSON.stringify({ file, ...summarize(transcript, text), cluster: cluster.options, guessed: cluster.guessed, settings, items }, null, 2)}\n`;
}

function clusterFacts({ options, guessed }: ShownCluster): string[][] {
  const { profile, kubernetesVersion, kubectlVersion, seed, changes } = options;
  const facts: [string, string | number | undefined][] = [
    ["profile", profile],
    ["kubernetesVersion", kubernetesVersion],
    ["kubectlVersion", kubectlVersion],
    ["nodeNetwork", changes?.nodeNetwork],
    ["nodes", changes?.nodes?.map(({ name }) => name).join(", ")],
    ["podCidr", changes?.podCidr],
    ["serviceCidr", changes?.serviceCidr],
    ["osImage", changes?.osImage],
    ["kernelVersion", changes?.kernelVersion],
    ["containerRuntime", changes?.containerRuntime],
    ["seed", seed],
  ];
  return facts
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, `${value}${guessed.includes(key) ? " (guessed)" : ""}`]);
}

function settingFacts({ files, images, goals }: Transcript["settings"]): string[][] {
  const facts = [
    ["files", Object.keys(files).join(", ")],
    ...[
      ["images", images.length],
      ["goals", goals.length],
    ].map(([key, count]) => [String(key), count === 0 ? "" : String(count)]),
  ];
  return facts.filter(([, value]) => value !== "");
}

function cellsOf(item: TranscriptItem): string[] {
  if (isShownFile(item)) return ["", `(file ${item.path})`, `${item.content.split("\n").length} lines`, item.sure];
  if (!isStep(item)) return ["", "(the output goes on)", linesText(item.expected), excuseNotes(item.excuses)];
  return [item.terminal, firstLine(item), item.expected === undefined ? "-" : linesText(item.expected), notesOf(item)];
}

const WIDEST = 70;

function firstLine({ command }: Step): string {
  const [first = "", ...rest] = command.replaceAll("\t", " ").split("\n");
  return first.length > WIDEST || rest.length > 0 ? `${first.slice(0, WIDEST)} …` : first;
}

/** `12-15`, or `12`. */
function linesText(lines: readonly ExpectedLine[]): string {
  const first = lines[0]?.line;
  const last = lines.at(-1)?.line;
  return first === last ? String(first ?? "-") : `${first}-${last}`;
}

function notesOf(step: Step): string {
  const remarks = step.expected?.filter(({ remark }) => remark === true).map(({ line }) => line) ?? [];
  const notes = [
    step.shell === "powershell" ? "PowerShell" : "",
    step.skip === undefined ? "" : `skipped: ${step.skip}`,
    step.advanceMs === undefined ? "" : `${step.advanceMs / 1000} s later`,
    step.edit === undefined ? "" : `edits ${step.edit.length} lines`,
    step.stdin === undefined ? "" : "is typed into",
    step.mended === undefined ? "" : `read out of "${step.mended.split("\n")[0] ?? ""}"`,
    remarks.length === 0 ? "" : `remarks on lines ${remarks.join(", ")}`,
    excuseNotes(step.excuses),
  ];
  return notes.filter((note) => note !== "").join("; ");
}

function excuseNotes(excuses: Step["excuses"]): string {
  return Object.values(excuses ?? {})
    .map((reason) => `excused: ${reason}`)
    .join("; ");
}
