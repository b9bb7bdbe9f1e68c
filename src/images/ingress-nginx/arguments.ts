import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ControllerRelease } from "./release.ts";

/** The controller's flags, as far as they matter here. cmd/nginx/flags.go */
export interface ControllerFlags {
  readonly annotationsPrefix: string;
  /** `namespace/name` */
  readonly configMap: string;
  readonly publishService: string;
  readonly publishStatusAddress: string;
  readonly defaultBackendService: string;
  readonly defaultSslCertificate: string;
  /** The value of the annotation kubernetes.io/ingress.class that means this controller. */
  readonly ingressClass: string;
  readonly controllerClass: string;
  readonly watchIngressWithoutClass: boolean;
  readonly ingressClassByName: boolean;
  readonly watchNamespace: string;
  readonly electionId: string;
  readonly updateStatus: boolean;
  readonly updateStatusOnShutdown: boolean;
  readonly reportNodeInternalIp: boolean;
  readonly disableCatchAll: boolean;
  /** The port of the admission webhook; undefined without one. */
  readonly webhookPort: number | undefined;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly healthPort: number;
  readonly statusIntervalMs: number;
  readonly syncRateLimit: number;
}

/** Each request asks several times; a container in the store is one pod's and never changes. */
const known = new WeakMap<Container, ControllerFlags>();

/** Reads a container's arguments; $(POD_NAMESPACE) and $(POD_NAME) are the pod's own. */
export function controllerFlags(pod: Pod, container: Container, release: ControllerRelease): ControllerFlags {
  let flags = known.get(container);
  if (flags === undefined) known.set(container, (flags = readFlags(pod, container, release)));
  return flags;
}

function readFlags(pod: Pod, container: Container, release: ControllerRelease): ControllerFlags {
  const { namespace = "", name = "" } = pod.metadata;
  const given = new Map<string, string>();
  for (const word of [...(container.command ?? []), ...(container.args ?? [])]) {
    const [, flag = "", value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag !== "") given.set(flag, (value ?? "true").replaceAll("$(POD_NAMESPACE)", namespace).replaceAll("$(POD_NAME)", name));
  }
  const text = (flag: string, otherwise = ""): string => given.get(flag) ?? otherwise;
  const number = (flag: string, otherwise: number): number => Number(given.get(flag) ?? otherwise);
  const yes = (flag: string, otherwise: boolean): boolean => (given.get(flag) ?? String(otherwise)) === "true";
  const webhook = /:(\d+)$/.exec(text("validating-webhook"))?.[1];
  const ingressClass = text("ingress-class", release.has("ingressClasses") ? "nginx" : "");
  return {
    annotationsPrefix: text("annotations-prefix", "nginx.ingress.kubernetes.io"),
    configMap: text("configmap"),
    publishService: text("publish-service"),
    publishStatusAddress: text("publish-status-address"),
    defaultBackendService: text("default-backend-service"),
    defaultSslCertificate: text("default-ssl-certificate"),
    ingressClass,
    controllerClass: text("controller-class", "k8s.io/ingress-nginx"),
    watchIngressWithoutClass: yes("watch-ingress-without-class", false),
    ingressClassByName: yes("ingress-class-by-name", false),
    watchNamespace: text("watch-namespace"),
    electionId: electionId(text("election-id", "ingress-controller-leader"), ingressClass, release),
    updateStatus: yes("update-status", true),
    updateStatusOnShutdown: yes("update-status-on-shutdown", true),
    reportNodeInternalIp: yes("report-node-internal-ip-address", false),
    disableCatchAll: yes("disable-catch-all", false),
    webhookPort: webhook === undefined ? undefined : Number(webhook),
    httpPort: number("http-port", 80),
    httpsPort: number("https-port", 443),
    healthPort: number("healthz-port", 10254),
    statusIntervalMs: Math.max(5, number("status-update-interval", 60)) * 1000,
    syncRateLimit: number("sync-rate-limit", 0.3),
  };
}

/** Before 1.0 controllers of several classes had locks of their own: `ingress-controller-leader-nginx`. */
function electionId(id: string, ingressClass: string, release: ControllerRelease): string {
  return release.has("ingressClasses") ? id : `${id}-${ingressClass || "nginx"}`;
}
