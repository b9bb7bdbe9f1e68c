import { splitYamlDocuments } from "../../base/yaml-documents.ts";
import components from "../../../fixtures/addons/metrics-server/components.yaml" with { type: "text" };
import oldComponents from "../../../fixtures/addons/metrics-server/old-components.yaml" with { type: "text" };
import { fillIn, isWithin } from "./template.ts";

// YAML that is imported as text has no type of its own.
const [old, kustomized]: readonly string[] = [oldComponents, components];

const OLD_TAGS = ["v0.3.6", "v0.3.7"];
const TAGS = (
  "v0.4.0 v0.4.1 v0.4.2 v0.4.3 v0.4.4 v0.4.5 v0.5.0 v0.5.1 v0.5.2 v0.6.0 v0.6.1 v0.6.2 v0.6.3 v0.6.4 v0.7.0 v0.7.1 v0.7.2 " +
  "v0.8.0 v0.8.1 v0.9.0"
).split(" ");
/** The release that `releases/latest` leads to. */
const LATEST = "v0.8.1";

/** Files of a release: since when there is one, and which lines of the template it has. */
const FILES: Readonly<Record<string, { readonly since: string; readonly trait: string }>> = {
  "components.yaml": { since: "v0.4.0", trait: "plain" },
  "high-availability.yaml": { since: "v0.6.0", trait: "ha" },
  "high-availability-1.21+.yaml": { since: "v0.6.3", trait: "ha-1.21" },
};

/** A file of a release of kubernetes-sigs/metrics-server, or of `latest`; undefined for those that are not here. */
export function metricsServerManifest(tag: string, path = "components.yaml"): string | undefined {
  if (OLD_TAGS.includes(tag)) return path === "components.yaml" ? fillIn(old ?? "", { tag, tags: OLD_TAGS }) : undefined;
  const filling = { tag: tag === "latest" ? LATEST : tag, tags: TAGS };
  const file = FILES[path];
  if (file === undefined || !TAGS.includes(filling.tag) || !isWithin(filling, file)) return undefined;
  return fillIn(kustomized ?? "", { ...filling, traits: [file.trait], words: { tag: filling.tag } });
}

/** The first edition's file: v0.3.6 that trusts whatever certificate a kubelet shows. */
export function bookMetricsServer(): string {
  return fillIn(old ?? "", { tag: "v0.3.6", tags: OLD_TAGS, traits: ["book"] });
}

/** The second edition's file: as the project's, but it trusts whatever certificate a kubelet shows. */
export function withInsecureTls(tag: string): string {
  const before = "            - --cert-dir=/tmp";
  return metricsServerManifest(tag)?.replace(before, `            - --kubelet-insecure-tls\n${before}`) ?? "";
}

/** How many of v0.3.6's objects each file of the directory has in which the repository kept them until 2020. */
const TREE: Readonly<Record<string, number>> = {
  "aggregated-metrics-reader.yaml": 1,
  "auth-delegator.yaml": 1,
  "auth-reader.yaml": 1,
  "metrics-apiservice.yaml": 1,
  "metrics-server-deployment.yaml": 2,
  "metrics-server-service.yaml": 1,
  "resource-reader.yaml": 2,
};

/** The repository's files that people have applied from a clone, by their path in it. */
export function metricsServerTree(): Readonly<Record<string, string>> {
  const objects = splitYamlDocuments(metricsServerManifest("v0.3.6") ?? "").map(({ text }) => text);
  return Object.fromEntries(Object.entries(TREE).map(([file, count]) => [`deploy/1.8+/${file}`, objects.splice(0, count).join("---\n")]));
}
