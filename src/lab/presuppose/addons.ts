import { formatYaml } from "../../base/yaml-out.ts";
import { ipv4Number } from "../../base/ipv4.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Performed } from "../performance/item.ts";
import { isImplied, type ImpliedStep } from "../performance/implied.ts";
import { readTables } from "../tables.ts";
import { isShownFile, isStep, type Step, type TranscriptItem } from "../transcript.ts";

/** A project that documents take for installed. */
interface Addon {
  readonly name: string;
  /** What a cluster without it answers. */
  readonly missed: RegExp;
  /** What makes it there: a namespace, or a deployment of kube-system. */
  readonly isThere: (cluster: Cluster) => boolean;
  readonly commands: (text: string) => readonly string[];
}

const RAW = "https://raw.githubusercontent.com";

function hasNamespace(name: string): Addon["isThere"] {
  return ({ store }) => store.get("namespaces", "", name) !== undefined;
}

/** The version that a document names, else a usual one. */
function versionIn(text: string, pattern: RegExp, usual: string): string {
  return pattern.exec(text)?.[1] ?? usual;
}

const METALLB: Addon = {
  name: "MetalLB",
  missed:
    /(?:resource type|no matches for kind) "(?:ipaddresspools?|l2advertisements?|bgppeers?|bgpadvertisements?|addresspools?)(?:\.metallb\.io)?"|namespaces "metallb-system" not found|in metallb-system namespace/i,
  isThere: hasNamespace("metallb-system"),
  commands(text) {
    const usual = /metallb\.io\/v1beta|ipaddresspool|l2advertisement/i.test(text) ? "v0.13.9" : "v0.9.6";
    const tag = versionIn(text, /metallb\/(?:controller:|speaker:)?(v0\.\d+\.\d+)\b/, usual);
    const isNative = !/^v0\.(?:[0-9]|1[0-2])\./.test(tag);
    if (isNative) return [`kubectl apply -f ${RAW}/metallb/metallb/${tag}/config/manifests/metallb-native.yaml`];
    const file = (name: string): string => `kubectl apply -f ${RAW}/metallb/metallb/${tag}/manifests/${name}.yaml`;
    return /^v0\.(?:9|1\d)\./.test(tag) ? [file("namespace"), file("metallb")] : [file("metallb")];
  },
};

const ADDONS: readonly Addon[] = [
  METALLB,
  {
    name: "ingress-nginx",
    missed: /namespaces "ingress-nginx" not found|in ingress-nginx namespace/,
    isThere: hasNamespace("ingress-nginx"),
    commands(text) {
      const tag = versionIn(text, /(controller-v1\.\d+\.\d+)\b/, "controller-v1.8.0");
      return [`kubectl apply -f ${RAW}/kubernetes/ingress-nginx/${tag}/deploy/static/provider/baremetal/deploy.yaml`];
    },
  },
  {
    name: "metrics-server",
    missed: /Metrics API not available|the server could not find the requested resource \(get services http:heapster:\)/,
    isThere: ({ store }) => store.get("deployments.apps", "kube-system", "metrics-server") !== undefined,
    commands: () => [
      "kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml",
      `kubectl patch deployment metrics-server -n kube-system --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'`,
    ],
  },
];

/** What a rehearsal has found lacking of projects that a document takes for installed. */
export interface LackingAddons {
  look(performed: Performed, cluster: Cluster): void;
  /** The commands that install them, before the first item; none when nothing lacks. */
  steps(): ImpliedStep[];
}

