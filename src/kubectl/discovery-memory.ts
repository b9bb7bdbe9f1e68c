import type { KubectlEnv } from "./env.ts";
import type { RestMapping } from "./rest-mapper.ts";

const TTL_MS = 10 * 60 * 1000;

/**
 * What kubectl remembers of the types that a server had. It asks anew only for a type that it does not know, so that for a while it
 * goes on with types whose definition is gone.
 */
// client-go/discovery/cached/disk/cached_discovery.go
export interface DiscoveryMemory {
  /** A type was found on the server; `all` are the types that came with it. */
  note(found: RestMapping, all: readonly RestMapping[]): void;
  /** A type that the server had not long ago. When there is none, all is asked anew and what was remembered is gone. */
  recall(matches: (mapping: RestMapping) => boolean): RestMapping | undefined;
  forget(): void;
}

interface Remembered {
  readonly until: number;
  readonly types: readonly RestMapping[];
}

/** The memory of one cluster's user, in a file beside the cluster's kubeconfig. Only types that kubectl is not built with go into it. */
export function createDiscoveryMemory(env: KubectlEnv): DiscoveryMemory {
  const path = `${env.clusterKubeconfig.replace(/[^/]*$/, "")}discovery-cache.json`;
  const isOwn = ({ group, kind }: RestMapping): boolean => env.catalog.byKind(group, kind) !== undefined;
  const read = (): Remembered | undefined => {
    if (env.files.kind(path) !== "file") return undefined;
    const known = parsed(env.files.read(path));
    return known !== undefined && env.now() < known.until ? known : undefined;
  };
  const forget = (): void => {
    if (env.files.kind(path) !== undefined) env.files.remove(path);
  };
  return {
    note(found, all) {
      if (isOwn(found) || read()?.types.some((known) => isSame(known, found)) === true) return;
      const types = [found, ...all.filter((mapping) => !isOwn(mapping) && !isSame(mapping, found))];
      env.files.write(path, JSON.stringify({ until: env.now() + TTL_MS, types } satisfies Remembered));
    },
    recall(matches) {
      const known = read()?.types.find(matches);
      if (known === undefined) forget();
      return known;
    },
    forget,
  };
}

/** A cache that was not written to its end holds nothing. */
function parsed(text: string): Remembered | undefined {
  try {
    return JSON.parse(text) as Remembered;
  } catch {
    return undefined;
  }
}

function isSame(left: RestMapping, right: RestMapping): boolean {
  return left.group === right.group && left.version === right.version && left.resource === right.resource;
}
