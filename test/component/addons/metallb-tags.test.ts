import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { metallbManifest } from "../../../src/cluster/manifests/metallb.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

// One cluster for all: 1.23 has both what the first tags (PodSecurityPolicy) and what the last ones (rules in schemas) need.
setDefaultTimeout(120_000);
const RAW = "https://raw.githubusercontent.com/metallb/metallb";
let lab: StartedCluster;
beforeAll(async () => {
  lab = await startCluster({ kubernetesVersion: "v1.23.7" });
});
afterAll(() => lab.end());

const urlsOf = (tag: string): string[] => {
  if (!/^v0\.([89]|1[0-2])\./.test(tag)) return [`${RAW}/${tag}/config/manifests/metallb-native.yaml`];
  const url = (file: string): string => `${RAW}/${tag}/manifests/${file}.yaml`;
  return tag.startsWith("v0.8.") ? [url("metallb")] : [url("namespace"), url("metallb")];
};

/** `serviceaccount/speaker` of each object of a manifest, in its order. */
function namesIn(tag: string, url: string): string[] {
  const manifest = metallbManifest(tag, url.slice(`${RAW}/${tag}/`.length)) ?? "";
  const objects = splitYamlDocuments(manifest).map(({ text }) => parseYaml(text) as unknown as KubeObject);
  return objects.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
}

// One tag of each shape.
test.each([
  "v0.8.1",
  "v0.9.3",
  "v0.10.0",
  "v0.12.0",
  "v0.13.0",
  "v0.13.6",
  "v0.13.8",
  "v0.14.0",
  "v0.14.3",
  "v0.14.5",
  "v0.14.9",
  "v0.15.0",
  "main",
])("MetalLB %s is applied, runs, gives an address and is deleted", async (tag) => {
  for (const url of urlsOf(tag)) {
    const lines = (await lab.run(`kubectl apply -f ${url} 2>/dev/null`)).trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/^(\w+)(?:\.[\w.]+)?\/(\S+) created$/, "$1/$2"))).toEqual(namesIn(tag, url));
  }
  if (tag.startsWith("v0.9."))
    await lab.run('kubectl create secret generic -n metallb-system memberlist --from-literal=secretkey="$(openssl rand -base64 128)"');
  await lab.run("k8sim time advance 90s");
  const pods = await lab.run("kubectl get pods -n metallb-system --no-headers");
  expect(
    pods
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ +/).slice(1, 4).join(" ")),
  ).toEqual(Array.from({ length: 5 }, () => "1/1 Running 0"));
  await lab.run(isOld(tag) ? CONFIG_MAP : POOL);
  await lab.run("kubectl create service loadbalancer web --tcp=80; k8sim time advance 5s");
  expect(await lab.run("kubectl get service web --no-headers")).toContain(" 192.168.1.240 ");
  await lab.run(`kubectl delete service web; kubectl delete -f ${urlsOf(tag).join(" -f ")}; k8sim time advance 30s`);
});

const isOld = (tag: string): boolean => urlsOf(tag).every((url) => !url.includes("native"));
const CONFIG_MAP = `kubectl create configmap -n metallb-system config --from-literal=config='
address-pools:
- name: p
  protocol: layer2
  addresses: [192.168.1.240-192.168.1.249]
'`;
const POOL = `kubectl apply -f - <<'EOF'
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: p, namespace: metallb-system }
spec: { addresses: [192.168.1.240-192.168.1.249] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: p, namespace: metallb-system }
EOF`;
