import type { PinnedTape } from "../sim/tape.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { networkOf } from "../cluster/network.ts";
import { createSession } from "../cluster/session.ts";
import { type PowerShellHost, type RunningScript, type StandingLoop, startLoop, startScript } from "../shell/powershell/standing-loop.ts";
import type { WebAnswer } from "../shell/powershell/syntax.ts";
import type { Terminal } from "../shell/terminal.ts";
import type { ExpectedLine, MoreOutput, Step } from "./transcript.ts";

/** How long one request of a reader's loop takes: 40 a second. facts/images.md 4 */
const SECONDS_PER_REQUEST = 0.025;

/** How long one turn of a loop of requests takes: the request, and the pause that the loop makes. */
export function turnSeconds(command: string): number {
  return SECONDS_PER_REQUEST + Number(/\b(?:sleep|Start-Sleep(?:\s+-s\w*)?)\s+(\d+(?:\.\d+)?)/i.exec(command)?.[1] ?? 0);
}

/** The turn of a loop that a line shows: `56382 np-pods-…`. */
export function iterationOf(line: string): number | undefined {
  const count = /^(\d+) /.exec(line)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** The turn of the first of those lines, as most of them tell it. */
export function firstTurn(lines: readonly ExpectedLine[]): number | undefined {
  const told = lines.flatMap(({ text }, index) => {
    const turn = iterationOf(text);
    return turn === undefined ? [] : [turn - index];
  });
  const [most] = [...Map.groupBy(told, (turn) => turn).values()].toSorted((a, b) => b.length - a.length);
  return most?.[0];
}

/** Scripts on the reader's own machine. */
export interface Loops {
  /** Runs a script to its end; of an endless loop as many turns as the document shows. */
  start(step: Step): Promise<string>;
  /** Goes on to the turns that the document shows later. */
  goOn(more: MoreOutput): Promise<string>;
}

/** Loops whose requests go into a cluster's network from the user's machine. */
export function createLoops(cluster: Cluster, tape: PinnedTape, terminal: () => Promise<Terminal>): Loops {
  let running: StandingLoop | undefined;
  // a loop of programs, each of which is waited for
  let waiting: RunningScript | undefined;
  let shown = "";

  /** GET as PowerShell's web cmdlets do it; undefined when nobody answers. */
  function get(url: string): WebAnswer | undefined {
    const { hostname, port, pathname, search } = new URL(url);
    const network = networkOf(cluster);
    const stream = backendStream(cluster, hostname, Number(port || 80));
    // the document shows which of several backends answered; with a single one nothing is drawn and the pin comes off again
    tape.pin(stream, shown.trim().split(/\s+/)[1] ?? "");
    const connection = network.connect({ kind: "pc" }, hostname, Number(port || 80));
    tape.take(stream);
    if (connection.kind !== "open") return undefined;
    const headers: [string, string][] = [["Host", port ? `${hostname}:${port}` : hostname]];
    const answer = network.exchange(connection, { method: "GET", path: pathname + search, headers, body: "" });
    return answer === undefined ? undefined : { statusCode: answer.status, content: answer.body };
  }

  async function show(loop: StandingLoop, lines: readonly ExpectedLine[]): Promise<string> {
    return createSession(cluster).once(() => {
      let text = "";
      for (const line of lines) {
        shown = line.text;
        text += loop.next();
      }
      return text;
    });
  }

  /** What a script that is waited for asks of the machine: time passes, programs run. */
  const host: PowerShellHost = async (effect) => {
    if (effect.kind === "get") return createSession(cluster).once(() => get(effect.url));
    const words = effect.kind === "sleep" ? ["sleep", String(effect.seconds)] : effect.words;
    const line = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
    return (await (await terminal()).run(line)).text;
  };

  async function wait(expected: readonly ExpectedLine[] = []): Promise<string> {
    const lines = Math.max(1, expected.length);
    return (await waiting?.goOn((printed) => printed.split("\n").length > lines)) ?? "";
  }

  return {
    async start(step) {
      shown = "";
      running = hasPrograms(step.command) ? undefined : startLoop(step.command, get);
      waiting = running === undefined ? startScript(step.command, host) : undefined;
      return running === undefined ? wait(step.expected) : show(running, step.expected ?? []);
    },
    async goOn({ expected }) {
      if (running === undefined) return wait(expected);
      const first = firstTurn(expected) ?? running.iterations + 1;
      running.skip(Math.max(0, first - 1 - running.iterations));
      return show(running, expected);
    },
  };
}

/** Turns of a loop with programs are waited for, each. */
function hasPrograms(script: string): boolean {
  return /\b(?:kubectl|k|curl\.exe)\s/i.test(script);
}

interface AskedService {
  readonly spec: { readonly ports?: readonly { readonly nodePort?: number }[] };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

/** The stream from which the service behind an announced address or a node port draws its backends. */
function backendStream(cluster: Cluster, host: string, port: number): string {
  const service = cluster.store.list("services").find((candidate) => {
    const { spec, status } = candidate as unknown as AskedService;
    const announced = status?.loadBalancer?.ingress?.some(({ ip }) => ip === host);
    return announced === true || spec.ports?.some(({ nodePort }) => nodePort === port) === true;
  });
  return `backend/${service?.metadata.namespace ?? ""}/${service?.metadata.name ?? ""}`;
}
