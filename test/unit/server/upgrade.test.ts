import { afterAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { failure } from "../../../src/machinery/status.ts";
import { startServer } from "../../../src/server/http-server.ts";
import { createHeaderReader, createHeaderWriter } from "../../../src/server/spdy/header-block.ts";

const schema = loadSchema(20);
const absent = failure(404, "NotFound", 'pods "absent" not found');

const server = await startServer({
  schema,
  port: 0,
  backend: {
    authenticate: async () => ({ name: "admin", groups: [] }),
    handle: async (request) => {
      if (request.verb === "path" || request.name === "absent") return { code: 404, body: absent.status, warnings: [] };
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
