import { CommandError } from "../errors.ts";
import type { KubectlEnv } from "../env.ts";
import { ListenError, type KubectlSockets, type LocalConnection, type LocalListener } from "../sockets.ts";
import type { ForwardedPort } from "./ports.ts";

interface Address {
  readonly address: string;
  readonly protocol: "tcp4" | "tcp6";
  /** `localhost` is there when one of its two addresses is; any other address has to be. */
  readonly isOfLocalhost: boolean;
}

/** The addresses that --address means, in the order in which they are listened on. Throws CommandError. */
// client-go/tools/portforward/portforward.go parseAddresses
export function parseAddresses(words: readonly string[]): Address[] {
  if (words.length === 0) throw new CommandError("you must specify at least 1 address");
  const parsed = new Map<string, Address>();
  for (const word of words) {
    if (word === "localhost") {
      if (!parsed.has("127.0.0.1")) parsed.set("127.0.0.1", { address: "127.0.0.1", protocol: "tcp4", isOfLocalhost: true });
      if (!parsed.has("::1")) parsed.set("::1", { address: "::1", protocol: "tcp6", isOfLocalhost: true });
    } else parsed.set(word, { address: word, protocol: protocolOf(word), isOfLocalhost: false });
  }
  return [...parsed.values()].sort((left, right) => (left.address < right.address ? -1 : 1));
}

function protocolOf(address: string): "tcp4" | "tcp6" {
  const isV4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split(".").every((part) => Number(part) <= 255);
  if (isV4) return "tcp4";
  if (address.includes(":") && URL.canParse(`http://[${address}]`)) return "tcp6";
  throw new CommandError(`${address} is not a valid IP`);
}

/** Listens on all addresses for all ports; `accept` gets each connection with its local and remote port. Throws CommandError when no port is left. */
// client-go/tools/portforward/portforward.go forward, listenOnPort
export async function listenForAll(
  env: KubectlEnv,
  sockets: KubectlSockets,
  addresses: readonly Address[],
  ports: readonly ForwardedPort[],
  accept: (connection: LocalConnection, port: ForwardedPort) => void,
): Promise<LocalListener[]> {
  const listeners: LocalListener[] = [];
  const tried: ForwardedPort[] = [];
  let isAnyOpen = false;
  for (const port of ports) {
    const { failures, open, local } = await listenOnPort(env, sockets, addresses, port, accept);
    listeners.push(...open);
    tried.push({ local, remote: port.remote });
    const shown = failures.map(({ error }) => error.message).join(" ");
    if (!isFailure(failures, addresses)) isAnyOpen = true;
    else env.stderr(`Unable to listen on port ${local}: Listeners failed to create with the following errors: [${shown}]\n`);
  }
  if (isAnyOpen) return listeners;
  for (const listener of listeners) listener.close();
  const shown = tried.map(({ local, remote }) => `{${local} ${remote}}`).join(" ");
  throw new CommandError(`unable to listen on any of the requested ports: [${shown}]`);
}

interface Failure {
  readonly address: Address;
  readonly error: Error;
}

function isFailure(failures: readonly Failure[], addresses: readonly Address[]): boolean {
  if (failures.some(({ address }) => !address.isOfLocalhost)) return true;
  return failures.length > 0 && failures.length === addresses.filter(({ isOfLocalhost }) => isOfLocalhost).length;
}

async function listenOnPort(
  env: KubectlEnv,
  sockets: KubectlSockets,
  addresses: readonly Address[],
  { local: asked, remote }: ForwardedPort,
  accept: (connection: LocalConnection, port: ForwardedPort) => void,
): Promise<{ failures: Failure[]; open: LocalListener[]; local: number }> {
  const failures: Failure[] = [];
  const open: LocalListener[] = [];
  let local = asked;
  for (const address of addresses) {
    const host = address.protocol === "tcp6" ? `[${address.address}]` : address.address;
    try {
      const listener = await sockets.listen(address.address, local, (connection) => accept(connection, { local, remote }));
      // The next address gets the same port that this one was given.
      local = listener.port;
      open.push(listener);
      env.stdout(`Forwarding from ${host}:${local} -> ${remote}\n`);
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      const text = `unable to create listener: Error listen ${address.protocol} ${host}:${local}: ${error.message}`;
      failures.push({ address, error: new Error(text) });
    }
  }
  return { failures, open, local };
}
