import { goQuote } from "../../base/go-format.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse, ResourceRequest, UserInfo } from "../../machinery/api.ts";
import { badRequest } from "../../machinery/status.ts";
import { type FieldError, invalid, invalidStruct } from "../../machinery/validation/field-error.ts";
import type { Engine } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import type { Attributes, Authorizer } from "./authorizer.ts";
import { checkAccess } from "./check.ts";
import { bearerOf, tokenIssuer } from "./tokens.ts";

const AUTHORIZATION = "authorization.k8s.io";
const AUTHENTICATION = "authentication.k8s.io";

type Answer = (request: ResourceRequest, spec: JsonObject, engine: Engine) => JsonObject;

/** How each review gets its status. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  "selfsubjectaccessreviews.authorization.k8s.io": selfAccess,
  "subjectaccessreviews.authorization.k8s.io": access,
  "localsubjectaccessreviews.authorization.k8s.io": localAccess,
  "selfsubjectrulesreviews.authorization.k8s.io": rules,
  "selfsubjectreviews.authentication.k8s.io": self,
  "tokenreviews.authentication.k8s.io": token,
};
/** Reviews whose question is not repeated in the answer. */
const WITHOUT_SPEC = new Set(["selfsubjectrulesreviews", "selfsubjectreviews"]);

/** Whether a request is for one of the groups that only answer questions. */
export function isReview({ group }: ResourceRequest): boolean {
  return group === AUTHORIZATION || group === AUTHENTICATION;
}

/** Answers the kinds that are questions and are never stored; undefined for any other request. pkg/registry/{authorization,authentication}, 1.20 */
export function answerReview(request: ResourceRequest, engine: Engine): ApiResponse | undefined {
  if (request.verb !== "create" || !isReview(request)) return undefined;
  const answer = ANSWERS[`${request.resource}.${request.group}`];
  if (!answer) return undefined;
  checkAccess(engine.authorizer, request);
  const body = isJsonObject(request.body) ? request.body : {};
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const status = answer(request, spec, engine);
  const isSelf = request.resource === "selfsubjectreviews";
  const created = isSelf ? formatRfc3339(engine.options.sim.now()) : null;
  const metadata = { creationTimestamp: created, ...(isJsonObject(body.metadata) && !isSelf ? body.metadata : {}) };
  const { spec: _spec, ...head } = body;
  const shown = WITHOUT_SPEC.has(request.resource) ? (isSelf ? {} : { spec: {} }) : { spec };
  return { code: 201, body: { ...head, metadata, ...shown, status }, warnings: [] };
}

function selfAccess(request: ResourceRequest, spec: JsonObject, { authorizer }: Engine): JsonObject {
  refuse(request, [...attributeErrors(spec), ...metadataErrors(request)]);
  return accessStatus(attributesOf(spec, request.user), authorizer);
}

function access(request: ResourceRequest, spec: JsonObject, { authorizer }: Engine): JsonObject {
  refuse(request, [...attributeErrors(spec), ...subjectErrors(spec), ...metadataErrors(request)]);
  return accessStatus(attributesOf(spec, subjectOf(spec)), authorizer);
}

