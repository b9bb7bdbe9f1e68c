import type { JsonObject } from "../../base/json.ts";
import type { Dump } from "./dump.ts";
import { compileDump } from "./dump.ts";
import { fnv32a, fnv32aBytes, safeEncode } from "./fnv.ts";
import { structTable } from "./structs.ts";

const dumps = new Map<number, Dump>();

function dumpOf(minor: number): Dump {
  let dump = dumps.get(minor);
  if (!dump) {
    dump = compileDump("v1.PodTemplateSpec", structTable(minor));
    dumps.set(minor, dump);
  }
  return dump;
}

/** The text that is hashed for a template: the Go value, printed. `minor` is the server's, 18 for 1.18. */
export function podTemplateDump(template: JsonObject, minor: number): string {
  return dumpOf(minor)(template);
}

/**
 * The pod-template-hash of a Deployment's template as the API returns it (defaulted). The collision count is the
 * Deployment's status.collisionCount; absent is not 0. pkg/controller/controller_utils.go ComputeHash
 */
export function podTemplateHash(template: JsonObject, minor: number, collisionCount?: number): string {
  const state = fnv32a(podTemplateDump(template, minor));
  return safeEncode(String(collisionCount === undefined ? state : fnv32aBytes(collisionBytes(collisionCount), state)));
}

/** The controller-revision-hash of a DaemonSet's template: the same function. pkg/controller/daemon/update.go */
export function daemonSetRevisionHash(template: JsonObject, minor: number, collisionCount?: number): string {
  return podTemplateHash(template, minor, collisionCount);
}

/** A uint32 in a buffer of 8 bytes, as ComputeHash writes it. */
function collisionBytes(count: number): number[] {
  return [count & 0xff, (count >>> 8) & 0xff, (count >>> 16) & 0xff, count >>> 24, 0, 0, 0, 0];
}
