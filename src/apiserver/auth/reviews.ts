import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { ApiResponse, ResourceRequest, UserInfo } from "../../machinery/api.ts";
import type { Store } from "../../machinery/store.ts";
import type { Attributes, Authorizer } from "./authorizer.ts";
import { userOfToken } from "./tokens.ts";

const AUTHORIZATION = "authorization.k8s.io";
const AUTHENTICATION = "authentication.k8s.io";

/** Answers the kinds that are questions and are never stored; undefined for any other request. pkg/registry/authorization, 1.20 */
export function answerReview(request: ResourceRequest, authorizer: Authorizer, store: Store): ApiResponse | undefined {
  if (request.verb !== "create" || (request.group !== AUTHORIZATION && request.group !== AUTHENTICATION)) return undefined;
  const body = isJsonObject(request.body) ? request.body : {};
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const status = statusOf(request, spec, authorizer, store);
  if (status === undefined) return undefined;
  const metadata = { creationTimestamp: null, ...(isJsonObject(body.metadata) ? body.metadata : {}) };
  return { code: 201, body: { ...body, metadata, spec, status }, warnings: [] };
}

function statusOf(request: ResourceRequest, spec: JsonObject, authorizer: Authorizer, store: Store): JsonObject | undefined {
  switch (request.resource) {
    case "selfsubjectaccessreviews":
      return accessStatus(attributesOf(spec, request.user), authorizer);
    case "subjectaccessreviews":
    case "localsubjectaccessreviews":
      return accessStatus(attributesOf(spec, subjectOf(spec)), authorizer);
    case "selfsubjectrulesreviews":
      return rulesStatus(authorizer, request.user, text(spec.namespace));
    case "selfsubjectreviews":
      return { userInfo: { username: request.user.name, groups: [...request.user.groups] } };
    case "tokenreviews":
      return tokenStatus(userOfToken(store, text(spec.token)));
    default:
      return undefined;
  }
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

function rulesStatus(authorizer: Authorizer, user: UserInfo, namespace: string): JsonObject {
  const rules = authorizer.rulesFor(user, namespace);
  return {
    resourceRules: rules
      .filter((rule) => (rule.resources ?? []).length > 0)
      .map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter((rule) => (rule.nonResourceURLs ?? []).length > 0)
      .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function tokenStatus(user: UserInfo | undefined): JsonObject {
  return user
    ? { authenticated: true, user: { username: user.name, groups: [...user.groups] } }
    : { user: {}, error: "invalid bearer token" };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
