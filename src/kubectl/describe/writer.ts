import { createTabwriter, DESCRIBE_TABLE } from "../../base/tabwriter.ts";
import type { DescribeWriter } from "../../machinery/describe.ts";

/** A page under construction; `text()` ends it. kubectl/pkg/describe/interface.go PrefixWriter */
export function createDescribeWriter(): DescribeWriter & { text(): string } {
  const table = createTabwriter(DESCRIBE_TABLE);
  let done = "";
  return {
    write: (level, text) => table.write("  ".repeat(level) + text),
    writeLine: (text) => table.write(`${text}\n`),
    flush() {
      done += table.flush();
    },
    text: () => done + table.flush(),
  };
}
