import type { AsyncClient, ConnectionError } from "../machinery/client.ts";
import type { KubectlEnv } from "./env.ts";
import type { Flags } from "./flags/parse.ts";
import { demandExplicitFile, type Kubeconfig, kubeconfigPaths, loadKubeconfig } from "./config/kubeconfig.ts";
import { createDiscoveryMemory } from "./discovery-memory.ts";
import { klogLine, unhandledError } from "./klog.ts";
import { checkRequestTimeout, type Connection, resolveConnection, resolveNamespace } from "./config/resolve.ts";
import { createRestMapper, groupResourceOf, type MapperListeners, type RestMapper } from "./rest-mapper.ts";

/** What a command needs of the outside, made when it is first asked for. */
export interface Factory {
  readonly env: KubectlEnv;
  readonly flags: Flags;
  /** All kubeconfig files as one. */
  kubeconfig(): Promise<Kubeconfig>;
  /** The server and the user that flags and kubeconfig lead to. Throws what errors.ts renders. */
  connection(): Promise<Connection>;
  client(): Promise<AsyncClient>;
  /** The namespace to work in; `explicit` when --namespace named it. */
  namespace(): Promise<{ namespace: string; explicit: boolean }>;
  readonly mapper: RestMapper;
}

/** Makes a factory. `onWarning` is called for each different warning of the server, after it has been printed. */
export function createFactory(env: KubectlEnv, flags: Flags, onWarning: () => void): Factory {
  const kubeconfig = once(() => loadKubeconfig(env, kubeconfigPaths(env, flags.text("kubeconfig"))));
  const usableConfig = (): Promise<Kubeconfig> => {
    demandExplicitFile(env, flags.text("kubeconfig"));
    return kubeconfig();
  };
  const connection = once(async () => {
    checkRequestTimeout(flags);
    return resolveConnection(env, await usableConfig(), flags);
  });
  const client = once(async () => {
    const { server, identity } = await connection();
    logFeatureGates(env, flags);
    return env.connect(server, identity, warningPrinter(env, onWarning));
  });
  // What the server has is remembered on disk, whoever asked for it: by acting as somebody else nobody forgets it.
  // client-go/discovery/cached/disk/cached_discovery.go
  const discovery = once(async () => {
    const { server, identity } = await connection();
    const { impersonateUser, impersonateGroups: _, ...own } = identity;
    return impersonateUser === undefined ? client() : env.connect(server, own, warningPrinter(env, onWarning));
  });
  return {
    env,
    flags,
    kubeconfig,
    connection,
    client,
    namespace: once(async () => resolveNamespace(await usableConfig(), flags)),
    mapper: createRestMapper(
      discovery,
      { onUnreachable: discoveryLog(env), ...typesLog(env), ...ambiguityWarner(env) },
      createDiscoveryMemory(env),
    ),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Later clients tell which other types a short name could mean. */
function ambiguityWarner(env: KubectlEnv): Pick<MapperListeners, "onAmbiguous"> {
  if (!env.release.has("ambiguousShortNames")) return {};
  const warn = warningPrinter(env, () => undefined);
  return {
    onAmbiguous: (shortName, other) =>
      warn(`short name ${JSON.stringify(shortName)} could also match lower priority resource ${groupResourceOf(other)}`),
  };
}

/** With --v=1 or more later clients log what is switched on in them. client-go/features/envvar.go */
function logFeatureGates(env: KubectlEnv, flags: Flags): void {
  if (flags.number("v") < 1) return;
  for (const feature of env.release.value("clientFeatureGates"))
    env.stderr(klogLine(env, "I", "envvar.go:172", `"Feature gate default state" feature=${JSON.stringify(feature)} enabled=false`));
}

const DISCOVERY_ATTEMPTS = 5;

/** Later clients log each attempt to learn the server's groups. client-go/discovery/cached/memory/memcache.go */
function discoveryLog(env: KubectlEnv): (error: ConnectionError) => void {
  const style = env.release.value("discoveryFailureLog");
  return (error) => {
    const { protocol, host } = new URL(error.url);
    const peer = error.address.replace(/^localhost\b/, "127.0.0.1");
    const text = `couldn't get current server API group list: Get "${protocol}//${host}/api?timeout=32s": dial tcp ${peer}: connect: connection refused`;
    const line = unhandledError(env, text);
    for (let attempt = 0; style !== "none" && attempt < DISCOVERY_ATTEMPTS; attempt++)
      env.stderr(klogLine(env, "E", "memcache.go:265", line));
  };
}

/** Some clients log each attempt to learn the types of a server that is away. */
function typesLog(env: KubectlEnv): Pick<MapperListeners, "onUndiscovered"> {
  const places = env.release.value("undiscoveredLogPlaces");
  if (places.length === 0) return {};
  let isTold = false;
  return {
    onUndiscovered(groupVersions) {
      if (isTold) return;
      isTold = true;
      for (const place of places) {
        for (const each of groupVersions) {
          const text = `couldn't get resource list for ${each}: the server is currently unable to handle the request`;
          env.stderr(klogLine(env, "E", place, unhandledError(env, text)));
        }
      }
    },
  };
}

/** Prints each warning once: `Warning: …`, the word yellow on terminals. */
// client-go/rest/warnings.go
function warningPrinter(env: KubectlEnv, onWarning: () => void): (text: string) => void {
  const seen = new Set<string>();
  return (text) => {
    if (!env.release.has("serverWarnings") || seen.has(text)) return;
    seen.add(text);
    const word = env.isTerminal ? "\u001b[33;1mWarning:\u001b[0m" : "Warning:";
    env.stderr(`${word} ${text}\n`);
    onWarning();
  };
}
