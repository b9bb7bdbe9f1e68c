import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { CREATED_AT_COLUMNS, createdAtRow } from "../../shared/created-at.ts";
import { defaultResourceList, fillResourceList } from "../../shared/resources.ts";
import type { LimitRange, LimitRangeItem } from "./types.ts";
import { validateLimitRange, validateLimitRangeUpdate } from "./validate.ts";
import { limitRangeDescribe } from "./describe.ts";

/** v1 LimitRange. */
export const limitRange: KindDefinition = {
  group: "",
  kind: "LimitRange",
  plural: "limitranges",
  namespaced: true,
  createOnUpdate: true,
  defaults: defaultLimitRange,
  prepareForExport: () => [],
  validate: validateLimitRange,
  validateUpdate: validateLimitRangeUpdate,
  columns: () => CREATED_AT_COLUMNS,
  row: createdAtRow,
  describe: limitRangeDescribe,
};

function defaultLimitRange(object: Draft): void {
  for (const limit of (object as LimitRange).spec?.limits ?? []) defaultLimit(limit);
}

/** For containers the default limit is the maximum, the default request the default limit, else the minimum. */
// pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem, 1.20
function defaultLimit(limit: LimitRangeItem): void {
  for (const list of [limit.max, limit.min, limit.default, limit.defaultRequest, limit.maxLimitRequestRatio]) defaultResourceList(list);
  if (limit.type !== "Container") return;
  const limits = { ...limit.default };
  const requests = { ...limit.defaultRequest };
  fillResourceList(limits, limit.max);
  fillResourceList(requests, limits);
  fillResourceList(requests, limit.min);
  if (Object.keys(limits).length > 0) limit.default = limits;
  if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
}
