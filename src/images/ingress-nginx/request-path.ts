/** A request's target as nginx sees it. */
export interface RequestPath {
  /** Decoded, slashes merged, dots resolved: $uri. */
  readonly path: string;
  /** With its question mark, or "". */
  readonly query: string;
}

/** Undefined for a target that nginx refuses with 400: one that leads above the root. ngx_http_parse_complex_uri */
export function requestPath(target: string): RequestPath | undefined {
  const [before = ""] = target.split("#");
  const mark = before.indexOf("?");
  const raw = mark < 0 ? before : before.slice(0, mark);
  const parts: string[] = [];
  const pieces = decoded(raw).split("/").slice(1);
  for (const piece of pieces.slice(0, -1)) if (!enter(parts, piece)) return undefined;
  const last = pieces.at(-1) ?? "";
  const isDots = last === "." || last === "..";
  if (isDots && !enter(parts, last)) return undefined;
  const path = `/${parts.map((part) => `${part}/`).join("")}${isDots ? "" : last}`;
  return { path, query: mark < 0 ? "" : before.slice(mark) };
}

function enter(parts: string[], piece: string): boolean {
  if (piece === "..") return parts.pop() !== undefined;
  if (piece !== "" && piece !== ".") parts.push(piece);
  return true;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A path as nginx writes it into a request again: what has a meaning of its own is escaped. ngx_escape_uri */
export function escapedPath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
