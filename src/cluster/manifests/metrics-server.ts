import v081 from "../../../fixtures/addons/metrics-server/v0.8.1.yaml" with { type: "text" };
import v036 from "../../../fixtures/addons/metrics-server/v0.3.6-book.yaml" with { type: "text" };

/** A change of a manifest's text; what it looks for is there. */
type Edit = readonly [from: string, to: string];

const OLD_PORT: readonly Edit[] = [
  ["--secure-port=10250", "--secure-port=4443"],
  ["containerPort: 10250", "containerPort: 4443"],
];
const NO_APP_PROTOCOL: Edit = ["    - appProtocol: https\n      name: https", "    - name: https"];
const LESS_SECURED: readonly Edit[] = [
  ["            capabilities: { drop: [ALL] }\n", ""],
  ["            seccompProfile: { type: RuntimeDefault }\n", ""],
];
const OLD_REGISTRY: Edit = ["registry.k8s.io/", "k8s.gcr.io/"];
const V07: readonly Edit[] = [NO_APP_PROTOCOL];
const V06: readonly Edit[] = [NO_APP_PROTOCOL, ...OLD_PORT, ...LESS_SECURED];

/** What makes a release's components.yaml of the one that stands here. */
const RELEASES: Readonly<Record<string, readonly Edit[]>> = {
  "v0.6.0": [...V06, OLD_REGISTRY],
  "v0.6.1": [...V06, OLD_REGISTRY],
  "v0.6.2": [...V06, OLD_REGISTRY],
  "v0.6.3": V06,
  "v0.6.4": V06,
  "v0.7.0": V07,
  "v0.7.1": V07,
  "v0.7.2": V07,
  "v0.8.0": [],
  "v0.8.1": [],
  "v0.9.0": [],
};
/** The release that `releases/latest` leads to. */
const LATEST = "v0.8.1";

/** The v0.3.6 release's own file: the book's without what its author put in. */
const WITHOUT_BOOK: readonly Edit[] = [
  ["            - --kubelet-insecure-tls\n            - --kubelet-preferred-address-types=InternalIP\n", ""],
  ["imagePullPolicy: Always", "imagePullPolicy: IfNotPresent"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
];

/** The components.yaml of a release of kubernetes-sigs/metrics-server, or of `latest`; undefined for those that are not here. */
export function metricsServerManifest(tag: string): string | undefined {
  if (tag === "v0.3.6") return edited(v036, WITHOUT_BOOK);
  const release = tag === "latest" ? LATEST : tag;
  const edits = RELEASES[release];
  return edits && edited(v081, edits).replaceAll("v0.8.1", release);
}

/** The second edition's file: as the project's, but it trusts whatever certificate a kubelet shows. */
export function withInsecureTls(tag: string): string {
  return edited(metricsServerManifest(tag) ?? "", [
    ["            - --cert-dir=/tmp", "            - --kubelet-insecure-tls\n            - --cert-dir=/tmp"],
  ]);
}

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((so, [from, to]) => so.replace(from, to), text);
}
