import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

// One cluster for all: 1.21 still has the kinds of the first tags' time, and those of the last.
setDefaultTimeout(120_000);
const RAW = "https://raw.githubusercontent.com/kubernetes/ingress-nginx";
const OLD_INGRESS = `apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: { name: web }
spec: { rules: [{ host: example.com, http: { paths: [{ path: /, backend: { serviceName: web, servicePort: 80 } }] } }] }
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  ingressClassName: nginx
  rules: [{ host: example.com, http: { paths: [{ path: /, pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;
let lab: StartedCluster;
beforeAll(async () => {
  lab = await startCluster({ kubernetesVersion: "v1.21.14" }, { "old.yaml": OLD_INGRESS, "new.yaml": INGRESS });
  await lab.run("kubectl create deployment web --image=nginx; kubectl expose deployment web --port=80");
});
afterAll(() => lab.end());

/** Applies a manifest; each object must be `created`, in the file's order. */
async function apply(url: string, to: StartedCluster): Promise<void> {
  const objects = splitYamlDocuments((await publishedManifest(url)) ?? "").map(({ text }) => parseYaml(text) as unknown as KubeObject);
  const lines = (await to.run(`kubectl apply -f ${url} 2>/dev/null`)).trimEnd().split("\n");
  expect(lines.map((line) => line.replace(/^(\w+)(?:\.[\w.]+)?\/(\S+) created$/, "$1/$2"))).toEqual(
    objects.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`),
  );
}

/** `controller 1/1 Running` of each pod, without the letters of its name. */
async function pods(of: StartedCluster): Promise<string[]> {
  const rows = (await of.run("kubectl get pods -n ingress-nginx --no-headers")).trimEnd().split("\n");
  return rows.map((row) =>
    row.replace(/^(?:nginx-ingress|ingress-nginx)-([a-z-]+?)(?:-[a-z0-9]{7,10})?-[a-z0-9]{5} +(\S+) +(\S+).*$/, "$1 $2 $3"),
  );
}

const JOBS = ["admission-create 0/1 Completed", "admission-patch 0/1 Completed"];
const CONTROLLER = "controller 1/1 Running";

// One tag of each shape. Jobs that say so are gone once they are done.
test.each([
  ["controller-v0.34.1", [...JOBS, CONTROLLER]],
  ["controller-v0.41.2", [...JOBS, CONTROLLER]],
  ["controller-v0.47.0", [...JOBS, CONTROLLER]],
  ["controller-v1.0.0", [...JOBS, CONTROLLER]],
  ["controller-v1.1.1", [...JOBS, CONTROLLER]],
  ["controller-v1.1.2", [...JOBS, CONTROLLER]],
  ["controller-v1.9.1", [...JOBS, CONTROLLER]],
  ["controller-v1.10.1", [...JOBS, CONTROLLER]],
  ["controller-v1.11.8", [CONTROLLER]],
  ["main", [CONTROLLER]],
])("%s is applied, runs, answers and is deleted", async (ref, expected) => {
  const url = `${RAW}/${ref}/deploy/static/provider/baremetal/deploy.yaml`;
  await apply(url, lab);
  await lab.run("k8sim time advance 60s");
  expect(await pods(lab)).toEqual(expected);
  const file = /v0\./.test(ref) ? "old.yaml" : "new.yaml";
  expect(await lab.run(`kubectl apply -f ${file} 2>/dev/null`)).toBe("ingress.networking.k8s.io/web created\n");
  await lab.run("k8sim time advance 70s");
  expect(await lab.run("kubectl get ingress --no-headers")).toMatch(/^web +(<none>|nginx) +example\.com +192\.168\.1\.10\d +80 /);
  const port = await lab.run("kubectl get service -n ingress-nginx ingress-nginx-controller -o jsonpath='{.spec.ports[0].nodePort}'");
  expect(await lab.run(`curl -s -o /dev/null -w '%{http_code}' -H 'Host: example.com' http://192.168.1.101:${port}`)).toBe("200");
  await lab.run(`kubectl delete -f ${file}; kubectl delete -f ${url}; k8sim time advance 400s`);
});

test.each(["nginx-0.24.1", "nginx-0.26.1", "nginx-0.26.2", "nginx-0.29.0", "master"])(
  "%s is applied in two files, and runs",
  async (ref) => {
    const inside = ref === "nginx-0.24.1" ? "deploy" : "deploy/static";
    await apply(`${RAW}/${ref}/${inside}/mandatory.yaml`, lab);
    await apply(`${RAW}/${ref}/${inside}/provider/cloud-generic.yaml`, lab);
    await lab.run("k8sim time advance 60s");
    expect(await pods(lab)).toEqual([CONTROLLER]);
    await lab.run(`kubectl delete -f ${RAW}/${ref}/${inside}/mandatory.yaml; k8sim time advance 400s`);
  },
);

test("kind's runs on the node that is labelled for it, on that machine's own ports", async () => {
  const kind = await startCluster({ profile: "kind" });
  await kind.run("kubectl label node kind-control-plane ingress-ready=true");
  await apply(`${RAW}/controller-v1.8.2/deploy/static/provider/kind/deploy.yaml`, kind);
  await kind.run("k8sim time advance 60s");
  expect(await pods(kind)).toEqual([...JOBS, CONTROLLER]);
  const address = await kind.run("kubectl get node kind-control-plane -o jsonpath='{.status.addresses[0].address}'");
  expect(await kind.run(`curl -s -o /dev/null -w '%{http_code}' http://${address}`)).toBe("404");
  kind.end();
});
