/** One bound of an array selection: `known` when the expression names it, `derived` when it follows from the index. */
export interface ArrayBound {
  readonly value: number;
  readonly known: boolean;
  readonly derived: boolean;
}

/** A parsed piece of a JSONPath template. */
export type JsonPathNode =
  | { readonly kind: "list"; readonly nodes: readonly JsonPathNode[] }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "array"; readonly bounds: readonly [ArrayBound, ArrayBound, ArrayBound] }
  | { readonly kind: "filter"; readonly left: JsonPathList; readonly right: JsonPathList; readonly operator: string }
  | { readonly kind: "literal"; readonly value: number | boolean; readonly isFloat: boolean }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | { readonly kind: "union"; readonly lists: readonly JsonPathList[] }
  | { readonly kind: "identifier"; readonly name: string };

/** The nodes of one action (`{…}`) or of a whole template. */
export type JsonPathList = Extract<JsonPathNode, { kind: "list" }>;

/** The template is wrong or does not fit the data; the message is that of client-go's jsonpath. */
export class JsonPathError extends Error {
  override readonly name = "JsonPathError";
}
