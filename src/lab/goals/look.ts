import { onCopy } from "../../cluster/branch.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createMachines } from "../../shell/machines.ts";
import { openTerminal } from "../../shell/terminal.ts";

/** An object as kubectl shows it. */
export interface SeenObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** What goals are judged by: what kubectl and curl would show now. */
export interface Look {
  /** An object, or undefined when it or its kind is not there. No namespace means the default one. */
  get(kind: string, name: string, namespace: string): Promise<SeenObject | undefined>;
  /** Objects of a namespace, or of all of them; none when the kind is not there. */
  list(kind: string, namespace?: string): Promise<readonly SeenObject[]>;
  /** What curl prints, from the user's own machine (`pc`) or a node; undefined when it fails, or HTTP says that it failed. */
  curl(from: "node" | "pc", args: string): Promise<string | undefined>;
}

/** Looks at a cluster as it is now, on a copy: looking costs it no time and draws nothing. Nobody may have a transaction open. */
export async function withLook<T>(home: string, cluster: Cluster, action: (look: Look) => Promise<T>): Promise<T> {
  return onCopy(home, cluster, `${cluster.name}-look`, async (copy) => {
    const machines = createMachines(copy);
    const terminals = { node: openTerminal(machines), pc: openTerminal(machines, { machine: "pc" }) };
    const kubectl = async (args: string): Promise<unknown> => {
      const { text, exitCode } = await terminals.node.run(`kubectl get ${args} -o json 2>/dev/null`);
      return exitCode === 0 ? JSON.parse(text) : undefined;
    };
    return await action({
      get: async (kind, name, namespace) => (await kubectl(`${kind} ${name} -n ${namespace}`)) as SeenObject | undefined,
      async list(kind, namespace) {
        const list = await kubectl(`${kind} ${namespace === undefined ? "-A" : `-n ${namespace}`}`);
        return (list as { items: SeenObject[] } | undefined)?.items ?? [];
      },
      async curl(from, args) {
        const { text, exitCode } = await terminals[from].run(`curl -s -f -m 5 ${args}`);
        return exitCode === 0 ? text : undefined;
      },
    });
  });
}
