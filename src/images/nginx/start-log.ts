import type { Node } from "../../kinds/core/node/types.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import type { ContainerView } from "../view.ts";

const SCRIPTS = "/docker-entrypoint.d";
/** Of these series the image's entrypoint tells what it does, and nginx itself from its start. */
const TELLS_SINCE = 19;
const NOTICES_SINCE = 21;
const RESOLVERS_SINCE = 25;

/** What the official image prints when it starts: nothing up to 1.18. */
export function startLog(view: ContainerView, version: string): string {
  const [, series = 0] = version.split(".").map(Number);
  if (series < TELLS_SINCE) return "";
  const says = (text: string): string => `/docker-entrypoint.sh: ${text}`;
  const ipv6 = "10-listen-on-ipv6-by-default.sh";
  const lines = [
    says(`${SCRIPTS}/ is not empty, will attempt to perform configuration`),
    says(`Looking for shell scripts in ${SCRIPTS}/`),
    says(`Launching ${SCRIPTS}/${ipv6}`),
    `${ipv6}: info: Getting the checksum of /etc/nginx/conf.d/default.conf`,
    `${ipv6}: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf`,
    ...(series >= RESOLVERS_SINCE ? [says(`Sourcing ${SCRIPTS}/15-local-resolvers.envsh`)] : []),
    says(`Launching ${SCRIPTS}/20-envsubst-on-templates.sh`),
    says(`Launching ${SCRIPTS}/30-tune-worker-processes.sh`),
    says("Configuration complete; ready for start up"),
    ...(series >= NOTICES_SINCE ? notices(view, version, series) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function notices(view: ContainerView, version: string, series: number): string[] {
  const node = view.lister.get("nodes", "", view.pod.spec.nodeName ?? "") as Node | undefined;
  const cpus = Math.max(1, Math.floor(milliValue(parseQuantity(node?.status?.capacity?.["cpu"] ?? "1")) / 1000));
  const compiler = series >= RESOLVERS_SINCE ? "gcc 12.2.0 (Debian 12.2.0-14) " : "gcc 10.2.1 20210110 (Debian 10.2.1-6) ";
  const at = new Date(view.startedAt).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
  return [
    'using the "epoll" event method',
    `nginx/${version}`,
    `built by ${compiler}`,
    `OS: Linux ${node?.status?.nodeInfo?.kernelVersion ?? ""}`,
    "getrlimit(RLIMIT_NOFILE): 1048576:1048576",
    "start worker processes",
    ...Array.from({ length: cpus }, (_, index) => `start worker process ${29 + index}`),
  ].map((text) => `${at} [notice] 1#1: ${text}`);
}
