import type { Call } from "./engine.ts";

/** Warns of a version of a kind that will go away, with whatever comes of the request. apiserver/pkg/endpoints/deprecation, 1.20 */
export function warnOfDeprecation({ engine, served, request, context }: Call): void {
  if (request.subresource && request.subresource !== "status") return;
  const what = `${served.apiVersion} ${served.kind}`;
  if (served.custom?.deprecation !== undefined) context.warn(served.custom.deprecation);
  const end = engine.options.release.value("deprecatedApis")[what];
  if (end === undefined) return;
  const unavailable = end.until === undefined ? "" : `, unavailable in v${end.until}+`;
  context.warn(`${what} is deprecated in v${end.since}+${unavailable}${end.use === undefined ? "" : `; use ${end.use}`}`);
}
