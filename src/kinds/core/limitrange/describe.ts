import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { limitRows } from "../namespace/describe.ts";
import type { LimitRange } from "./types.ts";

/** `kubectl describe limitrange`. kubectl/pkg/describe/describe.go describeLimitRange */
export const limitRangeDescribe: DescribeFacet = {
  async describe(object, out) {
    describeName(object, out);
    out.write(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n");
    out.write(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n");
    for (const row of ((object as LimitRange).spec.limits ?? []).flatMap(limitRows)) out.write(0, `${row.join("\t")}\n`);
  },
};
