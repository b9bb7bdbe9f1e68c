import { md5Hex } from "../../base/md5.ts";
import { createPrograms } from "../../images/programs.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { ForwardedPort, HttpRequest, HttpResponse } from "../../machinery/node-runtime.ts";
import { failure } from "../../machinery/status.ts";
import { runtimeOf } from "./work.ts";

const LOOPBACK = "127.0.0.1";

/** One exchange over a port that the kubelet forwards; without a request it only connects. Throws StatusError with its words. */
// pkg/kubelet/cri/streaming/portforward/httpstream.go portForward
export function forwardPort(
  forwarded: ForwardedPort,
  request: HttpRequest | undefined,
  context: ComponentContext,
): HttpResponse | undefined {
  const { uid, port } = forwarded;
  const pod = forwarded.pod as Pod | undefined;
  const sandbox = sandboxId(uid);
  const refuse = (why: string): Error => failure(500, "", `error forwarding port ${port} to pod ${sandbox}, uid : ${why}`, {});
  const isDocker = (pod ? runtimeOf(pod, context) : context.cluster.containerRuntime).startsWith("docker");
  if (pod?.status?.phase !== "Running")
    throw refuse(isDocker ? `Error: No such container: ${sandbox}` : `failed to find sandbox "${sandbox}" in store: not found`);
  const programs = createPrograms(context);
  if (request === undefined && programs.listens(pod, port)) return undefined;
  const answer = request && programs.http(pod, { ...request, clientAddress: LOOPBACK, address: LOOPBACK, port });
  if (answer !== undefined) return answer;
  throw refuse(isDocker ? fromSocat(sandbox, port, context) : fromContainerd(sandbox, pod, port));
}

/** The runtime's name for what a pod's containers share: 64 hex digits, always the same for a pod. */
function sandboxId(uid: string): string {
  return md5Hex(`sandbox of ${uid}`) + md5Hex(uid);
}

/** socat, that dockershim runs, says when and who it is. pkg/kubelet/dockershim/docker_streaming_others.go, 1.20 */
function fromSocat(sandbox: string, port: number, { sim }: ComponentContext): string {
  const time = new Date(sim.now()).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
  const process = (Number.parseInt(sandbox.slice(0, 6), 16) % 30_000) + 1000;
  return `exit status 1: ${time} socat[${process}] E connect(5, AF=2 ${LOOPBACK}:${port}, 16): Connection refused\n`;
}

/** containerd/pkg/cri/server/sandbox_portforward_linux.go, 1.6 */
function fromContainerd(sandbox: string, pod: Pod, port: number): string {
  const isHost = pod.spec.hostNetwork === true;
  const [, one, two, three, four, five] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(sandbox) ?? [];
  const namespace = isHost ? "host" : `/var/run/netns/cni-${[one, two, three, four, five].join("-")}`;
  const second = isHost
    ? `dial tcp6 [::1]:${port}: connect: connection refused`
    : "dial tcp6: address localhost: no suitable address found";
  return (
    `failed to execute portforward in network namespace "${namespace}": failed to connect to localhost:${port} inside namespace "${sandbox}", ` +
    `IPv4: dial tcp4 ${LOOPBACK}:${port}: connect: connection refused IPv6 ${second} `
  );
}
