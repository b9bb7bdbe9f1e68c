import { runKey, type ContainerView } from "./view.ts";

/** Lines are kept in parts, so that adding one costs a part, not the log. */
const LINES_PER_PART = 32;
/** What is older than this is forgotten. */
const PARTS_KEPT = 300;

interface Line {
  at: number;
  text: string;
}

function keyOf(view: ContainerView): string {
  return `log/${runKey(view)}`;
}

/** Adds a line to what a container has logged, or will have `afterMs` from now. */
export function appendLog(view: ContainerView, text: string, afterMs = 0): void {
  const key = keyOf(view);
  const { memory } = view;
  const part = (memory.get(key) ?? 0) as number;
  const lines = (memory.get(`${key}/${part}`) ?? []) as unknown as Line[];
  memory.set(`${key}/${part}`, [...lines.map((line) => ({ ...line })), { at: view.now + afterMs, text }]);
  if (lines.length + 1 < LINES_PER_PART) return;
  memory.set(key, part + 1);
  if (part >= PARTS_KEPT) memory.set(`${key}/${part - PARTS_KEPT}`, null);
}

/** The lines that a container has logged because of requests, oldest first. */
export function loggedLines(view: ContainerView): Line[] {
  const key = keyOf(view);
  const last = (view.memory.get(key) ?? 0) as number;
  const lines: Line[] = [];
  for (let part = Math.max(0, last - PARTS_KEPT); part <= last; part++)
    lines.push(...((view.memory.get(`${key}/${part}`) ?? []) as unknown as Line[]));
  return lines.filter(({ at }) => at <= view.now);
}
