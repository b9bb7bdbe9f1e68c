import type { KubectlFiles } from "../env.ts";
import type { FrontAnswer, FrontRequest } from "../../machinery/http-wire.ts";
import type { ApiFront } from "../sockets.ts";
import { redirect, textAnswer } from "./answers.ts";
import { passes, type RequestFilter } from "./filter.ts";
import { serveFile } from "./static-files.ts";

/** What a proxy serves, and where. Prefixes end in a slash. */
export interface ProxyPlan {
  readonly apiPrefix: string;
  /** Everything passes without. */
  readonly filter?: RequestFilter;
  readonly files?: { readonly directory: string; readonly prefix: string; readonly listingHead: string };
}

/** Decides who answers: the API under its prefix, files under theirs, nobody elsewhere. kubectl/pkg/proxy/proxy_server.go NewServer */
export function routeOf(plan: ProxyPlan, disk: KubectlFiles): ApiFront["route"] {
  const { apiPrefix, files } = plan;
  const prefixes = [apiPrefix, ...(files ? [files.prefix] : [])].sort((left, right) => right.length - left.length);
  return (request) => {
    const { path } = request;
    const prefix = prefixes.find((each) => path.startsWith(each));
    const bare = prefixes.find((each) => each === `${path}/`);
    if (bare !== undefined && prefix !== bare) return redirect(bare, true);
    if (prefix === undefined) return textAnswer(404, "404 page not found");
    if (files && prefix === files.prefix) return serveFile(disk, files.directory, path.slice(prefix.length), files.listingHead);
    return toApi(plan, request);
  };
}

function toApi({ apiPrefix, filter }: ProxyPlan, request: FrontRequest): FrontAnswer {
  const { path } = request;
  const rest = path.slice(apiPrefix.length);
  // A prefix that is the API's own stays.
  const asked = apiPrefix.startsWith("/api") ? path : rest.startsWith("/") ? rest : `/${rest}`;
  if (filter && !passes(filter, { ...request, path: asked })) return textAnswer(403, "Forbidden");
  return { kind: "api", path: asked };
}
