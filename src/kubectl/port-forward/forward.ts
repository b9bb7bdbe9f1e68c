import type { Pod } from "../../kinds/core/pod/types.ts";
import { createHttpTunnel } from "../../machinery/http-tunnel.ts";
import type { HttpRequest, HttpResponse } from "../../machinery/node-runtime.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { klogLine, unhandledError } from "../klog.ts";
import type { KubectlSockets, LocalConnection } from "../sockets.ts";
import type { ForwardedPort } from "./ports.ts";

const LOST = "lost connection to pod";
const LOST_PLACE = "portforward.go:234";

/** The way to one pod: it is that pod's, even when another of its name comes. */
export interface Forwarder {
  accept(connection: LocalConnection, port: ForwardedPort): void;
  /** Resolves when a connection has failed and kubectl gives up with it; later releases reject. */
  readonly lost: Promise<void>;
}

/** Opens port forwarding to a pod. Throws CommandError when the server refuses. */
export async function openForwarder(invocation: Invocation, sockets: KubectlSockets, pod: Pod): Promise<Forwarder> {
  const { env, release, factory } = invocation;
  const client = await factory.client();
  const { namespace = "", name = "", uid = "" } = pod.metadata;
  const ask = (options: Record<string, string>, http?: HttpRequest) =>
    client.request({
      verb: "create",
      group: "",
      version: "v1",
      resource: "pods",
      namespace,
      name,
      subresource: "portforward",
      options,
      ...(http ? { http } : {}),
    });
  await ask({}).catch((error: unknown) => {
    throw error instanceof StatusError ? new CommandError(`error upgrading connection: ${error.message}`) : error;
  });
  sockets.release();

  let lose: (reason?: Error) => void = () => undefined;
  const lost = new Promise<void>((resolve, reject) => (lose = (reason) => (reason ? reject(reason) : resolve())));

  function fail({ local, remote }: ForwardedPort, error: unknown, closed: Promise<void>): void {
    const why = error instanceof Error ? error.message : String(error);
    const text = `an error occurred forwarding ${local} -> ${remote}: ${why}`;
    env.stderr(klogLine(env, "E", release.value("portForwardLogPlace"), unhandledError(env, text)));
    if (!release.has("portForwardEndsOnError")) return;
    const isError = release.has("portForwardEndIsError");
    if (!isError) env.stderr(klogLine(env, "E", LOST_PLACE, LOST));
    void closed.then(() => lose(isError ? new CommandError(LOST) : undefined));
  }

  async function reach(port: ForwardedPort, http?: HttpRequest): Promise<HttpResponse | undefined> {
    try {
      return (await ask({ port: String(port.remote), uid }, http)).http;
    } finally {
      sockets.release();
    }
  }

  return {
    lost,
    accept(connection, port) {
      env.stdout(`Handling connection for ${port.local}\n`);
      const tunnel = createHttpTunnel({
        connect: async () => void (await reach(port)),
        exchange: async (request) => answered(await reach(port, request)),
        send: (bytes) => connection.send(bytes),
        close(error) {
          const closed = connection.close();
          if (error !== undefined) fail(port, error, closed);
          sockets.release();
        },
      });
      connection.start(tunnel.receive, tunnel.finish);
    },
  };
}

function answered(response: HttpResponse | undefined): HttpResponse {
  if (response === undefined) throw new Error("the pod has not answered");
  return response;
}
