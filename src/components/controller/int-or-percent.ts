/** An absolute number, or a percentage of `total` rounded up or down. A text that is no percentage counts as 0. */
// apimachinery/pkg/util/intstr GetScaledValueFromIntOrPercent, 1.20
export function scaledValue(value: number | string | undefined, total: number, round: "up" | "down"): number {
  if (value === undefined) return 0;
  if (typeof value === "number") return value;
  const match = /^([+-]?\d+)%$/.exec(value);
  if (!match) return 0;
  const scaled = (Number(match[1]) * total) / 100;
  return round === "up" ? Math.ceil(scaled) : Math.floor(scaled);
}
