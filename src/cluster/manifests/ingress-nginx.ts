import controller from "../../../fixtures/addons/ingress-nginx/controller-v1.yaml" with { type: "text" };
import mandatory from "../../../fixtures/addons/ingress-nginx/0.30.0.yaml" with { type: "text" };
import nodePort from "../../../fixtures/addons/ingress-nginx/0.30.0-service.yaml" with { type: "text" };

/** What a tag's manifest fills in. */
interface Filling {
  /** The images' registry, `registry.k8s.io` when absent. */
  readonly registry?: string;
  /** Tag and digest of the controller's image; the version in its labels is that tag, too. */
  readonly controller: string;
  readonly certgen: string;
}

const CERTGEN_1_1_1 = "v1.1.1@sha256:64d8c73dca984af206adf9d6d7e46aa550362b1d7a01f3a0a91b20cc67868660";
const CERTGEN_2022 = "v20220916-gd32f8c343@sha256:39c5b2e3310dc4264d638ad28d9d1d96c4cbb2b2dcfb52368fe4e3c63f61e10f";
const CERTGEN_2023 = "v20230407@sha256:543c40fd093964bc9ab509d3e791f9989963021f1e9e4c9c7b6700b02bfb227b";
const V1_7: Filling = {
  controller: "v1.7.0@sha256:7612338342a1e7b8090bef78f2a04fffcadd548ccaabe8a47bf7758ff549a5f7",
  certgen: "v20230312-helm-chart-4.5.2-28-g66a760794@sha256:01d181618f270f2a96c04006f33b2699ad3ccb02da48d0f89b22abce084b292f",
};
const V1_8_1: Filling = {
  controller: "v1.8.1@sha256:e5c4824e7375fcf2a393e1c03c293b69759af37a9ca6abdb91b13d78a93da8bd",
  certgen: CERTGEN_2023,
};
const V1_8_4: Filling = {
  controller: "v1.8.4@sha256:8d8ddf32b83ca3e74bd5f66369fa60d85353e18ff55fa7691b321aa4716f5ba9",
  certgen: "v20231011-8b53cabe0@sha256:a7943503b45d552785aa3b5e457f169a5661fb94d82b8a3373bcd9ebaf9aac80",
};

// YAML that is imported as text has no type of its own.
const template: string = controller;
const service: string = nodePort;

/** By tag behind `controller-`. Some tags' manifests were not renewed: they install the release before. */
const FILLINGS: Readonly<Record<string, Filling>> = {
  "v1.2.0": {
    registry: "k8s.gcr.io",
    controller: "v1.2.0@sha256:d8196e3bc1e72547c5dec66d6556c0ff92a23f6d0919b206be170bc90d5f9185",
    certgen: CERTGEN_1_1_1,
  },
  "v1.2.1": {
    registry: "k8s.gcr.io",
    controller: "v1.2.1@sha256:5516d103a9c2ecc4f026efbd4b40662ce22dc1f824fb129ed121460aaa5c47f8",
    certgen: CERTGEN_1_1_1,
  },
  "v1.3.0": {
    controller: "v1.3.0@sha256:d1707ca76d3b044ab8a28277a2466a02100ee9f58a86af1535a3edf9323ea1b5",
    certgen: CERTGEN_1_1_1,
  },
  "v1.3.1": {
    controller: "v1.3.1@sha256:54f7fe2c6c5a9db9a0ebf1131797109bb7a4d91f56b9b362bde2abd237dd1974",
    certgen: "v1.3.0@sha256:549e71a6ca248c5abd51cdb73dbc3083df62cf92ed5e6147c780e30f7e007a47",
  },
  "v1.4.0": { controller: "v1.4.0@sha256:34ee929b111ffc7aa426ffd409af44da48e5a0eea1eb2207994d9e0c0882d143", certgen: CERTGEN_2022 },
  "v1.5.1": { controller: "v1.5.1@sha256:4ba73c697770664c1e00e9f968de14e08f606ff961c76e5d7033a4a9c593c629", certgen: CERTGEN_2022 },
  "v1.6.4": { controller: "v1.6.3@sha256:b92667e0afde1103b736e6a3f00dd75ae66eec4e71827d19f19f471699e909d2", certgen: CERTGEN_2022 },
  "v1.7.0": V1_7,
  "v1.7.1": V1_7,
  "v1.8.0": { controller: "v1.8.0@sha256:744ae2afd433a395eeb13dc03d3313facba92e96ad71d9feaafc85925493fee3", certgen: CERTGEN_2023 },
  "v1.8.1": V1_8_1,
  "v1.8.2": V1_8_1,
  "v1.8.4": V1_8_4,
  "v1.8.5": V1_8_4,
};

