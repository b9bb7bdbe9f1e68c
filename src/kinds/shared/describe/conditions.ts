import type { DescribeWriter } from "../../../machinery/describe.ts";

/** A workload's conditions with their reasons; nothing without any. */
export function describeStatusConditions(
  out: DescribeWriter,
  conditions: readonly { type: string; status: string; reason?: string }[] | undefined,
): void {
  if (!conditions || conditions.length === 0) return;
  out.write(0, "Conditions:\n  Type\tStatus\tReason\n");
  out.write(1, "----\t------\t------\n");
  for (const { type, status, reason } of conditions) out.write(1, `${type} \t${status}\t${reason ?? ""}\n`);
}
