import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import { badRequest } from "../../machinery/status.ts";
import { signedToken } from "../../machinery/service-account-token.ts";
import type { Call } from "../engine.ts";
import { existing } from "./list.ts";

const DEFAULT_SECONDS = 3600;
/** Bound tokens of pods are asked for by 3607 seconds and live a year, so that old programs keep working. */
const NODE_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

/** `serviceaccounts/token`: a token that ends by itself and that nobody stores. */
// pkg/registry/core/serviceaccount/storage/token.go, 1.20
export function requestToken(call: Call): ApiResponse {
  const { request, engine, warnings } = call;
  const account = existing(call);
  const body: JsonObject = isJsonObject(request.body) ? request.body : {};
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.name !== undefined && metadata.name !== request.name) throw badRequest(`service account name does not match name on URL`);
  const spec: JsonObject = isJsonObject(body.spec) ? body.spec : {};
  const { name = "", namespace = "", uid = "" } = account.metadata;
  const issuer = `https://kubernetes.default.svc.${engine.options.settings.clusterDomain}`;
  const audiences = Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences : [issuer];
  const seconds = typeof spec.expirationSeconds === "number" ? spec.expirationSeconds : DEFAULT_SECONDS;
  const issued = Math.floor(call.context.now() / 1000);
  const expires = issued + (seconds === NODE_SECONDS ? YEAR_SECONDS : seconds);
  const claims: JsonObject = {
    aud: audiences,
    exp: expires,
    iat: issued,
    iss: issuer,
    "kubernetes.io": { namespace, serviceaccount: { name, uid } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const status = {
    expirationTimestamp: formatRfc3339(expires * 1000),
    token: signedToken(claims, `token-request/${namespace}/${name}`, engine.options.sim, engine.options.settings.seed),
  };
  const made = { name, namespace, creationTimestamp: formatRfc3339(call.context.now()) };
  const answer = { ...body, metadata: made, spec: { ...spec, audiences, expirationSeconds: seconds }, status };
  return { code: 201, body: answer, warnings };
}
