import { afterAll, beforeAll, beforeEach } from "bun:test";
import type { CreateOptions } from "../../src/cluster/create.ts";
import { createMachines, type Machines } from "../../src/shell/machines.ts";
import { openTerminal, type Terminal } from "../../src/shell/terminal.ts";
import { createMould, type Mould } from "./bench-cluster.ts";

/** What each test of a file types at: fresh machines, and a terminal on the first of them. */
export interface TypedAt {
  machines: Machines;
  terminal: Terminal;
  /** What a line prints. */
  text(line: string): Promise<string>;
}

/** Gives each test of the file machines of a cluster of its own, all poured from one mould in which `lines` have been typed. */
export function typeAtFreshMachines(options: Omit<CreateOptions, "clock" | "name">, lines: readonly string[] = []): TypedAt {
  let mould: Mould;
  const typedAt = { text: async (line: string) => (await typedAt.terminal.run(line)).text } as TypedAt;
  beforeAll(async () => {
    mould = await createMould(options, lines);
  }, 60_000);
  beforeEach(async () => {
    typedAt.machines = createMachines(await mould.fresh());
    typedAt.terminal = openTerminal(typedAt.machines);
  });
  afterAll(() => mould.end());
  return typedAt;
}