function localAccess(request: ResourceRequest, spec: JsonObject, { authorizer }: Engine): JsonObject {
  const attributes = isJsonObject(spec.resourceAttributes) ? spec.resourceAttributes : undefined;
  const errors = [...attributeErrors(spec), ...subjectErrors(spec)];
  const own = isJsonObject(request.body) && isJsonObject(request.body.metadata) ? text(request.body.metadata.namespace) : "";
  const namespace = own || request.namespace;
  if (attributes && text(attributes.namespace) !== namespace)
    errors.push(invalid("spec.resourceAttributes.namespace", text(attributes.namespace), "must match metadata.namespace"));
  if (spec.nonResourceAttributes !== undefined)
    errors.push(invalidStruct("spec.nonResourceAttributes", pathSyntax(spec.nonResourceAttributes), "disallowed on this kind of request"));
  refuse(request, errors);
  if (request.namespace !== namespace) throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${request.namespace}`);
  return accessStatus(attributesOf(spec, subjectOf(spec)), authorizer);
}

// pkg/apis/authorization/validation/validation.go, 1.20
function attributeErrors({ resourceAttributes: resource, nonResourceAttributes: path }: JsonObject): FieldError[] {
  if (resource !== undefined && path !== undefined)
    return [invalidStruct("spec.nonResourceAttributes", pathSyntax(path), "cannot be specified in combination with resourceAttributes")];
  if (resource !== undefined || path !== undefined) return [];
  return [invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified")];
}

function pathSyntax(attributes: Json): string {
  const { path, verb } = isJsonObject(attributes) ? attributes : {};
  return `authorization.NonResourceAttributes{Path:${goQuote(text(path))}, Verb:${goQuote(text(verb))}}`;
}

function subjectErrors(spec: JsonObject): FieldError[] {
  const isThere = text(spec.user) !== "" || (Array.isArray(spec.groups) && spec.groups.length > 0);
  return isThere ? [] : [invalid("spec.user", "", "at least one of user or group must be specified")];
}

function metadataErrors({ body }: ResourceRequest): FieldError[] {
  const metadata = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata : {};
  const { creationTimestamp: _time, managedFields: _fields, ...rest } = metadata;
  return Object.keys(rest).length > 0 ? [invalid("metadata", metadata, "must be empty")] : [];
}

/** These errors name no kind: decoding has emptied it by then. */
// pkg/registry/authorization/subjectaccessreview/rest.go, 1.20
function refuse({ group }: ResourceRequest, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidError(group, "", "", errors);
}

function subjectOf(spec: JsonObject): UserInfo {
  const groups = Array.isArray(spec.groups) ? spec.groups.map(text) : [];
  return { name: text(spec.user), groups };
}

function attributesOf(spec: JsonObject, user: UserInfo): Attributes {
  const resource = isJsonObject(spec.resourceAttributes) ? spec.resourceAttributes : undefined;
  const path = isJsonObject(spec.nonResourceAttributes) ? spec.nonResourceAttributes : undefined;
  return {
    user,
    verb: text((resource ?? path)?.verb),
    group: text(resource?.group),
    resource: text(resource?.resource),
    subresource: text(resource?.subresource),
    namespace: text(resource?.namespace),
    name: text(resource?.name),
    ...(path ? { path: text(path.path) } : {}),
  };
}

function accessStatus(attributes: Attributes, authorizer: Authorizer): JsonObject {
  const { allowed, reason } = authorizer.authorize(attributes);
  return { allowed, ...(reason === "" ? {} : { reason }) };
}

function rules({ user }: ResourceRequest, spec: JsonObject, { authorizer }: Engine): JsonObject {
  const namespace = text(spec.namespace);
  if (namespace === "") throw badRequest("no namespace on request");
  const all = authorizer.rulesFor(user, namespace);
  return {
    resourceRules: all
      .filter((rule) => (rule.resources ?? []).length > 0)
      .map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
        verbs: [...verbs],
        apiGroups: [...apiGroups],
        resources: [...resources],
        ...(resourceNames ? { resourceNames: [...resourceNames] } : {}),
      })),
    nonResourceRules: all
      .filter((rule) => (rule.nonResourceURLs ?? []).length > 0)
      .map(({ verbs, nonResourceURLs = [] }) => ({ verbs: [...verbs], nonResourceURLs: [...nonResourceURLs] })),
    incomplete: false,
  };
}

function self({ user }: ResourceRequest): JsonObject {
  return { userInfo: userJson(user) };
}

function userJson({ name, uid, groups, extra }: UserInfo): JsonObject {
  return {
    username: name,
    ...(uid ? { uid } : {}),
    ...(groups.length > 0 ? { groups: [...groups] } : {}),
    ...(extra ? { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) } : {}),
  };
}

// pkg/registry/authentication/tokenreview/storage.go, 1.20
function token(_request: ResourceRequest, spec: JsonObject, { options }: Engine): JsonObject {
  const { store, sim, settings } = options;
  const shown = text(spec.token);
  if (shown === "") throw badRequest("token is required for TokenReview in authentication");
  const bearer = bearerOf(shown, { store, seed: settings.seed, now: sim.now(), clusterDomain: settings.clusterDomain });
  if (typeof bearer === "string") return { user: {}, error: bearer };
  const wanted =
    Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences.map(text) : [tokenIssuer(settings.clusterDomain)];
  const audiences = bearer.audiences.length === 0 ? wanted : wanted.filter((one) => bearer.audiences.includes(one));
  if (audiences.length === 0) {
    return {
      user: {},
      error: `[invalid bearer token, token audiences ${goList(bearer.audiences)} is invalid for the target audiences ${goList(wanted)}]`,
    };
  }
  return { authenticated: true, user: userJson(bearer.user), audiences };
}

function goList(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(" ")}]`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
