import { goQuote } from "../../base/go-format.ts";
import { formatRfc3339Micro } from "../../base/rfc3339.ts";
import type { Printed } from "../image.ts";
import type { ContainerView } from "../view.ts";
import { addressOf, failureOf, hasMetrics, nodesOf, scrapeAt, scrapesSoFar } from "./scraping.ts";
import { type Options, optionsOf } from "./options.ts";

/** So many scrapes are told of; what is older has been rotated away. */
const SCRAPES_TOLD = 200;
const CERTIFICATE_MS = 300;
const SERVING_MS = 1200;

/** What a metrics-server has printed. */
export function printedBy(view: ContainerView): Printed[] {
  const options = optionsOf(view);
  return [...startLines(view, options), ...scrapeLines(view, options), ...probeLines(view, options)]
    .filter(({ atMs }) => view.startedAt + atMs <= view.now)
    .sort((left, right) => left.atMs - right.atMs);
}

/** `E1121 07:12:42.090000       1 scraper.go:140] …` */
function line(view: ContainerView, atMs: number, severity: "E" | "I", place: string, text: string): Printed {
  const stamp = formatRfc3339Micro(view.startedAt + atMs);
  return { atMs, text: `${severity}${stamp.slice(5, 7)}${stamp.slice(8, 10)} ${stamp.slice(11, 26)}       1 ${place}] ${text}\n` };
}

function startLines(view: ContainerView, { traits, port }: Options): Printed[] {
  const { structured } = traits.log;
  const made = "Generated self-signed cert (/tmp/apiserver.crt, /tmp/apiserver.key)";
  return [
    line(view, CERTIFICATE_MS, "I", structured ? "serving.go:342" : "serving.go:312", made),
    line(view, SERVING_MS, "I", structured ? "secure_serving.go:266" : "secure_serving.go:116", `Serving securely on [::]:${port}`),
  ];
}

/** Each failed scrape: older releases put all nodes into one line. */
function scrapeLines(view: ContainerView, options: Options): Printed[] {
  const count = scrapesSoFar(view, options);
  const { firstUsefulScrape, log } = options.traits;
  const lines: Printed[] = [];
  for (let index = Math.max(firstUsefulScrape, count - SCRAPES_TOLD); index < count; index++) {
    const at = scrapeAt(view, options, index);
    const failures = nodesOf(view).flatMap((node) => {
      const failure = failureOf(node, at, view, options);
      return failure === undefined ? [] : [{ name: node.metadata.name ?? "", address: addressOf(node, options)?.address ?? "", failure }];
    });
    if (failures.length === 0) continue;
    const atMs = at - view.startedAt;
    if (log.structured)
      for (const { name, failure } of failures)
        lines.push(line(view, atMs, "E", log.scrape, `"Failed to scrape node" err=${goQuote(failure)} node=${goQuote(name)}`));
    else lines.push(line(view, atMs, "E", log.scrape, `unable to fully collect metrics: ${aggregated(failures)}`));
  }
  return lines;
}

// apimachinery/pkg/util/errors aggregate.Error: one error stands alone, several in brackets
function aggregated(failures: readonly { name: string; address: string; failure: string }[]): string {
  const texts = failures.map(
    ({ name, address, failure }) =>
      `unable to fully scrape metrics from source kubelet_summary:${name}: unable to fetch metrics from Kubelet ${name} (${address}): ${failure}`,
  );
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

/** Each time that the kubelet asked whether it was ready and it was not. */
function probeLines(view: ContainerView, options: Options): Printed[] {
  const { readinessProbe } = view.container;
  const { waitsForMetrics, log } = options.traits;
  if (readinessProbe === undefined || !waitsForMetrics) return [];
  const first = (readinessProbe.initialDelaySeconds ?? 0) * 1000;
  const period = (readinessProbe.periodSeconds ?? 10) * 1000;
  const age = view.now - view.startedAt;
  const lines: Printed[] = [];
  for (let atMs = Math.max(first, first + Math.ceil((age - first) / period - SCRAPES_TOLD) * period); atMs <= age; atMs += period) {
    if (hasMetrics({ ...view, now: view.startedAt + atMs }, options)) break;
    lines.push(line(view, atMs, "I", log.probe, '"Failed probe" probe="metric-storage-ready" err="no metrics to serve"'));
  }
  return lines;
}