/** Nothing found yet. */
export function createLackingAddons(items: readonly TranscriptItem[]): LackingAddons {
  const text = allText(items);
  const lacking = new Map<Addon, Step>();
  /** Addresses that services have in the document, where MetalLB is there and has no pool. */
  const addresses = new Map<string, Step>();

  function lookForAddresses(item: Step, actual: string, cluster: Cluster): void {
    if (!actual.includes("<pending>")) return;
    const isHere = METALLB.isThere(cluster);
    // a pool, or what stands for one in the configuration of old versions
    const { store } = cluster;
    if (isHere && (store.list("ipaddresspools.metallb.io").length > 0 || store.get("configmaps", "metallb-system", "config") !== undefined))
      return;
    for (const { cells } of readTables(item.expected ?? []).flatMap(({ rows }) => rows)) {
      const address = cells["EXTERNAL-IP"] ?? "";
      if (cells["TYPE"] !== "LoadBalancer" || ipv4Number(address) === undefined) continue;
      if (!isHere) lacking.set(METALLB, lacking.get(METALLB) ?? item);
      else if (!addresses.has(address)) addresses.set(address, item);
    }
  }

  return {
    look({ played: { item, status, actual } }, cluster) {
      if (!isStep(item) || isImplied(item) || status === "equal" || item.expected === undefined) return;
      const shown = item.expected.map((line) => line.text).join("\n");
      for (const addon of ADDONS)
        if (addon.missed.test(actual) && !addon.missed.test(shown) && !addon.isThere(cluster) && !lacking.has(addon))
          lacking.set(addon, item);
      lookForAddresses(item, actual, cluster);
    },
    steps() {
      const cloud = /metallb/i.test(text) ? undefined : lacking.get(METALLB);
      if (cloud !== undefined) return cloudBalancer(cloud, addressesShown(items));
      if (lacking.size === 0 && addresses.size > 0) return [poolOf(addresses)];
      return [...lacking].flatMap(([{ name, commands }, step]) =>
        commands(text).map((command) => implied(step, command, `${name} was installed: line ${step.line} presupposes it`)),
      );
    },
  };
}

/** Addresses outside the cluster that services are shown with, in the order of the document. */
function addressesShown(items: readonly TranscriptItem[]): string[] {
  const rows = items.flatMap((item) => (isStep(item) ? readTables(item.expected ?? []).flatMap((table) => table.rows) : []));
  const all = rows.flatMap(({ cells }) => (cells["TYPE"] === "LoadBalancer" ? (cells["EXTERNAL-IP"] ?? "") : []));
  return [...new Set(all.filter((address) => ipv4Number(address) !== undefined))];
}

/** A version of MetalLB that runs on any version of Kubernetes, asks for no secret, and is configured by a config map. */
const CLOUD_STAND_IN = "v0.8.3";

/** Whoever gives a cloud's services their addresses: MetalLB, with these and no others. */
function cloudBalancer(step: Step, addresses: readonly string[]): ImpliedStep[] {
  const ranges = addresses.map((address) => `      - ${address}-${address}\n`).join("");
  const config = `address-pools:\n    - name: cloud\n      protocol: layer2\n      addresses:\n${ranges}`;
  const settings = `apiVersion: v1\nkind: ConfigMap\nmetadata: { namespace: metallb-system, name: config }\ndata:\n  config: |\n    ${config}`;
  const install = `kubectl apply -f ${RAW}/metallb/metallb/${CLOUD_STAND_IN}/manifests/metallb.yaml`;
  return [install, `kubectl apply -f - <<'EOF'\n${settings}EOF`].map((command) =>
    implied(step, command, `services had addresses of a load balancer: line ${step.line} shows one, MetalLB stands for who gave it`),
  );
}

/** The smallest pool that has all addresses that services are shown with. */
function poolOf(addresses: ReadonlyMap<string, Step>): ImpliedStep {
  const sorted = [...addresses.keys()].toSorted((a, b) => (ipv4Number(a) ?? 0) - (ipv4Number(b) ?? 0));
  const [first = "", last = first] = [sorted[0], sorted.at(-1)];
  const [step] = addresses.values();
  const metadata = { name: "first-pool", namespace: "metallb-system" };
  const pool = { apiVersion: "metallb.io/v1beta1", kind: "IPAddressPool", metadata, spec: { addresses: [`${first}-${last}`] } };
  const advertisement = { apiVersion: "metallb.io/v1beta1", kind: "L2Advertisement", metadata };
  return {
    line: step?.line ?? 0,
    command: `for try in 1 2 3 4 5 6; do sleep 20; kubectl apply -f - <<'EOF' && break\n${formatYaml(pool)}---\n${formatYaml(advertisement)}EOF\ndone`,
    shell: "sh",
    terminal: step?.terminal ?? "root@m-k8s",
    implied: `MetalLB had a pool: services have addresses from ${first} to ${last}`,
  };
}

function implied({ line, terminal }: Step, command: string, why: string): ImpliedStep {
  return { line, command, shell: "sh", terminal, implied: why };
}

function allText(items: readonly TranscriptItem[]): string {
  return items
    .flatMap((item) => [
      ...(isShownFile(item) ? [item.content] : []),
      ...(isStep(item) ? [item.command] : []),
      ...(isShownFile(item) ? [] : (item.expected ?? []).map((line) => line.text)),
    ])
    .join("\n");
}
