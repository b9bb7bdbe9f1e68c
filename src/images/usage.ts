import type { Usage } from "./image.ts";
import { ownCommand, servesItself } from "./program.ts";
import type { ContainerView } from "./view.ts";

const MEBIBYTE = 1024 * 1024;
/** A shell or a tool that the manifest runs instead of the image's own server. */
const SMALL: Usage = { cpuMillis: 0, memoryBytes: MEBIBYTE, reachedAfterMs: 0 };
/** `tail` keeps what it reads: of a file without lines and without end, all of it. */
const ENDLESS = /\btail\s+(?:-\S+\s+)*\/dev\/zero\b/;
const ENDLESS_AFTER_MS = 2000;

/** What a container's processes take once they have what they want, without what requests cost. */
export function usageOf(view: ContainerView): Usage {
  const { behaviour, container } = view;
  if (behaviour.usage !== undefined) return behaviour.usage(view);
  const isPlain = !container.command?.length && !container.args?.length;
  const command = isPlain ? undefined : ownCommand(view);
  if (command !== undefined && ENDLESS.test(command.join(" "))) {
    return { cpuMillis: 1000, memoryBytes: Number.POSITIVE_INFINITY, reachedAfterMs: ENDLESS_AFTER_MS };
  }
  if (!isPlain && !servesItself(view)) return SMALL;
  return { cpuMillis: behaviour.idle.cpuMillis, memoryBytes: behaviour.idle.memoryMi * MEBIBYTE, reachedAfterMs: 0 };
}
