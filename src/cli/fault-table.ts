import { formatRfc3339 } from "../base/rfc3339.ts";
import { formatGoDuration } from "../base/go-duration.ts";
import type { FaultReport } from "../cluster/faults.ts";
import type { FaultAction } from "../components/faults/action.ts";
import type { StandingFault } from "../machinery/faults.ts";

/** What is broken, as people read it. */
export function faultTable({ nodes, standing, planned }: FaultReport, now: number): string {
  const rows = [
    ...nodes.map(({ node, fault }) => ["-", `node ${node} ${fault.kind}`, since(fault.since, now)]),
    ...standing.map((fault) => [String(fault.id), faultText(fault), since(fault.since, now)]),
    ...planned.map(({ at, action }) => ["-", actionText(action), `at ${formatRfc3339(at)}`]),
  ];
  if (rows.length === 0) return "nothing is broken\n";
  const table = [["NUMBER", "FAULT", "SINCE"], ...rows];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map(([number = "", what = "", when = ""]) => `${number.padEnd(widths[0] ?? 0)}   ${what.padEnd(widths[1] ?? 0)}   ${when}\n`)
    .join("");
}

function since(at: number, now: number): string {
  return `${formatGoDuration(Math.floor(Math.max(0, now - at) / 1000) * 1000)} ago`;
}

function faultText(fault: StandingFault): string {
  switch (fault.kind) {
    case "arp-loss":
      return `arp-loss ${fault.address}`;
    case "partition":
      return `partition ${fault.between.join(" ")}`;
    case "no-forwarding":
      return `node ${fault.node} without ${fault.module}`;
    case "control-plane":
      return `control-plane ${fault.program}`;
    case "certificates":
      return `certificates ${fault.owner}`;
    case "image-pull":
      return `image-pull ${fault.image} (${fault.why})`;
    case "slow-pull":
    case "slow-disk":
      return `${fault.kind} ${fault.node} (${fault.factor} times)`;
    case "probe":
      return `probe ${fault.pod} ${fault.probe} (container ${fault.container})`;
    case "crash-loop":
      return `crash ${fault.pod} (container ${fault.container}, exit code ${fault.exitCode})`;
  }
}

function actionText(action: FaultAction): string {
  if (action.do === "node") return `node ${action.node} ${action.action}`;
  if (action.do === "stand") return faultText(action.fault);
  if (action.do === "end") return `${action.reason === "OOMKilled" ? "oom" : "crash"} ${action.pod} (container ${action.container})`;
  return `clear ${action.ids === "all" ? "all" : action.ids.join(" ")}`;
}
