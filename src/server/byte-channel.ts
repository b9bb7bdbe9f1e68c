import type { Socket } from "node:net";

/** A two-way line of bytes: a socket, or what is carried over one. */
export interface ByteChannel {
  /** Nothing happens once the other side is gone. */
  send(bytes: Uint8Array): void;
  close(): void;
  /** Called once; `onEnd` when the other side is gone. */
  start(onBytes: (bytes: Uint8Array) => void, onEnd: () => void): void;
}

/** An upgraded socket. `first` is what came with the request. */
export function channelOf(socket: Socket, first: Uint8Array): ByteChannel {
  return {
    send: (bytes) => void (socket.destroyed || socket.write(bytes)),
    close: () => void socket.destroy(),
    start(onBytes, onEnd) {
      socket.on("data", onBytes);
      socket.on("error", () => socket.destroy());
      socket.on("close", onEnd);
      if (first.length > 0) onBytes(first);
    },
  };
}
