import helmEra from "../../../fixtures/addons/ingress-nginx/deploy-helm.yaml" with { type: "text" };
import kustomizeEra from "../../../fixtures/addons/ingress-nginx/deploy.yaml" with { type: "text" };
import mandatory from "../../../fixtures/addons/ingress-nginx/mandatory.yaml" with { type: "text" };
import nodePort from "../../../fixtures/addons/ingress-nginx/service-nodeport.yaml" with { type: "text" };
import tags from "../../../fixtures/addons/ingress-nginx/tags.yaml" with { type: "yaml" };
import { fillIn, isWithin } from "./template.ts";

/** What a tag's manifest fills in. */
interface Release {
  /** The images' registry, `registry.k8s.io/ingress-nginx` when absent. */
  readonly registry?: string;
  /** Tag and digest of the controller's image; the version in its labels is that tag, unless there is one of its own. */
  readonly controller: string;
  /** The same of kube-webhook-certgen; its whole name where that is from elsewhere. */
  readonly certgen: string;
  readonly version?: string;
  /** Version of the Helm chart that the manifest was made with, where its labels tell. */
  readonly chart?: string;
}

// YAML that is imported has no type of its own.
const RELEASES = tags as Readonly<Record<string, Release>>;
const [old, service, helm, kustomize]: readonly string[] = [mandatory, nodePort, helmEra, kustomizeEra];

/** Tags behind `controller-`, in their order, and the first of those that kustomize has made. */
const TAGS = Object.keys(RELEASES);
const FIRST_OF_KUSTOMIZE = "v1.1.2";
/** Tags of the time before, behind `nginx-`. */
const OLD_TAGS = "v0.24.1 v0.25.0 v0.25.1 v0.26.0 v0.26.1 v0.26.2 v0.27.0 v0.27.1 v0.28.0 v0.29.0 v0.30.0".split(" ");
/** Where the branches of the repository stand: `main` at its latest tag, the former `master` where it was renamed. */
const BRANCHES: Readonly<Record<string, string>> = { main: `controller-${TAGS.at(-1)}`, master: "controller-v0.44.0" };

/** A manifest of kubernetes/ingress-nginx at a tag or a branch; undefined for files that are not here. */
export function ingressNginxManifest(ref: string, path: string): string | undefined {
  const inside = /^deploy\/(?:static\/)?(?:provider\/)?(.+)$/.exec(path)?.[1] ?? "";
  const [, oldTag] = /^nginx-(0\..+)$/.exec(ref) ?? (ref === "master" ? [ref, "0.30.0"] : []);
  const former = oldTag === undefined ? undefined : oldManifest(`v${oldTag}`, inside);
  if (former !== undefined) return former;
  const [, tag = ""] = /^controller-(v.+)$/.exec(BRANCHES[ref] ?? ref) ?? [];
  const [, provider, minor] = /^(baremetal|cloud|kind|aws|do|scw)\/(?:1\.(2[0-4])\/)?deploy\.yaml$/.exec(inside) ?? [];
  if (provider === undefined || RELEASES[tag] === undefined) return undefined;
  if (minor === undefined) return fill(tag, [provider]);
  const hasMinors = isWithin({ tag, tags: TAGS }, { since: FIRST_OF_KUSTOMIZE, until: "v1.3.0" });
  return hasMinors ? fill(tag, minor === "20" ? [provider] : [provider, "kube-1.21"]) : undefined;
}

/** The second edition's former ingress controller: v1.8.0 on node ports of the book's own choice. */
export function bookIngressController(): string {
  return fill("v1.8.0", ["baremetal"])
    .replace("name: http, appProtocol: http, port: 80,", "$& nodePort: 30080,")
    .replace("name: https, appProtocol: https, port: 443,", "$& nodePort: 30443,");
}

function oldManifest(tag: string, inside: string): string | undefined {
  if (!OLD_TAGS.includes(tag)) return undefined;
  const words = { version: tag.startsWith("v0.27") ? "master" : tag.slice(1) };
  if (inside === "mandatory.yaml") return fillIn(old ?? "", { tag, tags: OLD_TAGS, words });
  if (inside === "baremetal/service-nodeport.yaml") return service;
  if (inside !== "cloud-generic.yaml") return undefined;
  return service
    ?.replace("type: NodePort", "type: LoadBalancer\n  externalTrafficPolicy: Local")
    .replace(/name: (https?),(.*)targetPort: \d+/g, "name: $1,$2targetPort: $1");
}

function fill(tag: string, traits: readonly string[]): string {
  const { registry = "registry.k8s.io/ingress-nginx", controller, certgen, version, chart } = RELEASES[tag] as Release;
  const words = {
    version: version ?? controller.slice(1).split("@")[0] ?? "",
    controller: `${registry}/controller:${controller}`,
    certgen: certgen.includes("/") ? certgen : `${registry}/kube-webhook-certgen:${certgen}`,
    helm: chart === undefined ? "" : `, helm.sh/chart: ingress-nginx-${chart}, app.kubernetes.io/managed-by: Helm`,
  };
  const first = TAGS.indexOf(FIRST_OF_KUSTOMIZE);
  const isHelms = TAGS.indexOf(tag) < first;
  return fillIn((isHelms ? helm : kustomize) ?? "", { tag, tags: isHelms ? TAGS.slice(0, first) : TAGS.slice(first), traits, words });
}
