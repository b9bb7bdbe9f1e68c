import { assert } from "../base/assert.ts";
import type { ClusterBase, ClusterParts } from "./cluster.ts";

/**
 * As `assembleWorld`, but API server, kinds and components are loaded only with the engine: for commands that as a rule talk on the network
 * alone. Whoever needs the API before that is in the wrong place.
 */
export async function assembleLater(base: ClusterBase): Promise<ClusterParts> {
  let world: ClusterParts | undefined;
  function loaded(): ClusterParts {
    assert(world, "a command that talks on the network alone asks nothing of the API before the engine is there");
    return world;
  }
  return Promise.resolve({
    get api() {
      return loaded().api;
    },
    get catalog() {
      return loaded().catalog;
    },
    clientOf: (user, userAgent) => loaded().clientOf(user, userAgent),
    typedShells: () => loaded().typedShells(),
    async loadEngine() {
      const { assembleWorld } = await import("./world.ts");
      world ??= await assembleWorld(base);
      return world.loadEngine();
    },
  });
}
