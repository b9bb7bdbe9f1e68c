// A process of the kill test: does one job on a state file, as a command would, and says on stdout what is done.
import { createEngine } from "../../../src/cluster/engine.ts";
import { fileState } from "../../../src/cluster/state/file-state.ts";
import { openStateFile } from "../../../src/cluster/state/state-file.ts";
import type { ComponentContext } from "../../../src/machinery/component.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createSim, newHeader } from "../../../src/sim/sim.ts";
import { createTransactor } from "../../../src/cluster/transactor.ts";

const [job = "", path = "", countText = "0", tag = ""] = process.argv.slice(2);
const state = fileState(openStateFile(path));
const { store, source } = state;
const sim = createSim({ seed: 1, header: newHeader(0), source });
const transactor = createTransactor({ state, sim, wall: Date.now });
const engine = createEngine({ store, sim, components: [], contextOf: () => ({}) as ComponentContext, seed: 1 });

function thing(name: string, value: number): KubeObject {
  return { apiVersion: "v1", kind: "Thing", metadata: { name, labels: { value: String(value % 7) } }, value, padding: "x".repeat(3000) };
}

function valueOf(name: string): number {
  return (store.get("things", "", name)?.["value"] as number | undefined) ?? 0;
}

function write(action: () => void): void {
  transactor.beginWrite(100, engine);
  action();
  transactor.commit(engine);
}

if (job === "count") {
  for (let step = 0; step < Number(countText); step++) write(() => store.put("things", thing("counter", valueOf("counter") + 1)));
} else if (job === "batches") {
  // Every batch sets all things to the same number: half of one would show.
  for (let step = 0; step < Number(countText); step++) {
    let value = 0;
    write(() => {
      value = valueOf("t0") + 1;
      for (let index = 0; index < 12; index++) store.put("things", thing(`t${index}`, value));
      sim.schedule({ at: sim.now() + 1e9, actor: "a", name: "n", key: "k", data: value });
    });
    process.stdout.write(`${value}\n`);
  }
} else if (job === "watch") {
  let seen = 0;
  let last = 0;
  while (last < Number(countText)) {
    transactor.beginRead(0);
    for (const change of store.changesSince(seen) ?? []) {
      const value = change.object["value"] as number;
      if (value !== last + 1) throw new Error(`${tag} saw ${value} after ${last}`);
      last = value;
    }
    seen = store.revision();
    transactor.endRead();
    Bun.sleepSync(2);
  }
} else {
  throw new Error(`no job ${job}`);
}
state.close();
