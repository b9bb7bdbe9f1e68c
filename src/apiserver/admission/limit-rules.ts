import {
  approximateValue,
  compareQuantities,
  formatQuantity,
  isZeroQuantity,
  milliValue,
  newMilliQuantity,
  newQuantity,
  parseQuantity,
  wholeValue,
} from "../../machinery/quantity.ts";

type Amounts = Record<string, string>;

/** What a container asks for. */
export interface Resources {
  requests?: Amounts;
  limits?: Amounts;
}

/** One entry of a LimitRange. */
export interface LimitItem {
  type: string;
  max?: Amounts;
  min?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

/**
 * Why resources are outside of a limit, one sentence each: minima, maxima, ratios, each in order of name. The maximum is compared with
 * the limits, or with the requests of kinds that have no limits.
 */
// plugin/pkg/admission/limitranger/admission.go minConstraint, maxConstraint, maxRequestConstraint, limitRequestRatioConstraint, 1.20
export function limitRefusals(item: LimitItem, resources: Resources, maximumOf: "limits" | "requests"): string[] {
  const { requests = {}, limits = {} } = resources;
  const each = (list: Amounts | undefined, rule: (name: string, bound: string) => string | undefined) =>
    Object.entries(list ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, bound]) => rule(name, bound) ?? []);
  return [
    ...each(item.min, (name, bound) => belowMinimum(item.type, name, bound, requests[name], limits[name])),
    ...each(item.max, (name, bound) =>
      aboveMaximum(item.type, name, bound, requests[name], maximumOf === "limits" ? limits[name] : undefined, maximumOf),
    ),
    ...each(item.maxLimitRequestRatio, (name, bound) => aboveRatio(item.type, name, bound, requests[name], limits[name])),
  ];
}

function belowMinimum(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
): string | undefined {
  const head = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${head}.  No request is specified`;
  if (compare(request, bound) < 0) return `${head}, but request is ${request}`;
  return limit !== undefined && compare(limit, bound) < 0 ? `${head}, but limit is ${limit}` : undefined;
}

function aboveMaximum(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
  of: "limits" | "requests",
): string | undefined {
  const head = `maximum ${name} usage per ${type} is ${bound}`;
  if (of === "limits" && limit === undefined) return `${head}.  No limit is specified`;
  if (of === "requests" && request === undefined) return `${head}.  No request is specified`;
  if (limit !== undefined && compare(limit, bound) > 0) return `${head}, but limit is ${limit}`;
  return request !== undefined && compare(request, bound) > 0 ? `${head}, but request is ${request}` : undefined;
}

function aboveRatio(type: string, name: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  const head = `${name} max limit to request ratio per ${type} is ${bound}`;
  if (request === undefined || isZeroQuantity(parseQuantity(request))) return `${head}, but no request is specified or request is 0`;
  if (limit === undefined || isZeroQuantity(parseQuantity(limit))) return `${head}, but no limit is specified or limit is 0`;
  const ratio = approximateValue(parseQuantity(limit)) / approximateValue(parseQuantity(request));
  return ratio > approximateValue(parseQuantity(bound)) ? `${head}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

function compare(left: string, right: string): number {
  return compareQuantities(parseQuantity(left), parseQuantity(right));
}

/** The sum of every name that all lists have; written in plain numbers, as the limit ranger does. */
// plugin/pkg/admission/limitranger/admission.go sum, 1.20
export function sumOfAll(lists: readonly Amounts[]): Amounts {
  const names = new Set(lists.flatMap((list) => Object.keys(list)));
  const result: Amounts = {};
  for (const name of names) {
    if (!lists.every((list) => list[name] !== undefined)) continue;
    const valueOf = name === "cpu" ? milliValue : wholeValue;
    const total = lists.reduce((sum, list) => sum + valueOf(parseQuantity(list[name] ?? "0")), 0);
    result[name] = formatQuantity(name === "cpu" ? newMilliQuantity(total, "DecimalSI") : newQuantity(total, "DecimalSI"));
  }
  return result;
}
