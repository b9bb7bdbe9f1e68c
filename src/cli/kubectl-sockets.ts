import { createServer, type Socket } from "node:net";
import type { Session } from "../cluster/session.ts";
import { type KubectlSockets, ListenError, type LocalConnection } from "../kubectl/sockets.ts";
import { serveApiFront } from "./serve/api-front.ts";
import type { Output } from "./output.ts";

/** Go's words for what the system says to a bind. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "bind: address already in use",
  EACCES: "bind: permission denied",
  EADDRNOTAVAIL: "bind: cannot assign requested address",
  EAFNOSUPPORT: "bind: cannot assign requested address",
};

/** How long a program has to close its side of a connection. */
const GOODBYE_MS = 250;

/** The process' own sockets, for a kubectl that stays: between requests the cluster is free for others. */
export function createKubectlSockets(session: Session, output: Output): KubectlSockets {
  return {
    listen: (address, port, accept) =>
      new Promise((resolve, reject) => {
        const open = new Set<Socket>();
        const server = createServer({ allowHalfOpen: true }, (socket) => {
          open.add(socket);
          socket.on("close", () => open.delete(socket));
          accept(connectionOf(socket));
        });
        server.once("error", (error) => reject(listenError(error)));
        server.listen({ host: address, port, ipv6Only: true }, () => {
          const bound = server.address();
          const close = (): void => {
            server.close();
            // What was said last still reaches the other side.
            for (const socket of open) socket.end().unref();
          };
          resolve({ port: typeof bound === "object" && bound !== null ? bound.port : port, close });
        });
      }),
    serveApi: (front) =>
      serveApiFront(session.cluster, front).catch((error: unknown) => {
        throw listenError(error);
      }),
    release() {
      session.release();
      output.flush();
    },
    interrupted: () => new Promise((resolve) => process.once("SIGINT", () => resolve())),
  };
}

function connectionOf(socket: Socket): LocalConnection {
  socket.on("error", () => socket.destroy());
  return {
    start(onBytes, onEnd) {
      socket.on("data", onBytes);
      socket.once("end", onEnd);
      socket.once("close", onEnd);
    },
    send: (bytes) => void (socket.destroyed || socket.write(bytes)),
    close: () =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve();
        const timer = setTimeout(resolve, GOODBYE_MS);
        socket.once("close", () => {
          clearTimeout(timer);
          resolve();
        });
        // What still comes is read and forgotten: unread, it would cut the connection off.
        socket.resume();
        socket.end();
      }),
  };
}

function listenError(error: unknown): ListenError {
  const code = (error as { code?: string }).code ?? "";
  return new ListenError(REASONS[code] ?? (error instanceof Error ? error.message : String(error)));
}
