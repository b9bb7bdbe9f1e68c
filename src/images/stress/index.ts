import { parseGoDuration } from "../../base/go-duration.ts";
import { approximateValue, milliValue, parseQuantity } from "../../machinery/quantity.ts";
import { server, type ImageBehaviour, type Usage } from "../image.ts";
import type { ContainerView } from "../view.ts";

const MEBIBYTE = 1024 * 1024;
/** What stress takes for a worker when it is not told: 256 MB. */
const VM_BYTES = 256 * MEBIBYTE;
const UNITS: Readonly<Record<string, number>> = { B: 1, K: 1024, M: MEBIBYTE, G: 1024 * MEBIBYTE, S: 1, H: 3600, D: 86_400 };

/** Load makers: stress and stress-ng (`--vm 1 --vm-bytes 250M --cpu 2 --timeout 60s`) and vish/stress (`-mem-total 150Mi -cpus 2`). */
export const stress: ImageBehaviour = server({
  name: "stress",
  ports: () => [],
  entrypoint(view) {
    const seconds = amount(option(view, "timeout", "t"), 0);
    return seconds > 0 ? { kind: "ends", afterMs: seconds * 1000, exitCode: 0, output: dispatchLine(view) } : { kind: "serves" };
  },
  startLog: dispatchLine,
  usage,
  stop: { afterMs: 200, exitCode: 143 },
});

function wordsOf({ container }: ContainerView): string[] {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  return words.flatMap((word) => (word.startsWith("-") ? word.split("=") : [word]));
}

/** The value of `--name VALUE`, `-name VALUE` or its one-letter form. */
function option(view: ContainerView, name: string, letter = ""): string | undefined {
  const words = wordsOf(view);
  const at = words.findIndex((word) => word === `--${name}` || word === `-${name}` || (letter !== "" && word === `-${letter}`));
  return at < 0 ? undefined : words[at + 1];
}

/** `250M`, `1G`, `60s`: stress counts in powers of 1024, and in seconds. */
function amount(text: string | undefined, otherwise: number): number {
  const [, digits, unit = ""] = /^(\d+)([A-Za-z]?)$/.exec(text ?? "") ?? [];
  return digits === undefined ? otherwise : Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
}

function usage(view: ContainerView): Usage {
  const total = option(view, "mem-total");
  const workers = amount(option(view, "vm", "m"), 0);
  const memory = total === undefined ? workers * amount(option(view, "vm-bytes"), VM_BYTES) : approximateValue(parseQuantity(total));
  const cpus = option(view, "cpus");
  const cpuMillis = cpus === undefined ? 1000 * (amount(option(view, "cpu", "c"), 0) + workers) : milliValue(parseQuantity(cpus));
  return { cpuMillis, memoryBytes: memory + MEBIBYTE, reachedAfterMs: reachedAfterMs(view, memory) };
}

/** vish/stress takes its memory bit by bit. */
function reachedAfterMs(view: ContainerView, memoryBytes: number): number {
  const step = option(view, "mem-alloc-size");
  const sleep = option(view, "mem-alloc-sleep");
  if (step === undefined || sleep === undefined) return 400;
  return Math.ceil(memoryBytes / approximateValue(parseQuantity(step))) * parseGoDuration(sleep);
}

function dispatchLine(view: ContainerView): string {
  if (option(view, "mem-total") !== undefined || option(view, "cpus") !== undefined) return "";
  const count = (name: string, letter: string): number => amount(option(view, name, letter), 0);
  return `stress: info: [1] dispatching hogs: ${count("cpu", "c")} cpu, ${count("io", "i")} io, ${count("vm", "m")} vm, ${count("hdd", "d")} hdd\n`;
}
