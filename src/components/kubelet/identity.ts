import { mixNumber, mixText, type Words } from "../../sim/mix.ts";

/** 64 hexadecimal digits that depend on nothing but the text: container ids of a run, digests of an image. */
export function hexOf(text: string): string {
  let state: Words = mixText([0x243f6a88, 0x85a308d3], text);
  let digits = "";
  for (let round = 0; round < 4; round++) {
    state = mixNumber(state, round);
    digits += (state[0] >>> 0).toString(16).padStart(8, "0") + (state[1] >>> 0).toString(16).padStart(8, "0");
  }
  return digits;
}
