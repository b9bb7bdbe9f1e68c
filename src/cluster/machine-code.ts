/** How many times as often as usually code runs before it is compiled to machine code. */
let reluctance = 1;

/** Of processes that take all processors together, the compiler of one keeps the others waiting: what runs a few hundred times is not worth it. */
const SHARED_RELUCTANCE = 8;

/** To be called where the short command ends and work begins: executables begin reluctant to compile (scripts/build.ts). */
export function compileForWork(): void {
  Bun.unsafe.setJITPolicy(reluctance);
}

/** Other processes do a part of this one's work, on processors that their compilers need as well. */
export function shareProcessors(): void {
  reluctance = SHARED_RELUCTANCE;
}
