import { hex32 } from "../../base/hex.ts";
import { type RunningWords, takeNumber, takeText } from "../../sim/mix.ts";

/** 64 hexadecimal digits that depend on nothing but the text: container ids of a run, digests of an image. */
export function hexOf(text: string): string {
  const state: RunningWords = [0x243f6a88, 0x85a308d3];
  takeText(state, text);
  let digits = "";
  for (let round = 0; round < 4; round++) {
    takeNumber(state, round);
    digits += hex32(state[0]) + hex32(state[1]);
  }
  return digits;
}
