import { createTabwriter, GET_TABLE } from "../base/tabwriter.ts";
import type { SweepPoint, SweepRun } from "../cluster/load-sweep/sweep.ts";

const BARS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const PLOT_WIDTH = 72;

/** Less than this is nothing. */
const LEAST_SHARE = 0.001;

/** The share of what was wanted that was not answered, 0 to 1. */
function throttledAt({ offered, served }: SweepPoint): number {
  const share = offered > 0 ? 1 - served / offered : 0;
  return share < LEAST_SHARE ? 0 : share;
}

/** One line for each setting: sizes, pod minutes, and what did not get through. */
export function sweepTable(runs: readonly SweepRun[]): string {
  const writer = createTabwriter(GET_TABLE);
  const write = (cells: readonly string[]): void => writer.write(`${cells.join("\t")}\n`);
  write(["SETTING", "REPLICAS", "PEAK AT", "POD-MINUTES", "SERVED", "THROTTLED FOR"]);
  for (const { setting, points } of runs) {
    const sizes = points.map(({ replicas }) => replicas);
    const [least, most, average] = [Math.min(...sizes), Math.max(...sizes), sum(sizes) / sizes.length];
    const stepSeconds = (points[1]?.second ?? 0) - (points[0]?.second ?? 0);
    const offered = sum(points.map((point) => point.offered));
    const throttled = points.filter((point) => throttledAt(point) > 0).length * stepSeconds;
    write([
      setting.text,
      `${least}..${most}, ${average.toFixed(1)} on average`,
      `${points.find(({ replicas }) => replicas === most)?.second ?? 0}s`,
      ((sum(sizes) * stepSeconds) / 60).toFixed(1),
      `${(offered > 0 ? (100 * sum(points.map((point) => point.served))) / offered : 100).toFixed(1)}%`,
      `${throttled}s`,
    ]);
  }
  return writer.flush();
}

/** Load, replicas and throttling of each setting over time, as rows of bars. */
export function sweepPlot(runs: readonly SweepRun[]): string {
  return runs
    .map(({ setting, points }) => {
      const row = (name: string, values: readonly number[], unit: string, most = Math.max(...values)): string =>
        `  ${name.padEnd(10)}${bars(values, most)}  ${Math.round(Math.max(...values) * 10) / 10}${unit}`;
      return [
        `${setting.text}, ${points.at(-1)?.second ?? 0}s`,
        row(
          "load",
          points.map(({ offered }) => offered),
          "/s",
        ),
        row(
          "replicas",
          points.map(({ replicas }) => replicas),
          "",
        ),
        row(
          "throttled",
          points.map((point) => throttledAt(point) * 100),
          "%",
          100,
        ),
        "",
      ].join("\n");
    })
    .join("\n");
}

/** All points as CSV. */
export function sweepCsv(runs: readonly SweepRun[]): string {
  const lines = runs.flatMap(({ setting, points }) =>
    points.map((point) => {
      const { second, offered, served, replicas, ready } = point;
      const numbers = [second, replicas, ready, offered.toFixed(2), served.toFixed(2), throttledAt(point).toFixed(4)];
      return `"${setting.text.replaceAll('"', '""')}",${numbers.join(",")}\n`;
    }),
  );
  return `setting,second,replicas,ready,offered,served,throttled\n${lines.join("")}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A row of bars no wider than the plot; each stands for the largest value of its time. */
function bars(values: readonly number[], most: number): string {
  const perBar = Math.max(1, Math.ceil(values.length / PLOT_WIDTH));
  let row = "";
  for (let index = 0; index < values.length; index += perBar) {
    const value = Math.max(...values.slice(index, index + perBar));
    row += BARS[most > 0 ? Math.min(BARS.length - 1, Math.ceil((value / most) * (BARS.length - 1))) : 0];
  }
  return row;
}
