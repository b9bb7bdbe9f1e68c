import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { NodeRuntime } from "../../machinery/node-runtime.ts";
import { badRequest, failure, type StatusError } from "../../machinery/status.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.ts";
import { isAsked, type Serves, type Webhook } from "./webhook-rules.ts";

const GROUP = "admissionregistration.k8s.io";
const TIMEOUT_SECONDS = 10;
const WITHOUT_EFFECTS = new Set(["None", "NoneOnDryRun"]);

interface Service extends KubeObject {
  spec: { type?: string; clusterIP?: string; externalName?: string; ports?: { name?: string; port: number }[] };
}
interface EndpointAddress {
  targetRef?: { kind?: string; namespace?: string; name?: string };
}
interface Endpoints extends KubeObject {
  subsets?: { addresses?: EndpointAddress[]; ports?: { name?: string; port: number }[] }[] | null;
}

/**
 * MutatingAdmissionWebhook and ValidatingAdmissionWebhook. A webhook that nobody serves fails as its failurePolicy says. What serves it is
 * asked: a program that answers with an AdmissionReview may refuse; any other, which k8sim does not emulate, is taken to allow everything.
 * Nobody changes an object.
 */
// apiserver/pkg/admission/plugin/webhook/{mutating,validating}/dispatcher.go, 1.20
export function webhookPlugins(serves: Serves, nodes: NodeRuntime | undefined): AdmissionPlugin[] {
  return [
    { name: "MutatingAdmissionWebhook", admit: (request) => callAll("mutatingwebhookconfigurations", request, serves, nodes) },
    { name: "ValidatingAdmissionWebhook", validate: (request) => callAll("validatingwebhookconfigurations", request, serves, nodes) },
  ];
}

function callAll(resource: string, request: AdmissionRequest, serves: Serves, nodes: NodeRuntime | undefined): void {
  const configurations = request.context.list(`${resource}.${GROUP}`);
  if (configurations.length === 0 || (request.group === GROUP && request.resource.endsWith("webhookconfigurations"))) return;
  for (const { webhooks } of configurations as readonly { webhooks?: readonly Webhook[] | null }[]) {
    for (const webhook of webhooks ?? []) if (isAsked(webhook, request, serves)) call(webhook, request, nodes);
  }
}

function call(webhook: Webhook, request: AdmissionRequest, nodes: NodeRuntime | undefined): void {
  if (request.context.dryRun && !WITHOUT_EFFECTS.has(webhook.sideEffects ?? "")) {
    throw badRequest(`admission webhook ${goQuote(webhook.name)} does not support dry run`);
  }
  const why = unreachable(webhook, request);
  if (why !== undefined) {
    if (webhook.failurePolicy !== "Ignore") throw failedCall(webhook, why, request);
    return;
  }
  const denied = nodes && askProgram(webhook, request, nodes);
  if (denied !== undefined) throw denial(webhook, denied);
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
  return readyAddress(endpoints, served.name) ? undefined : `dial tcp ${clusterIP}:${port}: connect: connection refused`;
}

/** Nothing outside of the cluster is emulated. */
function refusedByHost(url: string): string {
  const [, host = "", port = "443"] = /^https:\/\/([^/:?]+)(?::(\d+))?/.exec(url) ?? [];
  return /^[\d.]+$/.test(host) ? `dial tcp ${host}:${port}: connect: connection refused` : `dial tcp: lookup ${host}: no such host`;
}

/** The first ready address of a service's port. */
function readyAddress(endpoints: Endpoints | undefined, portName = ""): { address: EndpointAddress; port: number } | undefined {
  for (const { addresses = [], ports = [] } of endpoints?.subsets ?? []) {
    const open = ports.find(({ name = "" }) => name === portName);
    if (open && addresses[0]) return { address: addresses[0], port: open.port };
  }
  return undefined;
}

/** What a webhook says to a request that it refuses. */
interface Denial {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

/** Asks the program behind a webhook's service; undefined when it allows the request, or does not speak the protocol. */
function askProgram({ clientConfig: { service: at } }: Webhook, request: AdmissionRequest, nodes: NodeRuntime): Denial | undefined {
  if (at === undefined) return undefined;
  const { context } = request;
  const service = context.get("services", at.namespace, at.name) as Service | undefined;
  const served = service?.spec.ports?.find(({ port }) => port === (at.port ?? 443));
  const found = readyAddress(context.get("endpoints", at.namespace, at.name) as Endpoints | undefined, served?.name);
  const { kind, namespace = "", name = "" } = found?.address.targetRef ?? {};
  const pod = kind === "Pod" ? context.get("pods", namespace, name) : undefined;
  if (found === undefined || pod === undefined) return undefined;
  const headers = [["Content-Type", "application/json"]] as const;
  const answer = nodes.http(pod, found.port, { method: "POST", path: at.path ?? "/", headers, body: JSON.stringify(reviewOf(request)) });
  return answer === undefined ? undefined : denialIn(answer.body);
}

// k8s.io/api/admission/v1 AdmissionReview
function reviewOf({
  object,
  old,
  operation,
  group,
  version,
  resource,
  kind,
  namespace,
  name,
  subresource,
  user,
  context,
}: AdmissionRequest): object {
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid: object?.metadata.uid ?? old?.metadata.uid ?? "",
      kind: { group, version, kind },
      resource: { group, version, resource },
      ...(subresource ? { subResource: subresource } : {}),
      namespace,
      name,
      operation,
      userInfo: { username: user.name, groups: user.groups },
      object: object ?? null,
      oldObject: old ?? null,
      dryRun: context.dryRun,
    },
  };
}

function denialIn(body: string): Denial | undefined {
  if (!body.includes('"AdmissionReview"')) return undefined;
  const { response } = JSON.parse(body) as { response?: { allowed?: boolean; status?: Denial } };
  return response === undefined || response.allowed ? undefined : (response.status ?? {});
}

// apiserver/pkg/admission/plugin/webhook/errors/statuserror.go ToStatusErr
function denial({ name }: Webhook, { message, reason, code = 400 }: Denial): StatusError {
  const denied = `admission webhook ${goQuote(name)} denied the request`;
  return failure(code, reason ?? "BadRequest", `${denied}${message ? `: ${message}` : reason ? `: ${reason}` : " without explanation"}`);
}
