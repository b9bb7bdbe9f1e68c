import { createSession, type Session } from "../cluster/session.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { Interrupted } from "../kubectl/env.ts";
import { StatusError } from "../machinery/status.ts";
import type { ContainerShell, TypedResult } from "../machinery/typed-line.ts";
import type { Machines } from "./machines.ts";
import type { Shell } from "./shell.ts";

/** The exit status of a shell whose container has ended. */
const KILLED = 137;
/** How often somebody looks whether a container that was told to end has ended, and how long at most. */
const LOOK_MS = 100;
const LONGEST_STOP_MS = 30_000;

/**
 * A shell in a container, with the image's own programs and the container's files; undefined when the command is no shell. Without a
 * command it is the container's main process. Throws StatusError as exec refuses.
 */
export async function openPodShell(
  { cluster, driver }: Machines,
  pod: Pod,
  container: string,
  command: readonly string[] | undefined,
): Promise<Shell | undefined> {
  const once = async <T>(action: (session: Session) => T): Promise<T> => {
    const session = createSession(cluster);
    return session.once(() => action(session));
  };
  const inside = await once(() =>
    command === undefined ? cluster.typedShells().join(pod, container) : cluster.typedShells().start(pod, container, command),
  );
  if (inside === undefined) return undefined;
  const { state, hostname } = inside;

  const current = (): Pod | undefined =>
    cluster.store.get("pods", pod.metadata.namespace ?? "", pod.metadata.name ?? "") as Pod | undefined;
  const startOf = (one: Pod | undefined): string | undefined =>
    one?.status?.containerStatuses?.find(({ name }) => name === container)?.state?.running?.startedAt ?? undefined;
  const startedAt = startOf(current());
  // what is killed says nothing
  let isKilled = false;

  /** The container may have ended since, by itself or by what was typed. */
  async function type(text: string): Promise<TypedResult | undefined> {
    if (startOf(current()) !== startedAt) return undefined;
    try {
      return await once(() => cluster.typedShells().type(current() ?? pod, inside as ContainerShell, text));
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }

  return {
    state,
    get farewell() {
      return state.name === "bash" && !isKilled ? "exit\n" : "";
    },
    place: {
      user: "root",
      host: hostname,
      get directory() {
        return state.directory;
      },
    },
    get prompt() {
      return inside.prompt(state.directory);
    },
    async run(text, streams) {
      const begun = createSession(cluster).now();
      const result = await type(text);
      for (const { atMs, text: printed } of result?.output ?? []) {
        await driver.passUntil(begun + atMs);
        streams.out(printed);
      }
      if (result === undefined || result.isGone) {
        const until = createSession(cluster).now() + LONGEST_STOP_MS;
        for (let at = begun; at < until && startOf(current()) === startedAt; at += LOOK_MS) await driver.passUntil(at);
        state.isOver = true;
        isKilled = true;
        return KILLED;
      }
      if (result.ended === undefined) throw new Interrupted();
      await driver.passUntil(begun + result.ended.atMs);
      return result.ended.exitCode;
    },
  };
}
