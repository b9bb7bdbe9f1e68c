import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { createStream, type OpenStream, type SpdyStream } from "./spdy/connection.ts";

/** Protocols of exec and attach over WebSocket; the second cannot say that the input has ended. */
export const WEBSOCKET_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/** The first byte of a message says what it belongs to. apiserver/pkg/util/wsstream; apimachinery/pkg/util/remotecommand */
const CHANNELS = ["stdin", "stdout", "stderr", "error", "resize"];
const CLOSED_CHANNEL = 255;
const SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const SHORT_MAX = 125;
const LENGTH_16 = 126;
const NORMAL_CLOSURE = Uint8Array.of(1000 >> 8, 1000 & 0xff);

/** The answer to a handshake. RFC 6455 4.2.2 */
export function acceptKey(key: string): string {
  return createHash("sha1").update(`${key}${SALT}`).digest("base64");
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly length: number;
}

/** Speaks the channel protocol over an upgraded socket; all channels are there from the beginning. Gives how to end it. */
export function serveWebSocket(
  socket: Socket,
  first: Uint8Array,
  protocol: string,
  onStream: (stream: SpdyStream) => void,
): { close(): void } {
  let pending = Buffer.alloc(0);
  const send = (opcode: number, payload: Uint8Array): void => {
    if (!socket.destroyed) socket.write(Buffer.concat([frameHead(opcode, payload.length), payload]));
  };
  const streams = CHANNELS.map((name, channel): OpenStream => {
    const write = (bytes: Uint8Array): void => {
      if (bytes.length > 0) send(BINARY, Buffer.concat([Uint8Array.of(channel), bytes]));
    };
    return createStream(new Map([["streamtype", name]]), write);
  });

  function onFrame({ opcode, payload }: Frame): void {
    if (opcode === PING) send(PONG, payload);
    else if (opcode === CLOSE) {
      send(CLOSE, payload.subarray(0, 2));
      socket.end();
    } else if (opcode <= BINARY && payload.length > 0) {
      const [channel = 0, closed = 0] = payload;
      if (channel === CLOSED_CHANNEL) streams[closed]?.accept(new Uint8Array(), true);
      else streams[channel]?.accept(Uint8Array.from(payload.subarray(1)), false);
    }
  }

  function receive(bytes: Uint8Array): void {
    pending = Buffer.concat([pending, bytes]);
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      pending = pending.subarray(frame.length);
      onFrame(frame);
    }
  }

  socket.on("data", receive);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => streams.forEach((stream) => stream.cut()));
  if (first.length > 0) receive(first);
  if (protocol !== WEBSOCKET_PROTOCOLS[0]) streams[0]?.accept(new Uint8Array(), true);
  for (const stream of streams) onStream(stream);
  return {
    close() {
      send(CLOSE, NORMAL_CLOSURE);
      socket.end();
    },
  };
}

function frameHead(opcode: number, length: number): Buffer {
  if (length <= SHORT_MAX) return Buffer.of(FINAL | opcode, length);
  if (length < 1 << 16) return Buffer.of(FINAL | opcode, LENGTH_16, length >> 8, length & 0xff);
  const head = Buffer.alloc(10);
  head.set([FINAL | opcode, LENGTH_16 + 1]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** One whole frame at the beginning of some bytes, unmasked; undefined while it is incomplete. RFC 6455 5.2 */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const isMasked = bytes.readUInt8(1) >= FINAL;
  const lengthBytes = short <= SHORT_MAX ? 0 : short === LENGTH_16 ? 2 : 8;
  const bodyAt = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.length < bodyAt) return undefined;
  const size = lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < bodyAt + size) return undefined;
  const payload = Buffer.from(bytes.subarray(bodyAt, bodyAt + size));
  const mask = bytes.subarray(bodyAt - 4, bodyAt);
  if (isMasked) for (let index = 0; index < size; index++) payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, length: bodyAt + size };
}
