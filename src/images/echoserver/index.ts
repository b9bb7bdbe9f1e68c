import { headerOf, type AppRequest } from "../../network/http.ts";
import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";
import { parseImage } from "../reference.ts";
import { hostnameOf, podAddress, type ContainerView } from "../view.ts";

/** k8s.gcr.io/echoserver and registry.k8s.io/echoserver: tells everything about the request. images/echoserver of Kubernetes' test images */
export const echoserver = server({
  name: "echoserver",
  ports: () => [8080],
  answer: (request, view) => returned(isOld(view) ? oldDump(request) : dump(request, view), view, versionOf(view), "text/plain"),
  requestLog: accessLine,
  idle: { cpuMillis: 0, memoryMi: 3 },
});

function isOld({ container }: ContainerView): boolean {
  return /^1\.[0-4]$/.test(parseImage(container.image ?? "")?.tag ?? "");
}

function versionOf(view: ContainerView): string {
  return isOld(view) ? "1.10.0" : "1.13.3";
}

function headerLines({ headers }: AppRequest): string {
  const sorted = headers.map(([name, value]) => [name.toLowerCase(), value] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, value]) => `${name}=${value}`).join("\n\t");
}

function oldDump(request: AppRequest): string {
  const host = headerOf(request, "Host") ?? "";
  const headers = headerLines(request).replaceAll("\n\t", "\n");
  return `CLIENT VALUES:
client_address=${request.clientAddress}
command=${request.method}
real path=${request.path}
query=${queryOf(request) ?? "nil"}
request_version=1.1
request_uri=http://${host.split(":")[0]}:8080${request.path}

SERVER VALUES:
server_version=nginx: 1.10.0 - lua: 10001

HEADERS RECEIVED:
${headers}
BODY:
${request.body || "-no body in request-"}`;
}

function dump(request: AppRequest, view: ContainerView): string {
  const host = headerOf(request, "Host") ?? "";
  const pod = [
    `node name:\t${view.pod.spec.nodeName}`,
    `pod name:\t${view.pod.metadata.name}`,
    `pod namespace:\t${view.pod.metadata.namespace}`,
  ];
  const known = view.container.env?.some(({ valueFrom }) => valueFrom?.fieldRef !== undefined);
  return `

Hostname: ${hostnameOf(view.pod)}

Pod Information:
\t${known ? [...pod, `pod IP:\t${podAddress(view.pod)}`].join("\n\t") : "-no pod information available-"}

Server values:
\tserver_version=nginx: 1.13.3 - lua: 10008

Request Information:
\tclient_address=${request.clientAddress}
\tmethod=${request.method}
\treal path=${request.path}
\tquery=${queryOf(request) ?? ""}
\trequest_version=1.1
\trequest_scheme=http
\trequest_uri=http://${host.split(":")[0]}:8080${request.path}

Request Headers:
\t${headerLines(request)}

Request Body:
\t${request.body || "-no body in request-"}

`;
}

function queryOf({ path }: AppRequest): string | undefined {
  return path.includes("?") ? path.slice(path.indexOf("?") + 1) : undefined;
}
