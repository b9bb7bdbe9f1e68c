import { runKey, type ContainerView } from "./view.ts";

function keyOf(view: ContainerView): string {
  return `requests/${runKey(view)}`;
}

/** How many requests a container's process has answered, for images that count them. */
export function requestsOf(view: ContainerView): number {
  return Number(view.memory.get(keyOf(view)) ?? 0);
}

/** Counts an answered request where somebody asks for the count; gives it. */
export function countRequest(view: ContainerView): number {
  const { behaviour, memory } = view;
  if (behaviour.requestsUntilExit === undefined && behaviour.countsRequests !== true) return 0;
  const count = requestsOf(view) + 1;
  memory.set(keyOf(view), count);
  return count;
}
