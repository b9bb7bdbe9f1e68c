import type { Probe } from "../../core/pod/container/types.ts";
import { goWords } from "../../../machinery/describing/text.ts";

/** `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`. kubectl/pkg/describe DescribeProbe */
export function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  const timing = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  return `${actionText(probe)} ${timing}`;
}

function actionText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec) return `exec ${goWords(exec.command)}`;
  if (httpGet) {
    const host = httpGet.host?.includes(":") ? `[${httpGet.host}]` : (httpGet.host ?? "");
    const path = httpGet.path ?? "";
    return `http-get ${(httpGet.scheme ?? "").toLowerCase()}://${host}:${httpGet.port}${path === "" || path.startsWith("/") ? path : `/${path}`}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port}`;
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ""}`;
  return "unknown";
}
