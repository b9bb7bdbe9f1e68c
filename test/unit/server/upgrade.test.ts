import { afterAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import type { ApiResponse, ResourceRequest } from "../../../src/machinery/api.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { failure } from "../../../src/machinery/status.ts";
import { startServer } from "../../../src/server/http-server.ts";
import { createHeaderReader, createHeaderWriter } from "../../../src/server/spdy/header-block.ts";

const schema = loadSchema(20);
const absent = failure(404, "NotFound", 'pods "absent" not found');

/** A pod on whose port 80 a program repeats the path it was asked for. */
function forwarded({ options = {}, http }: ResourceRequest): ApiResponse {
  if (options["port"] === undefined)
    return { code: 200, body: { apiVersion: "v1", kind: "Pod", metadata: { name: "web", uid: "u1" } }, warnings: [] };
  if (options["port"] !== "80" || options["uid"] !== "u1")
    return { code: 500, body: failure(500, "", "error forwarding port 81 to pod x").status, warnings: [] };
  const body = http?.path ?? "";
  return { code: 200, body, warnings: [], ...(http ? { http: { status: 200, statusText: "OK", headers: [], body } } : {}) };
}

const server = await startServer({
  unservedBody: () => "404 page not found\n",
  schema,
  port: 0,
  backend: {
    authenticate: async () => ({ name: "admin", groups: [] }),
    handle: async (request) => {
      if (request.verb === "path" || request.name === "absent") return { code: 404, body: absent.status, warnings: [] };
      if (request.subresource === "portforward") return forwarded(request);
      return { code: 200, body: { stdout: `said ${String(request.body ?? "nothing")}`, stderr: "", exitCode: 3 }, warnings: [] };
    },
    watch: async () => ({ code: 404, body: absent.status, warnings: [] }),
    wait: async (poll) => poll(),
  },
});
afterAll(() => server.stop());

function head(id: number, flags: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(id >>> 0, 0);
  bytes.writeUInt32BE(((flags << 24) | length) >>> 0, 4);
  return bytes;
}

/** Sends a head and some frames, and gives all that comes until the server is done. */
function talk(path: string, frames: readonly Uint8Array[]): Promise<Buffer> {
  const request = [
    `POST ${path} HTTP/1.1`,
    "Host: x",
    "Connection: Upgrade",
    "Upgrade: SPDY/3.1",
    "X-Stream-Protocol-Version: v4.channel.k8s.io",
  ];
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let isOpen = false;
    const socket = connect(server.port, "127.0.0.1", () => void socket.write(`${request.join("\r\n")}\r\n\r\n`));
    socket.on("data", (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (!isOpen) for (const frame of frames) socket.write(frame);
      isOpen = true;
    });
    socket.on("end", () => {
      socket.end();
      resolve(received);
    });
    socket.on("error", reject);
  });
}

function openStreams(...types: string[]): Uint8Array[] {
  const write = createHeaderWriter();
  return types.map((type, index) => {
    const block = write(new Map([["streamtype", type]]));
    const ids = Buffer.alloc(10);
    ids.writeUInt32BE(index * 2 + 1, 0);
    return Buffer.concat([head(0x80030001, 0, ids.length + block.length), ids, block]);
  });
}

test("header blocks of one connection are read in turn", () => {
  const [write, read] = [createHeaderWriter(), createHeaderReader()];
  for (const name of ["error", "stdout", "stderr"])
    expect(read(write(new Map([["streamtype", name]])))).toEqual(new Map([["streamtype", name]]));
});

test("exec over SPDY: input in, output and exit code out", async () => {
  const input = [head(3, 0, 2), Buffer.from("hi"), head(3, 1, 0)];
  const path = "/api/v1/namespaces/default/pods/web/exec?command=cat&stdin=true&stdout=true";
  const text = (await talk(path, [...openStreams("error", "stdin", "stdout"), ...input])).toString("latin1");
  expect(text).toStartWith("HTTP/1.1 101 Switching Protocols\r\n");
  expect(text).toContain("X-Stream-Protocol-Version: v4.channel.k8s.io\r\n");
  expect(text).toContain("said hi");
  expect(text).toContain('"causes":[{"reason":"ExitCode","message":"3"}]');
});

