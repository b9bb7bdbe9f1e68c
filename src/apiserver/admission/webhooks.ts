import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, failure, type StatusError } from "../../machinery/status.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.ts";
import { isAsked, type Serves, type Webhook } from "./webhook-rules.ts";

const GROUP = "admissionregistration.k8s.io";
const TIMEOUT_SECONDS = 10;
const WITHOUT_EFFECTS = new Set(["None", "NoneOnDryRun"]);

interface Service extends KubeObject {
  spec: { type?: string; clusterIP?: string; externalName?: string; ports?: { name?: string; port: number }[] };
}
interface Endpoints extends KubeObject {
  subsets?: { addresses?: object[]; ports?: { name?: string }[] }[] | null;
}

/**
 * MutatingAdmissionWebhook and ValidatingAdmissionWebhook. No webhook's own program is emulated: one whose service has ready
 * endpoints is taken to allow everything unchanged, one that nobody serves fails as its failurePolicy says.
 */
// apiserver/pkg/admission/plugin/webhook/{mutating,validating}/dispatcher.go, 1.20
export function webhookPlugins(serves: Serves): AdmissionPlugin[] {
  return [
    { name: "MutatingAdmissionWebhook", admit: (request) => callAll("mutatingwebhookconfigurations", request, serves) },
    { name: "ValidatingAdmissionWebhook", validate: (request) => callAll("validatingwebhookconfigurations", request, serves) },
  ];
}

function callAll(resource: string, request: AdmissionRequest, serves: Serves): void {
  const configurations = request.context.list(`${resource}.${GROUP}`);
  if (configurations.length === 0 || (request.group === GROUP && request.resource.endsWith("webhookconfigurations"))) return;
  for (const { webhooks } of configurations as readonly { webhooks?: readonly Webhook[] | null }[]) {
    for (const webhook of webhooks ?? []) if (isAsked(webhook, request, serves)) call(webhook, request);
  }
}

function call(webhook: Webhook, request: AdmissionRequest): void {
  if (request.context.dryRun && !WITHOUT_EFFECTS.has(webhook.sideEffects ?? "")) {
    throw badRequest(`admission webhook ${goQuote(webhook.name)} does not support dry run`);
  }
  const why = unreachable(webhook, request);
  if (why !== undefined && webhook.failurePolicy !== "Ignore") throw failedCall(webhook, why, request);
}

function failedCall(webhook: Webhook, why: string, { context }: AdmissionRequest): StatusError {
  const { release } = context;
  const url = urlOf(webhook);
  const shown = release.has("webhookUrlQuoted") ? goQuote(url) : url;
  const message = `failed calling webhook ${goQuote(webhook.name)}: ${release.value("webhookCallText")}Post ${shown}: ${why}`;
  return failure(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}

// apiserver/pkg/util/webhook/client.go HookClient
function urlOf({ clientConfig: { service, url = "" }, timeoutSeconds = TIMEOUT_SECONDS }: Webhook): string {
  const path = service?.path ?? "/";
  const base = service ? `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${path}` : url;
  return `${base}${base.includes("?") ? "&" : "?"}timeout=${timeoutSeconds}s`;
}

/** Why nobody answers for a webhook; undefined when somebody does. */
// apiserver/pkg/util/proxy/proxy.go ResolveCluster
function unreachable({ clientConfig }: Webhook, { context }: AdmissionRequest): string | undefined {
  const { service: at, url } = clientConfig;
  if (!at) return refusedByHost(url ?? "");
  const { namespace, name, port = 443 } = at;
  const service = context.get("services", namespace, name) as Service | undefined;
  if (!service) return `service ${goQuote(name)} not found`;
  const { type, clusterIP = "", externalName = "", ports = [] } = service.spec;
  if (type === "ExternalName") return `dial tcp: lookup ${externalName}: no such host`;
  if (clusterIP === "None") return 'cannot route to service with ClusterIP "None"';
  const served = ports.find((one) => one.port === port);
  if (!served) return `no service port ${port} found for service ${goQuote(name)}`;
  const endpoints = context.get("endpoints", namespace, name) as Endpoints | undefined;
  const isReady = (endpoints?.subsets ?? []).some(
    ({ addresses = [], ports: open = [] }) => addresses.length > 0 && open.some((one) => (one.name ?? "") === (served.name ?? "")),
  );
  return isReady ? undefined : `dial tcp ${clusterIP}:${port}: connect: connection refused`;
}

/** Nothing outside of the cluster is emulated. */
function refusedByHost(url: string): string {
  const [, host = "", port = "443"] = /^https:\/\/([^/:?]+)(?::(\d+))?/.exec(url) ?? [];
  return /^[\d.]+$/.test(host) ? `dial tcp ${host}:${port}: connect: connection refused` : `dial tcp: lookup ${host}: no such host`;
}
