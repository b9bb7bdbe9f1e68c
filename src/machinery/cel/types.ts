/** A type of the Common Expression Language. */
export type CelType =
  | { readonly kind: Simple }
  | { readonly kind: "list"; readonly of: CelType }
  | { readonly kind: "map"; readonly key: CelType; readonly value: CelType }
  /** A map of known fields. */
  | { readonly kind: "object"; readonly name: string; readonly fields: ReadonlyMap<string, CelType> }
  /** A type of a library, such as `kubernetes.Quantity` or `optional_type(string)`. */
  | { readonly kind: "opaque"; readonly name: string; readonly params: readonly CelType[] }
  | { readonly kind: "type"; readonly of: CelType }
  | { readonly kind: "param"; readonly name: string };

type Simple = (typeof SIMPLE)[number];
const SIMPLE = ["dyn", "error", "null", "bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"] as const;

const BY_NAME: ReadonlyMap<string, CelType> = new Map(SIMPLE.map((kind) => [kind, { kind }]));

/** A type without parts. */
export function simple(kind: Simple): CelType {
  return BY_NAME.get(kind) as CelType;
}

export const DYN = simple("dyn");
export const ERROR = simple("error");
export const BOOL = simple("bool");

/** The type of a value that may be missing. */
export function optionalOf(of: CelType): CelType {
  return { kind: "opaque", name: "optional_type", params: [of] };
}

/** `list(string)`, `map(string, int)`. cel-go/checker/format.go */
export function formatType(type: CelType): string {
  switch (type.kind) {
    case "list":
      return `list(${formatType(type.of)})`;
    case "map":
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case "object":
      return type.name;
    case "opaque":
      return type.params.length === 0 ? type.name : `${type.name}(${type.params.map(formatType).join(", ")})`;
    case "type":
      return `type(${formatType(type.of)})`;
    case "param":
      return type.name;
    case "error":
      return "!error!";
    default:
      return type.kind;
  }
}

/** What type parameters stand for so far. */
export type Bindings = Map<string, CelType>;

/** A type with what its parameters stand for; those that are free are dyn when `close`. */
export function substituted(type: CelType, bindings: Bindings, close = false): CelType {
  switch (type.kind) {
    case "param": {
      const bound = bindings.get(type.name);
      if (bound) return substituted(bound, bindings, close);
      return close ? DYN : type;
    }
    case "list":
      return { kind: "list", of: substituted(type.of, bindings, close) };
    case "map":
      return { kind: "map", key: substituted(type.key, bindings, close), value: substituted(type.value, bindings, close) };
    case "opaque":
      return { ...type, params: type.params.map((param) => substituted(param, bindings, close)) };
    case "type":
      return { kind: "type", of: substituted(type.of, bindings, close) };
    default:
      return type;
  }
}

/** Whether a value of type `from` may stand where `to` is wanted; binds free parameters. cel-go/checker/types.go internalIsAssignable */
export function isAssignable(to: CelType, from: CelType, bindings: Bindings): boolean {
  const [wanted, given] = [resolved(to, bindings), resolved(from, bindings)];
  if (wanted.kind === "param") return bind(wanted.name, given, bindings);
  if (given.kind === "param") return bind(given.name, wanted, bindings);
  if (isLoose(wanted) || isLoose(given)) return true;
  if (wanted.kind === "list" && given.kind === "list") return isAssignable(wanted.of, given.of, bindings);
  if (wanted.kind === "map" && given.kind === "map")
    return isAssignable(wanted.key, given.key, bindings) && isAssignable(wanted.value, given.value, bindings);
  if (wanted.kind === "opaque" && given.kind === "opaque")
    return wanted.name === given.name && wanted.params.every((param, at) => isAssignable(param, given.params[at] ?? DYN, bindings));
  if (wanted.kind === "object" && given.kind === "object") return wanted.name === given.name;
  if (given.kind === "null")
    return (
      wanted.kind === "null" ||
      wanted.kind === "object" ||
      wanted.kind === "timestamp" ||
      wanted.kind === "duration" ||
      wanted.kind === "opaque"
    );
  if (wanted.kind === "type" && given.kind === "type") return true;
  return wanted.kind === given.kind;
}

function isLoose({ kind }: CelType): boolean {
  return kind === "dyn" || kind === "error";
}

function resolved(type: CelType, bindings: Bindings): CelType {
  let current = type;
  while (current.kind === "param") {
    const bound = bindings.get(current.name);
    if (!bound) return current;
    current = bound;
  }
  return current;
}

function bind(name: string, type: CelType, bindings: Bindings): boolean {
  if (!(type.kind === "param" && type.name === name)) bindings.set(name, type);
  return true;
}
