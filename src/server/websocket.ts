import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { bytesOfText } from "../base/byte-text.ts";
import { createHttpTunnel } from "../machinery/http-tunnel.ts";
import { type ByteChannel, channelOf } from "./byte-channel.ts";
import { createStream, type OpenStream, type SpdyStream } from "./spdy/connection.ts";
import type { PortExchange } from "./spdy/port-forward.ts";

/** Protocols of exec and attach over WebSocket; the second cannot say that the input has ended. */
export const WEBSOCKET_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/** SPDY inside WebSocket messages, as kubectl forwards ports from 1.31 on. apimachinery/pkg/util/portforward/constants.go */
export const TUNNEL_PROTOCOL = "SPDY/3.1+portforward.k8s.io";

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

/** An upgraded socket that speaks WebSocket, seen as the payloads of its messages. */
export function webSocketChannel(socket: Socket, first: Uint8Array): ByteChannel {
  let pending = Buffer.alloc(0);
  const frame = (opcode: number, payload: Uint8Array): void => {
    if (!socket.destroyed) socket.write(Buffer.concat([frameHead(opcode, payload.length), payload]));
  };

  return {
    send: (bytes) => frame(BINARY, bytes),
    close() {
      frame(CLOSE, NORMAL_CLOSURE);
      socket.end();
    },
    start(onBytes, onEnd) {
      const receive = (bytes: Uint8Array): void => {
        pending = Buffer.concat([pending, bytes]);
        for (let next = readFrame(pending); next; next = readFrame(pending)) {
          pending = pending.subarray(next.length);
          const { opcode, payload } = next;
          if (opcode === PING) frame(PONG, payload);
          else if (opcode === CLOSE) {
            frame(CLOSE, payload.subarray(0, 2));
            socket.end();
          } else if (opcode <= BINARY && payload.length > 0) onBytes(Uint8Array.from(payload));
        }
      };
      channelOf(socket, first).start(receive, onEnd);
    },
  };
}

/** Speaks the channel protocol of exec and attach; all channels are there from the beginning. */
export function serveChannels(channel: ByteChannel, protocol: string, onStream: (stream: SpdyStream) => void): void {
  const streams = CHANNELS.map((name, number): OpenStream => {
    const write = (bytes: Uint8Array): void => {
      if (bytes.length > 0) channel.send(Buffer.concat([Uint8Array.of(number), bytes]));
    };
    return createStream(new Map([["streamtype", name]]), write);
  });
  const receive = ([number = 0, ...bytes]: Uint8Array): void => {
    if (number === CLOSED_CHANNEL) streams[bytes[0] ?? 0]?.accept(new Uint8Array(), true);
    else streams[number]?.accept(Uint8Array.from(bytes), false);
  };
  channel.start(receive, () => streams.forEach((stream) => stream.cut()));
  if (protocol !== WEBSOCKET_PROTOCOLS[0]) streams[0]?.accept(new Uint8Array(), true);
  for (const stream of streams) onStream(stream);
}

/** Forwards the ports of the query, each on two channels, data and error, that begin with its number. kubelet/cri/streaming/portforward/websocket.go */
export function servePorts(channel: ByteChannel, ports: readonly string[], exchange: PortExchange): void {
  const send = (number: number, bytes: Uint8Array): void => channel.send(Buffer.concat([Uint8Array.of(number), bytes]));
  const tunnels = ports.map((port, index) => {
    const [data, error] = [index * 2, index * 2 + 1];
    const close = (reason?: unknown): void => {
      if (reason !== undefined) send(error, bytesOfText(reason instanceof Error ? reason.message : String(reason)));
      channel.close();
    };
    const connect = (): Promise<void> => exchange.connect(port);
    return createHttpTunnel({
      connect,
      exchange: (request) => exchange.exchange(port, request),
      send: (bytes) => send(data, bytes),
      close,
    });
  });
  channel.start(
    ([number = 0, ...bytes]) => tunnels[number / 2]?.receive(Uint8Array.from(bytes)),
    () => tunnels.forEach((tunnel) => tunnel.finish()),
  );
  for (const [index, port] of ports.entries())
    for (const number of [index * 2, index * 2 + 1]) send(number, Uint8Array.of(Number(port) & 0xff, Number(port) >> 8));
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