/** What only some tags' manifests have: from one tag on, and up to another. Tags in their order. */
const SPANS: Readonly<Record<string, { readonly since?: string; readonly until?: string }>> = {
  "configmap-lock": { until: "v1.5.1" },
  lease: { since: "v1.3.0" },
  "endpoint-slices": { since: "v1.4.0" },
  "ip-families": { since: "v1.3.1" },
  "template-version": { since: "v1.7.0" },
};

/** A manifest of kubernetes/ingress-nginx at a tag; undefined for files that are not here. */
export function ingressNginxManifest(tag: string, path: string): string | undefined {
  const inside = /^deploy\/static\/(?:provider\/)?(.+)$/.exec(path)?.[1] ?? "";
  if (tag === "nginx-0.30.0") return oldManifest(inside);
  const version = /^controller-(v1\..+)$/.exec(tag)?.[1] ?? "";
  const provider = /^(baremetal|cloud)\/deploy\.yaml$/.exec(inside)?.[1];
  return provider === undefined || FILLINGS[version] === undefined ? undefined : fill(version, provider);
}

/** The second edition's former ingress controller: v1.8.0 on node ports of the book's own choice. */
export function bookIngressController(): string {
  return fill("v1.8.0", "baremetal")
    .replace("name: http, appProtocol: http, port: 80,", "$& nodePort: 30080,")
    .replace("name: https, appProtocol: https, port: 443,", "$& nodePort: 30443,");
}

function oldManifest(inside: string): string | undefined {
  if (inside === "mandatory.yaml") return mandatory;
  if (inside === "baremetal/service-nodeport.yaml") return nodePort;
  if (inside !== "cloud-generic.yaml") return undefined;
  return service
    .replace("type: NodePort", "type: LoadBalancer\n  externalTrafficPolicy: Local")
    .replace(/name: (https?),(.*)targetPort: \d+/g, "name: $1,$2targetPort: $1");
}

function fill(version: string, provider: string): string {
  const filling = FILLINGS[version] as Filling;
  const registry = `${filling.registry ?? "registry.k8s.io"}/ingress-nginx`;
  const words: Readonly<Record<string, string>> = {
    version: filling.controller.slice(1).split("@")[0] ?? "",
    controller: `${registry}/controller:${filling.controller}`,
    certgen: `${registry}/kube-webhook-certgen:${filling.certgen}`,
    election: isWithin(version, { since: "v1.5.1" }) ? "ingress-nginx-leader" : "ingress-controller-leader",
  };
  const lines = template.split("\n").flatMap((line) => {
    const [, text = "", sign = "", mark = ""] = /^(.*) #([+-])([\w-]+)$/.exec(line) ?? [];
    if (mark === "") return [line];
    const has = mark === "cloud" ? provider === "cloud" : isWithin(version, SPANS[mark] ?? {});
    return has === (sign === "+") ? [text] : [];
  });
  return lines.join("\n").replace(/<(\w+)>/g, (whole, word: string) => words[word] ?? whole);
}

function isWithin(version: string, { since, until }: { since?: string; until?: string }): boolean {
  const order = Object.keys(FILLINGS);
  const at = order.indexOf(version);
  return (since === undefined || at >= order.indexOf(since)) && (until === undefined || at <= order.indexOf(until));
}
