import type { FrontAnswer, FrontRequest } from "../machinery/http-wire.ts";
import type { KubectlIdentity } from "./env.ts";

/** A TCP connection that some program of this machine has opened. */
export interface LocalConnection {
  /** Called once: what comes, and that no more will. */
  start(onBytes: (bytes: Uint8Array) => void, onEnd: () => void): void;
  send(bytes: Uint8Array): void;
  /** Sends what is left and says goodbye; resolves when the other side has too, or has had time for it. */
  close(): Promise<void>;
}

/** What a socket listens on. */
export interface LocalListener {
  readonly port: number;
  close(): void;
}

/** Why nothing can be listened on; `message` is Go's: `bind: address already in use`. */
export class ListenError extends Error {
  override name = "ListenError";
}

/** A server in front of the API: where it listens, as whom it asks, and what it lets through. */
export interface ApiFront {
  readonly place: { readonly address: string; readonly port: number } | { readonly path: string };
  /** The API server's URL in the kubeconfig. */
  readonly server: string;
  readonly identity: KubectlIdentity;
  route(request: FrontRequest): FrontAnswer;
}

/** The sockets of this machine. While a command waits for them, others have the cluster. */
export interface KubectlSockets {
  /** Listens for TCP connections, on a free port for 0. Rejects with {@link ListenError}. */
  listen(address: string, port: number, accept: (connection: LocalConnection) => void): Promise<LocalListener>;
  /** Serves HTTP; resolves to the port, 0 for a path. Rejects with {@link ListenError}. */
  serveApi(front: ApiFront): Promise<number>;
  /** Makes what was done lasting and shows what was printed. */
  release(): void;
  /** Resolves when the user ends the command with Ctrl-C. */
  interrupted(): Promise<void>;
}
