import type { ResourceRequest } from "../machinery/api.ts";
import { failure, type StatusError } from "../machinery/status.ts";

const HTTP_WORDS: Readonly<Record<string, string>> = {
  create: "post",
  update: "put",
  patch: "patch",
  delete: "delete",
  deletecollection: "delete",
};

/** What a client makes of an answer without Status: `… (get crontabs.stable.example.com)`. api/errors NewGenericServerResponse */
export function unserved(code: number, reason: string, text: string, request: ResourceRequest, after?: string): StatusError {
  const { verb, group, resource, name } = request;
  const what = `${resource}${group === "" ? "" : `.${group}`}${name ? ` ${name}` : ""}`;
  return failure(code, reason, `${text}${after ?? ` (${HTTP_WORDS[verb] ?? "get"} ${what})`}`, {
    ...(name ? { name } : {}),
    ...(group === "" ? {} : { group }),
    kind: resource,
  });
}
