import type { PinnedTape } from "../../sim/tape.ts";

/** One draw that a cluster has made. */
export interface Drawn {
  readonly stream: string;
  readonly value: string;
}

/** The draws of one cluster, from its installation on, as a document can show them. */
export interface Draws {
  /** A tape that says what another one has pinned, and keeps what was drawn. */
  over(tape: PinnedTape): PinnedTape;
  /** All draws in their order. */
  readonly all: readonly Drawn[];
  /** The draw of a name's last letters. */
  named(name: string): { readonly drawn: Drawn; readonly base: string; readonly namespace: string } | undefined;
  clusterIp(address: string): Drawn | undefined;
  nodePort(port: string): Drawn | undefined;
  /** The namespace of a pod to which the cluster has given a node or an address. */
  podNamespace(name: string): string | undefined;
  /** The same draws, to go on from apart. */
  copy(): Draws;
}

interface Named {
  readonly drawn: Drawn;
  readonly base: string;
  readonly namespace: string;
}

/** Draws of which no document shows more than the form. */
const UNSHOWN = /^(?:uid|refused|backend|ecmp|pod-start|pod-stop|pod-gone|image-pull)\//;

/** A register that begins with these draws. */
export function createDraws(before: readonly Drawn[] = []): Draws {
  const all: Drawn[] = [];
  const names = new Map<string, Named>();
  const addresses = new Map<string, Drawn>();
  const ports = new Map<string, Drawn>();
  const pods = new Map<string, string>();

  function hear(stream: string, value: string): void {
    if (UNSHOWN.test(stream)) return;
    const drawn: Drawn = { stream, value };
    all.push(drawn);
    const [kind = "", ...path] = stream.split("/");
    if (kind === "name-suffix") {
      const [, namespace = "", base = ""] = path;
      names.set(base.slice(0, 58) + value, { drawn, base: base.slice(0, 58), namespace });
    } else if (kind === "cluster-ip") addresses.set(value, drawn);
    else if (kind === "node-port") ports.set(value, drawn);
    else if (kind === "pod-address" || kind === "node") pods.set(path[1] ?? "", path[0] ?? "");
  }

  for (const { stream, value } of before) hear(stream, value);
  return {
    copy: () => createDraws(all),
    over: (tape) => ({
      ...tape,
      drew: hear,
    }),
    all,
    named: (name) => names.get(name),
    clusterIp: (address) => addresses.get(address),
    nodePort: (port) => ports.get(port),
    podNamespace: (name) => pods.get(name),
  };
}
