import { expect, test } from "bun:test";
import { outcomesOf } from "../../../src/network/outcomes.ts";
import type { NetworkWorld } from "../../../src/network/types.ts";
import { createSim, newHeader } from "../../../src/sim/sim.ts";
import { memoryInMap } from "../images/memory-in-map.ts";

const sim = createSim({ seed: 1, header: newHeader(0) });
const real = () => ({ sim, memory: memoryInMap() });
const make = (parts: object) => parts as NetworkWorld;

test("every draw is tried with each of its outcomes, and nothing is noted", () => {
  const { memory } = real();
  const found = outcomesOf(
    make,
    { sim, memory },
    (world) => {
      const first = world.sim.draw("a", (random) => String(random.int(3)));
      world.memory.set("seen", first);
      return first === "2" ? first + world.sim.draw("b", (random) => String(random.int(2))) : first;
    },
    String,
  );
  expect(found.map(({ result }) => result)).toEqual(["0", "1", "20", "21"]);
  expect(found.map(({ share }) => Math.round(share * 600))).toEqual([200, 200, 100, 100]);
  expect(memory.get("seen")).toBeUndefined();
});

test("where somebody takes turns, all have theirs", () => {
  const found = outcomesOf(
    make,
    real(),
    ({ memory }) => {
      const turn = Number(memory.get("turn") ?? 0);
      memory.set("turn", (turn + 1) % 4);
      return turn;
    },
    String,
  );
  expect(found).toEqual([0, 1, 2, 3].map((result) => ({ result, share: 0.25 })));
});
