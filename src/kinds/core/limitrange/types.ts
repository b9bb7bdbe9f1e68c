import type { KubeObject } from "../../../machinery/object.ts";

/** v1.LimitRange */
export interface LimitRange extends KubeObject {
  spec: LimitRangeSpec;
}

/** v1.LimitRangeSpec */
export interface LimitRangeSpec {
  /** None at all are stored as nothing. */
  limits: LimitRangeItem[] | null;
}

/** v1.LimitRangeItem */
export interface LimitRangeItem {
  type: string;
  max?: Record<string, string>;
  min?: Record<string, string>;
  default?: Record<string, string>;
  defaultRequest?: Record<string, string>;
  maxLimitRequestRatio?: Record<string, string>;
}
