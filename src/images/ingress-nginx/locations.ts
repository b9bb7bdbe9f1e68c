import type { Location } from "./model.ts";

/** Longest path first; among paths of one length the later in the alphabet. controller/controller.go getBackendServers */
export function byLength(locations: readonly Location[]): Location[] {
  return locations.toSorted(({ path: a }, { path: b }) => b.length - a.length || (a < b ? 1 : a > b ? -1 : 0));
}

/** Whether a location's requests change their path. */
export function needsRewrite({ path, options }: Location): boolean {
  return options.rewriteTarget !== "" && options.rewriteTarget !== path;
}

/**
 * nginx's prefixes know no path elements: `/foo` of type Prefix becomes a location for `/foo/` and below, and one for `/foo` itself.
 */
// controller/location.go updateServerLocations, 1.3
export function withExactTwins(locations: readonly Location[]): Location[] {
  const exact = new Set(locations.filter(({ pathType }) => pathType === "Exact").map(({ path }) => path));
  return locations.flatMap((location) => {
    if (location.path === "/" || location.pathType !== "Prefix" || needsRewrite(location) || location.options.useRegex) return [location];
    const below = { ...location, path: location.path.endsWith("/") ? location.path : `${location.path}/` };
    return exact.has(location.path) ? [below] : [below, { ...location, pathType: "Exact" }];
  });
}

/** What a path leads to: a location, or a redirect to the same path with a slash. */
export type LocationMatch = { readonly kind: "location"; readonly location: Location } | { readonly kind: "slash" };

/** The location for a path that is decoded and free of dots, as nginx finds it; undefined when there is none. */
// ngx_http_core_find_location: exact, then regular expressions in their order, else the longest prefix
export function findLocation(locations: readonly Location[], path: string): LocationMatch | undefined {
  if (usesRegex(locations)) {
    const location = locations.find((one) => pathPattern(one.path, "^")?.test(path));
    return location && { kind: "location", location };
  }
  const exact = locations.find((one) => one.pathType === "Exact" && one.path === path);
  if (exact) return { kind: "location", location: exact };
  const prefixes = locations.filter((one) => one.pathType !== "Exact");
  if (prefixes.some((one) => one.path === `${path}/`) && !prefixes.some((one) => one.path === path)) return { kind: "slash" };
  const location = prefixes.reduce<Location | undefined>(
    (best, one) => (path.startsWith(one.path) && one.path.length > (best?.path.length ?? -1) ? one : best),
    undefined,
  );
  return location && { kind: "location", location };
}

/** One rewritten path makes all of a host's locations regular expressions. template.go enforceRegexModifier */
function usesRegex(locations: readonly Location[]): boolean {
  return locations.some((location) => needsRewrite(location) || location.options.useRegex);
}

const patterns = new Map<string, RegExp | undefined>();

/** A path as a regular expression that ignores case; undefined for one that cannot be read. */
export function pathPattern(path: string, anchor: "" | "^"): RegExp | undefined {
  const key = anchor + path;
  if (!patterns.has(key)) patterns.set(key, compiled(key));
  return patterns.get(key);
}

function compiled(source: string): RegExp | undefined {
  try {
    // PCRE's named groups and inline case flag are spelled otherwise.
    return new RegExp(source.replace(/\(\?P</g, "(?<").replace(/\(\?i\)/g, ""), "i");
  } catch {
    return undefined;
  }
}

/** The path after rewrite-target, with the groups of the location's path; unchanged where nothing matches. */
// template.go buildProxyPass: rewrite "(?i)PATH" TARGET break
export function rewritten(location: Location, path: string): string {
  const { rewriteTarget } = location.options;
  if (!needsRewrite(location)) return path;
  const match = pathPattern(location.path, "")?.exec(path);
  if (!match) return path;
  return rewriteTarget.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
}
