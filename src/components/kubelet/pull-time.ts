import { sizeOf } from "../../images/catalogue.ts";
import type { ImageReference } from "../../images/reference.ts";
import type { Json } from "../../base/json.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { slowness } from "./broken.ts";

/** What one pull takes, and how long it waits before for those of other pods on its node. */
export interface PullTime {
  readonly waitMs: number;
  readonly tookMs: number;
}

/** The pulls of one node, which come one after the other. */
interface Queue {
  readonly freeAt: number;
  /** Images that are there once it is free. */
  readonly names: readonly string[];
}

/** facts/images.md 1.1: 4-10 s for 18 MB, 10-30 s for 141 MB, 30-60 s for 313 MB, as they lie on a disk. */
const HANDSHAKE_MS = 4000;
const BYTES_PER_MS = 9000;
const LEAST_SHARE = 0.7;
const SHARE_SPREAD = 0.65;
/** The registry is asked whether an image that is there is still the newest. */
const CHECK_FROM_MS = 1000;
const CHECK_SPREAD_MS = 2000;

/** How long a pull takes in a cluster whose pulls go by size. The time is a draw that a tape may pin, in ms: `image-pull/NODE/IMAGE`. */
export function pullBySize(pod: Pod, reference: ImageReference, isPresent: boolean, context: ComponentContext): PullTime {
  const { sim, memory } = context;
  const node = pod.spec.nodeName ?? "";
  const name = `${reference.short}:${reference.tag}`;
  const key = `kubelet/pulls/${node}`;
  const known = memory.get(key) as Queue | undefined;
  const queue = known !== undefined && known.freeAt > sim.now() ? known : { freeAt: sim.now(), names: [] };
  const willBeThere = isPresent || queue.names.includes(name);
  const drawn = Number(
    sim.draw(`image-pull/${node}/${name}`, (random) => {
      if (willBeThere) return String(CHECK_FROM_MS + random.int(CHECK_SPREAD_MS));
      const share = LEAST_SHARE + (random.int(1000) / 1000) * SHARE_SPREAD;
      return String(Math.round((HANDSHAKE_MS + sizeOf(reference, memory) / BYTES_PER_MS) * share));
    }),
  );
  const tookMs = Math.round((Number.isFinite(drawn) ? Math.max(0, drawn) : CHECK_FROM_MS) * slowness("slow-pull", pod, memory));
  memory.set(key, { freeAt: queue.freeAt + tookMs, names: [...queue.names, name] } as unknown as Json);
  return { waitMs: queue.freeAt - sim.now(), tookMs };
}
