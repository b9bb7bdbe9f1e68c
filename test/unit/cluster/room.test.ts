import { expect, test } from "bun:test";
import { fullGC, heapSize } from "bun:jsc";
import { giveRoomBack, makeRoom } from "../../../src/cluster/room.ts";

const MIB = 1024 * 1024;

test("room is made once, and given back", () => {
  fullGC();
  const before = heapSize();
  makeRoom();
  makeRoom();
  expect(heapSize() - before).toBeGreaterThan(100 * MIB);
  expect(heapSize() - before).toBeLessThan(200 * MIB);
  giveRoomBack();
  fullGC();
  expect(heapSize() - before).toBeLessThan(50 * MIB);
});
