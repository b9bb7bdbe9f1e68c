import { pathOf, urlOf } from "../apiserver/request/url-of.ts";
import { createAsyncClient, type Transport } from "../client/async-client.ts";
import { ConnectionError, type AsyncClient } from "../machinery/client.ts";
import type { Credentials } from "./identity.ts";
import { createLocalTransport, type LocalTransportOptions } from "./local-transport.ts";
import type { Session } from "./session.ts";
import { ANONYMOUS } from "./users.ts";
import type { Death } from "./wait.ts";

/** Who connects, and what happens around waits. */
export interface ConnectOptions {
  readonly credentials: Credentials;
  readonly userAgent: string;
  readonly onWarning: (text: string) => void;
  /** Called before time passes: the moment to print. */
  readonly beforeWait: () => void;
  /** When somebody will end this process, if known. */
  readonly killed?: () => Death | undefined;
  /** See {@link LocalTransportOptions.patience}. */
  readonly patience?: LocalTransportOptions["patience"];
}

/** A client for a server's URL: the session's cluster when it lives there, else one whose every call is refused. */
export function connectClient(session: Session, server: string, options: ConnectOptions): AsyncClient {
  const { credentials, userAgent, onWarning, beforeWait, killed, patience } = options;
  const base = server.replace(/\/$/, "");
  const lives = base === session.cluster.record.settings.apiServerUrl;
  const transport = lives
    ? createLocalTransport({ session, credentials, beforeWait, ...(killed ? { killed } : {}), ...(patience ? { patience } : {}) })
    : nobodyAt(base);
  return createAsyncClient(transport, ANONYMOUS, userAgent, onWarning);
}

/** Every request to a server where no cluster lives is refused. */
function nobodyAt(base: string): Transport {
  const address = URL.parse(base)?.host ?? base;
  const refuse = (path: string): never => {
    throw new ConnectionError(address, base + path);
  };
  return {
    handle: (request) => refuse(urlOf(request)),
    watch: (request) => refuse(pathOf(request)),
    wait: () => refuse(""),
    now: () => refuse(""),
  };
}
