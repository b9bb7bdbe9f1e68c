import { say, sayValues, type Said } from "../../images/ingress-nginx/klog.ts";
import type { Release } from "../../release/release.ts";
import type { ActingController } from "./acting.ts";

const CERTIFICATE_FILE = "/etc/ingress-controller/ssl/default-fake-certificate.pem";
const KUBECONFIG = "Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might not work.";

/** What a controller says while it starts, behind its banner. cmd/nginx/main.go, controller/nginx.go Start */
export function tellStart(controller: ActingController, kubernetes: Release, apiServerUrl: string): void {
  say(controller, "W", "clientConfig", KUBECONFIG);
  if (controller.release.has("structuredLog")) tellNewStart(controller, kubernetes, apiServerUrl);
  else tellOldStart(controller, kubernetes, apiServerUrl);
  const { view, flags } = controller;
  const gap = controller.release.has("structuredLog") ? " " : "  ";
  say(controller, "I", "attempting", `attempting to acquire leader lease${gap}${view.pod.metadata.namespace}/${flags.electionId}...`);
}

function tellOldStart(controller: ActingController, kubernetes: Release, apiServerUrl: string): void {
  const { text, minor } = kubernetes;
  const build = kubernetes.value("serverBuild");
  say(controller, "I", "apiClient", `Creating API client for ${apiServerUrl}`);
  say(
    controller,
    "I",
    "cluster",
    `Running in Kubernetes cluster version v1.${minor} (${text}) - git (clean) commit ${build.gitCommit} - platform linux/amd64`,
  );
  say(controller, "I", "fakeCertificate", `SSL fake certificate created ${CERTIFICATE_FILE}`);
  say(controller, "I", "starting", "Starting NGINX Ingress controller");
  say(controller, "I", "nginx", "Starting NGINX process");
}

function tellNewStart(controller: ActingController, kubernetes: Release, apiServerUrl: string): void {
  const { text, minor } = kubernetes;
  const build = kubernetes.value("serverBuild");
  const told = (said: Said, message: string, values: Readonly<Record<string, string>> = {}): void =>
    sayValues(controller, "I", said, message, values);
  told("apiClient", "Creating API client", { host: apiServerUrl });
  const version = { major: "1", minor: String(minor), git: text, state: "clean", commit: build.gitCommit, platform: "linux/amd64" };
  told("cluster", "Running in Kubernetes cluster", version);
  told("fakeCertificate", "SSL fake certificate created", { file: CERTIFICATE_FILE });
  const { webhookPort } = controller.flags;
  const [path, key] = ["/usr/local/certificates/cert", "/usr/local/certificates/key"];
  if (webhookPort !== undefined) told("tlsCertificate", "loading tls certificate", { path, key });
  told("starting", "Starting NGINX Ingress controller");
  told("nginx", "Starting NGINX process");
  if (webhookPort !== undefined)
    told("webhook", "Starting validation webhook", { address: `:${webhookPort}`, certPath: path, keyPath: key });
}

/** What a controller says when it is told to stop. */
export function tellStop(controller: ActingController): void {
  const isNew = controller.release.has("structuredLog");
  const told = (said: Said, sentence: string): void =>
    isNew ? sayValues(controller, "I", said, sentence, {}) : say(controller, "I", said, sentence);
  told("sigterm", "Received SIGTERM, shutting down");
  told("queues", "Shutting down controller queues");
}

/** And when it has stopped its nginx. */
export function tellStopped(controller: ActingController): void {
  const isNew = controller.release.has("structuredLog");
  const told = (said: Said, sentence: string): void =>
    isNew ? sayValues(controller, "I", said, sentence, {}) : say(controller, "I", said, sentence);
  if (controller.flags.webhookPort !== undefined) told("stoppingWebhook", "Stopping admission controller");
  told("stoppingNginx", "Stopping NGINX process");
  told("nginxStopped", "NGINX process has stopped");
  say(
    controller,
    "I",
    "handledQuit",
    isNew ? "Handled quit, delaying controller exit for 10 seconds" : "Handled quit, awaiting Pod deletion",
  );
}