test("an exec that is refused is answered in HTTP", async () => {
  const text = (await talk("/api/v1/namespaces/default/pods/absent/exec?command=ls&stdout=true", [])).toString();
  expect(text).toStartWith("HTTP/1.1 404 Not Found\r\n");
  expect(text).toContain('"message":"pods \\"absent\\" not found"');
});

test("exec over WebSocket", async () => {
  const url = `${server.url.replace("http", "ws")}/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true`;
  const socket = new WebSocket(url, ["v5.channel.k8s.io"]);
  socket.binaryType = "arraybuffer";
  const messages: string[] = [];
  socket.addEventListener("message", ({ data }) => messages.push(Buffer.from(data as ArrayBuffer).toString()));
  await new Promise((resolve) => socket.addEventListener("close", resolve));
  expect(messages[0]).toBe("\u0001said nothing");
  expect(messages[1]).toStartWith('\u0003{"metadata":{},"status":"Failure"');
});

describe("port forwarding over WebSocket", () => {
  const url = `${server.url.replace("http", "ws")}/api/v1/namespaces/default/pods/web/portforward`;

  function open(query: string, protocol: string): { socket: WebSocket; messages: Buffer[]; ends: Promise<unknown> } {
    const socket = new WebSocket(url + query, [protocol]);
    socket.binaryType = "arraybuffer";
    const messages: Buffer[] = [];
    socket.addEventListener("message", ({ data }) => messages.push(Buffer.from(data as ArrayBuffer)));
    return { socket, messages, ends: new Promise((resolve) => socket.addEventListener("close", resolve)) };
  }

  test("each port of the query has a channel for data and one for errors, that begin with its number", async () => {
    const { socket, messages, ends } = open("?ports=80,81", "v4.channel.k8s.io");
    const request = "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n";
    socket.addEventListener("open", () => socket.send(Buffer.concat([Buffer.of(0), Buffer.from(request)])));
    await ends;
    expect(messages.slice(0, 4).map((message) => [...message])).toEqual([
      [0, 80, 0],
      [1, 80, 0],
      [2, 81, 0],
      [3, 81, 0],
    ]);
    expect(messages.slice(4).map((message) => message.toString("latin1"))).toContain("\u0003error forwarding port 81 to pod x");
  });

  // No browser's WebSocket offers a protocol with a slash in its name.
  test("SPDY inside of it, as kubectl does from 1.31 on", async () => {
    const write = createHeaderWriter();
    const frames = ["error", "data"].map((type, index) => {
      const block = write(new Map(Object.entries({ streamtype: type, port: "80", requestid: "0" })));
      const ids = Buffer.alloc(10);
      ids.writeUInt32BE(index * 2 + 1, 0);
      return Buffer.concat([head(0x80030001, 0, ids.length + block.length), ids, block]);
    });
    const request = Buffer.from("GET /page HTTP/1.1\r\n\r\n");
    const payload = Buffer.concat([...frames, head(3, 0, request.length), request]);
    const message = Buffer.concat([Buffer.of(0x82, 0x80 | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0), payload]);
    const lines = [
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: x",
      "Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io",
    ];
    const received = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(server.port, "127.0.0.1");
      socket.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\n${lines.join("\r\n")}\r\n\r\n`);
      socket.once("data", () => socket.write(message));
      socket.on("data", (bytes: Buffer) => {
        text += bytes.toString("latin1");
        if (text.endsWith("/page")) socket.destroy();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(received).toContain("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n");
    expect(received).toContain("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n/page");
  });

  test("a pod that is not there is told before", async () => {
    const response = await fetch(`${server.url}/api/v1/namespaces/default/pods/absent/portforward`, {
      headers: { upgrade: "websocket", connection: "Upgrade", "sec-websocket-key": "x", "sec-websocket-protocol": "v4.channel.k8s.io" },
    });
    expect(response.status).toBe(404);
  });
});
