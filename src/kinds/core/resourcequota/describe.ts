import { compareBytewise, sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import { scopeTexts } from "../namespace/describe.ts";
import type { ResourceQuota } from "./types.ts";

/** `kubectl describe resourcequota`. kubectl/pkg/describe/describe.go describeQuota */
export const quotaDescribe: DescribeFacet = {
  async describe(object, out) {
    const { spec, status } = object as ResourceQuota;
    describeName(object, out);
    const scopes = (spec.scopes ?? []).toSorted(compareBytewise);
    if (scopes.length > 0) out.write(0, `Scopes:\t${scopes.join(", ")}\n`);
    for (const scope of scopes) if (scopeTexts[scope]) out.write(0, ` * ${scopeTexts[scope]}\n`);
    out.write(0, "Resource\tUsed\tHard\n");
    out.write(0, "--------\t----\t----\n");
    for (const name of sortedKeys(status?.hard ?? {})) {
      out.write(0, `${name}\t${canonicalQuantity(status?.used?.[name] ?? "0")}\t${canonicalQuantity(status?.hard?.[name] ?? "0")}\n`);
    }
  },
};
