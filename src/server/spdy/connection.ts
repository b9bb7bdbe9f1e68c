import type { ByteChannel } from "../byte-channel.ts";
import { createHeaderReader, createHeaderWriter } from "./header-block.ts";

/** One stream that the client has opened. */
export interface SpdyStream {
  readonly headers: ReadonlyMap<string, string>;
  /** All that the client has sent, once it has said that this was all; cut short when the connection ends. */
  readonly received: Promise<Uint8Array>;
  /** What came so far, each time more has come. */
  onData(listener: (soFar: Uint8Array, isAll: boolean) => void): void;
  /** The client is gone or has reset the stream. */
  isCut(): boolean;
  write(bytes: Uint8Array): void;
  /** Says that no more will come. */
  end(): void;
}

/** A stream from the side of what receives for it. */
export interface OpenStream extends SpdyStream {
  accept(bytes: Uint8Array, isLast: boolean): void;
  cut(): void;
}

const CONTROL_BIT = 0x80000000;
const VERSION = 3;
const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const FIN = 1;
const HEAD_BYTES = 8;
const DATA_BYTES_MAX = 16 << 10;

/** Speaks SPDY/3.1 as kubectl's streams need it; `onStream` is called for each stream that the client opens. Throws nothing: nonsense ends it. */
// moby/spdystream; SPDY/3.1 2.2
export function serveSpdy(channel: ByteChannel, onStream: (stream: SpdyStream) => void): void {
  const readHeaders = createHeaderReader();
  const writeHeaders = createHeaderWriter();
  const streams = new Map<number, OpenStream>();
  let pending = Buffer.alloc(0);

  function send(head: number, flags: number, body: Uint8Array): void {
    const frame = Buffer.alloc(HEAD_BYTES + body.length);
    frame.writeUInt32BE(head >>> 0, 0);
    frame.writeUInt32BE(((flags << 24) | body.length) >>> 0, 4);
    frame.set(body, HEAD_BYTES);
    channel.send(frame);
  }

  function control(type: number, flags: number, body: Uint8Array): void {
    send(CONTROL_BIT + (VERSION << 16) + type, flags, body);
  }

  function open(id: number, headers: ReadonlyMap<string, string>, isFinished: boolean): void {
    const reply = Buffer.alloc(4);
    reply.writeUInt32BE(id);
    control(SYN_REPLY, 0, Buffer.concat([reply, writeHeaders(new Map())]));
    const stream = createStream(headers, (bytes, flags) => send(id, flags, bytes));
    streams.set(id, stream);
    if (isFinished) stream.accept(new Uint8Array(), true);
    onStream(stream);
  }

  function onControl(type: number, flags: number, body: Buffer): void {
    if (type === SYN_STREAM) open(body.readUInt32BE(0), readHeaders(body.subarray(10)), (flags & FIN) !== 0);
    else if (type === PING) control(PING, 0, body);
    else if (type === RST_STREAM) streams.get(body.readUInt32BE(0))?.cut();
  }

  function onBytes(bytes: Uint8Array): void {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= HEAD_BYTES) {
      const head = pending.readUInt32BE(0);
      const flags = pending.readUInt8(4);
      const end = HEAD_BYTES + pending.readUIntBE(5, 3);
      if (pending.length < end) return;
      const body = pending.subarray(HEAD_BYTES, end);
      pending = pending.subarray(end);
      if (head >= CONTROL_BIT) onControl(head & 0xffff, flags, body);
      else streams.get(head)?.accept(Uint8Array.from(body), (flags & FIN) !== 0);
    }
  }

  const receive = (bytes: Uint8Array): void => {
    try {
      onBytes(bytes);
    } catch {
      // Not SPDY, or a block that cannot be inflated: nothing after it can be read either.
      channel.close();
    }
  };
  channel.start(receive, () => streams.forEach((stream) => stream.cut()));
}

/** A stream whose bytes go out through `send`, with SPDY's flags. */
export function createStream(headers: ReadonlyMap<string, string>, send: (bytes: Uint8Array, flags: number) => void): OpenStream {
  let soFar = Buffer.alloc(0);
  let isAll = false;
  let hasEnded = false;
  let finish: (bytes: Uint8Array) => void = () => undefined;
  const received = new Promise<Uint8Array>((resolve) => (finish = resolve));
  const listeners: ((soFar: Uint8Array, isAll: boolean) => void)[] = [];
  let isCut = false;
  const stream: OpenStream = {
    headers,
    received,
    isCut: () => isCut,
    cut() {
      isCut = true;
      stream.accept(new Uint8Array(), true);
    },
    onData(listener) {
      listeners.push(listener);
      if (soFar.length > 0 || isAll) listener(soFar, isAll);
    },
    accept(bytes, isLast) {
      if (isAll) return;
      soFar = Buffer.concat([soFar, bytes]);
      isAll = isLast;
      for (const listener of listeners) listener(soFar, isAll);
      if (isAll) finish(soFar);
    },
    write(bytes) {
      for (let at = 0; at < bytes.length; at += DATA_BYTES_MAX) send(bytes.subarray(at, at + DATA_BYTES_MAX), 0);
    },
    end() {
      if (!hasEnded) send(new Uint8Array(), FIN);
      hasEnded = true;
    },
  };
  return stream;
}
