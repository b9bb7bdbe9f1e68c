import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, conflict, notFound } from "../../machinery/status.ts";
import { signedToken } from "../../machinery/service-account-token.ts";
import { invalid } from "../../machinery/validation/field-error.ts";
import { runAdmit, runValidate } from "../admission/run.ts";
import { tokenIssuer } from "../auth/tokens.ts";
import type { Call } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import { existing } from "./list.ts";

const DEFAULT_SECONDS = 3600;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;
/** Tokens of pods are asked for by 3607 seconds and live a year, so that old programs keep working. */
const NODE_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

/** `serviceaccounts/token`: a token that ends by itself and that nobody stores. */
// pkg/registry/core/serviceaccount/storage/token.go, 1.20
export function requestToken(call: Call): ApiResponse {
  const { request, engine, warnings } = call;
  const body: JsonObject = isJsonObject(request.body) ? request.body : {};
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.name !== undefined && metadata.name !== request.name) throw badRequest(`service account name does not match name on URL`);
  const spec: JsonObject = isJsonObject(body.spec) ? body.spec : {};
  const draft = { ...body, metadata } as unknown as KubeObject;
  runAdmit(call, "CREATE", draft);
  runValidate(call, "CREATE", draft);
  const seconds = typeof spec.expirationSeconds === "number" ? spec.expirationSeconds : DEFAULT_SECONDS;
  checkSeconds(seconds);
  const account = existing(call);
  const { name = "", namespace = "", uid = "" } = account.metadata;
  const bound = boundObject(call, spec.boundObjectRef, name);
  const issuer = tokenIssuer(engine.options.settings.clusterDomain);
  const audiences = Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences : [issuer];
  const issued = Math.floor(call.context.now() / 1000);
  const isExtended = bound["pod"] !== undefined && seconds === NODE_SECONDS;
  const claims: JsonObject = {
    aud: audiences,
    exp: issued + (isExtended ? YEAR_SECONDS : seconds),
    iat: issued,
    iss: issuer,
    "kubernetes.io": { namespace, ...bound, serviceaccount: { name, uid }, ...(isExtended ? { warnafter: issued + seconds } : {}) },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const status = {
    expirationTimestamp: formatRfc3339((issued + seconds) * 1000),
    token: signedToken(claims, engine.options.settings.seed),
  };
  const made = { name, namespace, creationTimestamp: formatRfc3339(call.context.now()) };
  const answer = { ...body, metadata: made, spec: { ...spec, audiences, expirationSeconds: seconds }, status };
  return { code: 201, body: answer, warnings };
}

// pkg/apis/authentication/validation/validation.go ValidateTokenRequest, 1.20
function checkSeconds(seconds: number): void {
  const why =
    seconds < SHORTEST_SECONDS
      ? "may not specify a duration less than 10 minutes"
      : seconds > LONGEST_SECONDS
        ? "may not specify a duration larger than 2^32 seconds"
        : undefined;
  if (why !== undefined) throw invalidError("authentication.k8s.io", "TokenRequest", "", [invalid("spec.expirationSeconds", seconds, why)]);
}

/** The claim about the pod or secret with which the token ends; none when it is bound to nothing. */
function boundObject({ request, context }: Call, reference: unknown, account: string): Record<string, JsonObject> {
  if (!isJsonObject(reference)) return {};
  const { apiVersion, kind } = reference;
  const name = typeof reference.name === "string" ? reference.name : "";
  const resource = apiVersion === "v1" ? { Pod: "pods", Secret: "secrets" }[String(kind)] : undefined;
  if (resource === undefined)
    throw badRequest(`cannot bind token to object of type ${String(apiVersion ?? "")}, Kind=${String(kind ?? "")}`);
  const found = context.get(resource, request.namespace, name) as (KubeObject & { spec?: { serviceAccountName?: string } }) | undefined;
  if (!found) throw notFound("", resource, name);
  if (kind === "Pod" && found.spec?.serviceAccountName !== account) {
    const why = `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`;
    throw badRequest(why);
  }
  const uid = found.metadata.uid ?? "";
  if (typeof reference.uid === "string" && reference.uid !== "" && reference.uid !== uid) {
    const why = `the UID in the bound object reference (${reference.uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict("", String(kind), name, why);
  }
  return { [kind === "Pod" ? "pod" : "secret"]: { name, uid } };
}
