import type { ApiRequest } from "../../machinery/api.ts";
import { forbidden } from "../../machinery/status.ts";
import type { Attributes, Authorizer } from "./authorizer.ts";

/** Throws Forbidden with the server's text unless the user of the request may do it. responsewriters/errors.go, 1.20 */
export function checkAccess(authorizer: Authorizer, request: ApiRequest): void {
  if (!authorizer.isTrusted(request.user)) checkAttributes(authorizer, attributesOf(request));
}

/** As {@link checkAccess}, for what no request asks: acting as somebody else. */
export function checkAttributes(authorizer: Authorizer, attributes: Attributes): void {
  const decision = authorizer.authorize(attributes);
  if (decision.allowed) return;
  const reason = decision.reason === "" ? "" : `: ${decision.reason}`;
  throw forbidden(attributes.group, attributes.resource, attributes.name, `${escapeHtml(forbiddenText(attributes))}${reason}`);
}

/** What a request wants, in the authorizer's terms. */
export function attributesOf(request: ApiRequest): Attributes {
  const { user } = request;
  if (request.verb === "path") {
    return {
      user,
      verb: request.method.toLowerCase(),
      group: "",
      resource: "",
      subresource: "",
      namespace: "",
      name: "",
      path: request.path.split("?")[0] ?? "",
    };
  }
  const { verb, group, resource, subresource = "", namespace, name = nameSelected(request) } = request;
  // A request for a namespace itself counts as one inside it.
  const inside = group === "" && resource === "namespaces" ? name : namespace;
  return { user, verb, group, resource, subresource, namespace: inside, name };
}

/** A list or watch that selects one name is a request for that name. apiserver/pkg/endpoints/request/requestinfo.go, 1.20 */
function nameSelected({ verb, fieldSelector = "" }: { verb: string; fieldSelector?: string }): string {
  if (verb !== "list" && verb !== "watch") return "";
  return /(?:^|,)metadata\.name==?([^,]+)/.exec(fieldSelector)?.[1] ?? "";
}

function forbiddenText({ user, verb, group, resource, subresource, namespace, path }: Attributes): string {
  const who = `User ${JSON.stringify(user.name)} cannot ${verb}`;
  if (path !== undefined) return `${who} path ${JSON.stringify(path)}`;
  const what = `${who} resource ${JSON.stringify(subresource === "" ? resource : `${resource}/${subresource}`)} in API group ${JSON.stringify(group)}`;
  return namespace === "" ? `${what} at the cluster scope` : `${what} in the namespace ${JSON.stringify(namespace)}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
