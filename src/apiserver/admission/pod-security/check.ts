import type { Release } from "../../../release/release.ts";
import type { PodLike } from "./pod.ts";

/** What of a pod a standard forbids: the matter, and who does it how ("" when there is no more to say). */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** One rule of the Pod Security Standards. */
export interface Check {
  /** The order of messages within a level is by id. */
  readonly id: string;
  readonly level: "baseline" | "restricted";
  /** First version of the standards (1.N) that has it; 0 for all. */
  readonly since: number;
  /** The rule of the lower level that it makes needless. */
  readonly overrides?: string;
  /** `version` is that of the standards, never above the server's own. */
  find(pod: PodLike, version: number, release: Release): Violation | undefined;
}
