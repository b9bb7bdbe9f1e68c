import { readHttpRequest, writeHttpResponse } from "./http-wire.ts";
import type { HttpRequest, HttpResponse } from "./node-runtime.ts";

/** The outer side of one forwarded TCP connection. */
export interface TunnelEnds {
  /** Finds out at once whether anybody listens at the other end; rejects when nobody does. */
  connect?(): Promise<void>;
  /** Asks the program at the other end; rejects when it cannot be reached. */
  exchange(request: HttpRequest): Promise<HttpResponse>;
  /** Bytes for the client. */
  send(bytes: Uint8Array): void;
  /** No more will come: called once. With an error when the connection could not be served. */
  close(error?: unknown): void;
}

/** What the client's side tells a tunnel. */
export interface Tunnel {
  receive(bytes: Uint8Array): void;
  /** The client sends no more. */
  finish(): void;
}

/** Bytes that no emulated program understands. */
export class NotHttpError extends Error {
  override name = "NotHttpError";
}

/** Carries the HTTP/1.x requests of one connection, in turn, to whoever answers them. Other bytes end it with NotHttpError. */
export function createHttpTunnel({ connect, exchange, send, close }: TunnelEnds): Tunnel {
  let pending: Uint8Array = new Uint8Array();
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;

  function end(error?: unknown): void {
    if (isClosed) return;
    isClosed = true;
    close(error);
  }

  if (connect) last = connect().catch(end);

  async function serve(request: HttpRequest, closes: boolean): Promise<void> {
    if (isClosed) return;
    try {
      send(writeHttpResponse(await exchange(request), request.method, closes));
    } catch (error) {
      end(error);
    }
    if (closes) end();
  }

  function readOn(): void {
    for (;;) {
      const arrived = readHttpRequest(pending);
      if (pending.length === 0 || arrived.kind === "incomplete") return;
      if (arrived.kind === "other") {
        pending = new Uint8Array();
        last = last.then(() => end(new NotHttpError("k8sim emulates connections that speak HTTP/1.x, and no others")));
        return;
      }
      pending = pending.subarray(arrived.length);
      last = last.then(() => serve(arrived.request, arrived.closes));
    }
  }

  return {
    receive(bytes) {
      const joined = new Uint8Array(pending.length + bytes.length);
      joined.set(pending);
      joined.set(bytes, pending.length);
      pending = joined;
      readOn();
    },
    finish: () => void (last = last.then(() => end())),
  };
}
