import { assert } from "../../base/assert.ts";
import { bytesOfText } from "../../base/byte-text.ts";
import type { ResourceRequest } from "../../machinery/api.ts";
import { createHttpTunnel } from "../../machinery/http-tunnel.ts";
import type { HttpRequest, HttpResponse } from "../../machinery/node-runtime.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { type Status, StatusError } from "../../machinery/status.ts";
import type { ServerBackend } from "../http-server.ts";
import type { SpdyStream } from "./connection.ts";

export const PORT_FORWARD_PROTOCOL = "portforward.k8s.io";

/** Reaches one port of the pod that a client has asked for. Rejects with the kubelet's words. */
export interface PortExchange {
  connect(port: string): Promise<void>;
  exchange(port: string, request: HttpRequest): Promise<HttpResponse>;
}

/** Opens port forwarding: from now on it leads to this very pod. Throws StatusError when it is refused. */
export async function openPortForward(backend: Pick<ServerBackend, "handle">, request: ResourceRequest): Promise<PortExchange> {
  const opened = await backend.handle(request);
  if (opened.code !== 200) throw new StatusError(opened.body as Status);
  const uid = (opened.body as KubeObject).metadata.uid ?? "";
  const reach = async (port: string, http?: HttpRequest): Promise<HttpResponse | undefined> => {
    const response = await backend.handle({ ...request, options: { port, uid }, ...(http ? { http } : {}) });
    if (response.http === undefined && response.code !== 200) throw new StatusError(response.body as Status);
    return response.http;
  };
  return {
    connect: async (port) => void (await reach(port)),
    async exchange(port, http) {
      const answer = await reach(port, http);
      assert(answer, "an exchange has an answer");
      return answer;
    },
  };
}

/** Forwards connections to a pod's ports: each is a pair of streams, and carries HTTP. client-go/tools/portforward */
export function createPortForward(ports: PortExchange): (stream: SpdyStream) => void {
  const errors = new Map<string, SpdyStream>();
  return (stream) => {
    const id = stream.headers.get("requestid") ?? "";
    if (stream.headers.get("streamtype") === "error") errors.set(id, stream);
    else forward(ports, stream, () => errors.get(id));
  };
}

function forward(ports: PortExchange, stream: SpdyStream, errorStream: () => SpdyStream | undefined): void {
  const port = stream.headers.get("port") ?? "";
  let at = 0;
  const tunnel = createHttpTunnel({
    connect: () => ports.connect(port),
    exchange: (request) => ports.exchange(port, request),
    send: (bytes) => stream.write(bytes),
    close(error) {
      if (error !== undefined) errorStream()?.write(bytesOfText(error instanceof Error ? error.message : String(error)));
      stream.end();
      errorStream()?.end();
    },
  });
  stream.onData((soFar, isAll) => {
    if (soFar.length > at) tunnel.receive(soFar.subarray(at));
    at = soFar.length;
    if (isAll) tunnel.finish();
  });
}
