import { compareBytewise, sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { LimitRange, LimitRangeItem } from "../limitrange/types.ts";
import type { ResourceQuota } from "../resourcequota/types.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import type { Namespace } from "./types.ts";

/** `kubectl describe namespace`: with its quotas and limits. describeNamespace */
export const namespaceDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { metadata, status } = object as Namespace;
    const list = (resource: string) => context.client.list({ group: "", version: "v1", resource, namespace: metadata.name ?? "" });
    const quotas = (await list("resourcequotas")).items as ResourceQuota[];
    const limits = (await list("limitranges")).items as LimitRange[];
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `Status:\t${status?.phase ?? ""}\n`);
    out.write(0, "\n");
    describeQuotas(quotas, out, context);
    out.write(0, "\n");
    describeLimits(limits, out);
  },
};

/** What each scope of a quota covers. helpTextForResourceQuotaScope */
export const scopeTexts: Readonly<Record<string, string>> = {
  Terminating:
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating:
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort: "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort:
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

function describeQuotas(quotas: readonly ResourceQuota[], out: DescribeWriter, { release }: DescribeContext): void {
  if (quotas.length === 0) {
    out.write(0, "No resource quota.\n");
    return;
  }
  const indent = release.has("describeQuotaIndent") ? "  " : " ";
  out.write(0, "Resource Quotas");
  for (const { metadata, spec, status } of quotas.toSorted((a, b) => compareBytewise(a.metadata.name ?? "", b.metadata.name ?? ""))) {
    out.write(0, `\n${indent}Name:\t${metadata.name ?? ""}\n`);
    const scopes = (spec.scopes ?? []).toSorted(compareBytewise);
    if (scopes.length > 0) out.write(0, `${indent}Scopes:\t${scopes.join(", ")}\n`);
    for (const scope of scopes) if (scopeTexts[scope]) out.write(0, `  * ${scopeTexts[scope]}\n`);
    out.write(0, `${indent}Resource\tUsed\tHard\n`);
    out.write(0, `${indent}--------\t---\t---\n`);
    for (const name of sortedKeys(status?.hard ?? {})) {
      out.write(
        0,
        `${indent}${name}\t${canonicalQuantity(status?.used?.[name] ?? "0")}\t${canonicalQuantity(status?.hard?.[name] ?? "0")}\n`,
      );
    }
  }
}

function describeLimits(ranges: readonly LimitRange[], out: DescribeWriter): void {
  if (ranges.length === 0) {
    out.write(0, "No LimitRange resource.\n");
    return;
  }
  out.write(0, "Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n");
  out.write(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n");
  const items = ranges.flatMap(({ spec }) => spec.limits ?? []);
  for (const row of items.flatMap(limitRows)) out.write(0, ` ${row.join("\t")}\n`);
}

/** Rows of one item, a resource each; `-` where nothing is set. describeLimitRangeSpec */
export function limitRows(item: LimitRangeItem): string[][] {
  const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
  const names = new Set(columns.flatMap((column) => Object.keys(column ?? {})));
  return [...names]
    .toSorted(compareBytewise)
    .map((name) => [item.type, name, ...columns.map((column) => (column?.[name] === undefined ? "-" : canonicalQuantity(column[name])))]);
}
