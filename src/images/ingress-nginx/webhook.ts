import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import { objectKey } from "../../machinery/object.ts";
import { type AppRequest, byteLength, httpDate, type HttpResponse } from "../../network/http.ts";
import { classOf } from "./classes.ts";
import { createConfiguration } from "./configuration.ts";
import type { ControllerView } from "./controller-view.ts";
import { inspect } from "./inspection.ts";
import { say, sayValues } from "./klog.ts";
import { pathPattern } from "./locations.ts";
import { CATCH_ALL } from "./model.ts";
import { convertedIngress } from "./old-shape.ts";
import { classAsker, configurationSource } from "./own-ingresses.ts";
import type { ConfigurationSource } from "./source.ts";

interface Review {
  request?: { uid?: string; namespace?: string; name?: string; object?: Ingress };
}

/** The controller's admission webhook. internal/admission/controller/main.go */
export function admissionAnswer(request: AppRequest, controller: ControllerView): HttpResponse {
  const { request: asked } = JSON.parse(request.body || "{}") as Review;
  const ingress = asked?.object && convertedIngress(asked.object);
  const why = ingress && refusalOf(ingress, controller);
  if (ingress) tell(ingress, why, controller);
  const status = why === undefined ? {} : { status: { status: "Failure", message: why, reason: "BadRequest", code: 400 } };
  const response = { uid: asked?.uid ?? "", allowed: why === undefined, ...status };
  const body = JSON.stringify({ kind: "AdmissionReview", apiVersion: "admission.k8s.io/v1", response });
  return {
    status: 200,
    statusText: "OK",
    headers: [
      ["Date", httpDate(controller.view.now)],
      ["Content-Type", "text/plain; charset=utf-8"],
      ["Content-Length", String(byteLength(body))],
    ],
    body,
  };
}

function tell(ingress: Ingress, why: string | undefined, controller: ControllerView): void {
  const { namespace = "", name = "" } = ingress.metadata;
  const isNew = controller.release.has("structuredLog");
  if (why === undefined) {
    if (isNew) sayValues(controller, "I", "accepted", "successfully validated configuration, accepting", { ingress: objectKey(ingress) });
    else say(controller, "I", "accepted", `successfully validated configuration, accepting ingress ${name} in namespace ${namespace}`);
  } else if (isNew) sayValues(controller, "E", "refused", "invalid ingress configuration", { err: why, ingress: objectKey(ingress) });
  else
    say(controller, "E", "refused", `failed to generate configuration for ingress ${name} in namespace ${namespace}: ${why}, refusing it`);
}

/** Why nginx would not run with an ingress; undefined when it would. controller/controller.go CheckIngress, 1.3 */
export function refusalOf(
  ingress: Ingress,
  { view, release, flags }: Pick<ControllerView, "flags" | "release" | "view">,
): string | undefined {
  if (ingress.metadata.deletionTimestamp) return undefined;
  const found = release.has("deepInspection") ? inspect(ingress) : undefined;
  if (found !== undefined) return `invalid object: ${found}`;
  const source = configurationSource(view, release, flags);
  if (!classOf(ingress, classAsker(view.lister, release, flags)).valid) return undefined;
  if (flags.watchNamespace && ingress.metadata.namespace !== flags.watchNamespace) return undefined;
  if (flags.disableCatchAll && ingress.spec.defaultBackend)
    return "This deployment is trying to create a catch-all ingress while DisableCatchAll flag is set to true. Remove '.spec.backend' or set DisableCatchAll flag to false.";
  return refusedAnnotation(ingress, source) ?? overlap(ingress, source) ?? brokenConfiguration(ingress, view.now);
}

const DEFAULT_PREFIX = "nginx.ingress.kubernetes.io";

function refusedAnnotation({ metadata: { annotations = {} } }: Ingress, { flags, settings }: ConfigurationSource): string | undefined {
  const prefix = flags.annotationsPrefix;
  for (const [key, value] of Object.entries(annotations)) {
    if (prefix !== DEFAULT_PREFIX && key.startsWith(`${DEFAULT_PREFIX}/`))
      return `This deployment has a custom annotation prefix defined. Use '${prefix}' instead of '${DEFAULT_PREFIX}'`;
    const blocked = key.startsWith(`${prefix}/`) ? settings.blockedWords.find((word) => value.includes(word)) : undefined;
    if (blocked !== undefined) return `${key} annotation contains invalid word ${blocked}`;
    if (!settings.allowSnippets && key.endsWith("-snippet"))
      return `${key} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`;
    if (key.startsWith(`${prefix}/global-rate-limit`))
      return "'global-rate-limit*' annotations require 'global-rate-limit-memcached-host' settings configured in the global configmap";
  }
  return undefined;
}

/** A host and path may be an ingress's alone, unless one of two is a canary. controller.go checkOverlap */
function overlap(ingress: Ingress, source: ConfigurationSource): string | undefined {
  const others = source.ingresses.filter((one) => objectKey(one) !== objectKey(ingress));
  const { servers } = createConfiguration({ ...source, ingresses: [...others, ingress] });
  const canary = (one: Ingress): string | undefined => one.metadata.annotations?.[`${source.flags.annotationsPrefix}/canary`];
  for (const { host = "", http } of ingress.spec.rules ?? []) {
    for (const path of http?.paths ?? []) {
      const [hostname, wanted] = [host || CATCH_ALL, path.path || "/"];
      const locations = servers.find((server) => server.hostname === hostname)?.locations ?? [];
      const holders = locations.filter(
        (location) => location.path === wanted && location.ingress !== undefined && isNamed(location.ingress, hostname, wanted, others),
      );
      if (locations.some((location) => location.path === wanted && location.ingress === objectKey(ingress))) return undefined;
      for (const { ingress: key } of holders) {
        const existing = others.find((one) => objectKey(one) === key);
        if (existing === undefined) continue;
        const [own, their] = [canary(ingress), canary(existing)];
        if ((own === "true" && their === "true") || (own === undefined && their === undefined))
          return `host "${hostname}" and path "${wanted}" is already defined in ingress ${key}`;
      }
      if (holders.length > 0) return undefined;
    }
  }
  return undefined;
}

/** Whether an ingress names the path, rather than that nginx made up a `/` for its host. */
function isNamed(key: string, hostname: string, wanted: string, ingresses: readonly Ingress[]): boolean {
  const rules = ingresses.find((one) => objectKey(one) === key)?.spec.rules ?? [];
  return rules.some(({ host = "", http }) => (host || CATCH_ALL) === hostname && http?.paths.some(({ path }) => (path || "/") === wanted));
}

/** What `nginx -t` says of a path that is no regular expression where it has to be one. controller/nginx.go testTemplate */
function brokenConfiguration({ spec }: Ingress, now: number): string | undefined {
  const paths = (spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []).map(({ path }) => path || "/");
  const broken = paths.find((path) => pathPattern(path, "^") === undefined);
  if (broken === undefined) return undefined;
  const rule = "-".repeat(79);
  const stamp = new Date(now).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
  const problem = `[emerg] 1024#1024: pcre_compile() failed: missing ) in "^${broken}" in /tmp/nginx/nginx-cfg1024:425`;
  const again = problem.replace(" 1024#1024:", "");
  return [
    "",
    rule,
    "Error: exit status 1",
    `${stamp} ${problem}`,
    `nginx: ${again}`,
    "nginx: configuration file /tmp/nginx/nginx-cfg1024 test failed",
    "",
    rule,
    "",
  ].join("\n");
}
