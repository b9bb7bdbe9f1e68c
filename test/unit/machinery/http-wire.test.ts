import { describe, expect, test } from "bun:test";
import { createHttpTunnel, NotHttpError } from "../../../src/machinery/http-tunnel.ts";
import { readHttpRequest, writeHttpResponse } from "../../../src/machinery/http-wire.ts";
import type { HttpRequest, HttpResponse } from "../../../src/machinery/node-runtime.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const GET = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";

describe("readHttpRequest", () => {
  test("reads the first of several, with its body by length or in chunks", () => {
    expect(readHttpRequest(bytes(GET + GET))).toMatchObject({
      request: { method: "GET", path: "/a?b=c", headers: [["Host", "x"]], body: "" },
      length: GET.length,
      closes: false,
    });
    expect(readHttpRequest(bytes("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET"))).toMatchObject({
      request: { body: "abc" },
      length: 41,
    });
    const chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    expect(readHttpRequest(bytes(chunked))).toMatchObject({ request: { body: "abcde" }, length: chunked.length });
  });

  test("knows when more has to come, and when no HTTP will", () => {
    for (const part of ["G", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n", "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"])
      expect(readHttpRequest(bytes(part)).kind).toBe("incomplete");
    for (const other of ["PING\r\n\r\n", "\u0016\u0003\u0001", "*1\r\n$4\r\n", "hello\n", "GET / HTTP/2.0\r\n\r\n"])
      expect(readHttpRequest(bytes(other)).kind).toBe("other");
  });

  test("a connection ends with its request where the client says so, or speaks HTTP/1.0", () => {
    const closes = (text: string): boolean => {
      const arrived = readHttpRequest(bytes(text));
      return arrived.kind === "request" && arrived.closes;
    };
    expect(closes("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).toBe(true);
    expect(closes("GET / HTTP/1.0\r\n\r\n")).toBe(true);
    expect(closes("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")).toBe(false);
  });
});

test("a response states its own length, and none of another connection's headers", () => {
  const response: HttpResponse = {
    status: 200,
    statusText: "OK",
    headers: [
      ["X", "y"],
      ["Content-Length", "9"],
      ["Connection", "x"],
    ],
    body: "grün",
  };
  const text = (method: string): string => new TextDecoder().decode(writeHttpResponse(response, method, true));
  expect(text("GET")).toBe("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 5\r\nConnection: close\r\n\r\ngrün");
  expect(text("HEAD")).toBe("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 9\r\nConnection: close\r\n\r\n");
});

describe("a tunnel", () => {
  function tunnelOf(exchange: (request: HttpRequest) => Promise<HttpResponse>, connect?: () => Promise<void>) {
    let sent = "";
    let end: (error: unknown) => void = () => undefined;
    const closed = new Promise<unknown>((resolve) => (end = resolve));
    const tunnel = createHttpTunnel({
      ...(connect ? { connect } : {}),
      exchange,
      send: (part) => (sent += new TextDecoder().decode(part)),
      close: (error) => end(error),
    });
    return { tunnel, closed, sent: () => sent };
  }
  const echo = async ({ path }: HttpRequest): Promise<HttpResponse> => ({ status: 200, statusText: "OK", headers: [], body: path });

  test("answers requests in turn, however their bytes come", async () => {
    const { tunnel, closed, sent } = tunnelOf(echo);
    for (const byte of bytes(GET + GET.replace("/a", "/z"))) tunnel.receive(Uint8Array.of(byte));
    tunnel.finish();
    expect(await closed).toBeUndefined();
    expect(sent().match(/\r\n\r\n\/[az]\?b=c/g)).toEqual(["\r\n\r\n/a?b=c", "\r\n\r\n/z?b=c"]);
  });

  test("ends where nobody answers, where no HTTP is spoken, and where nobody listens", async () => {
    const refused = tunnelOf(async () => Promise.reject(new Error("refused")));
    refused.tunnel.receive(bytes(GET));
    expect(await refused.closed).toEqual(new Error("refused"));
    const other = tunnelOf(echo);
    other.tunnel.receive(bytes("PING\r\n"));
    expect(await other.closed).toBeInstanceOf(NotHttpError);
    const nobody = tunnelOf(echo, async () => Promise.reject(new Error("nobody")));
    expect(await nobody.closed).toEqual(new Error("nobody"));
  });
});
