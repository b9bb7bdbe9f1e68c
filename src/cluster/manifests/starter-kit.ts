import { metallbManifest } from "./metallb.ts";

const SEPARATOR = /^---$/m;

/** MetalLB v0.12.1 without its pod security policies, which Kubernetes 1.25 has no more, between its namespace and its addresses. */
function metallbWithAddresses(): string {
  const manifest = (file: string): string => metallbManifest("v0.12.1", `manifests/${file}.yaml`) ?? "";
  const objects = manifest("metallb")
    .split(SEPARATOR)
    .filter((text) => !/^kind: PodSecurityPolicy$/m.test(text));
  const addresses = `
apiVersion: v1
kind: ConfigMap
metadata: { namespace: metallb-system, name: config }
data:
  config: |
    address-pools:
    - name: metalLB ip-range
      protocol: layer2
      addresses:
      - 192.168.1.11-192.168.1.19
`;
  return [`${manifest("namespace").trimEnd()}\n`, ...objects, addresses].join("---");
}

function nginxDeployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { labels: { app: ${name} }, name: ${name} }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ image: nginx, name: nginx }] }
`;
}

function nginxPod(name: string): string {
  return `apiVersion: v1
kind: Pod
metadata: { labels: { run: ${name} }, name: ${name} }
spec: { containers: [{ image: nginx, name: ${name} }] }
`;
}

/** Files of the lectures that go with the book (github.com/sysnet4admin/_Lecture_k8s_starter.kit), by their path in it. */
export const STARTER_KIT_FILES: Readonly<Record<string, string>> = {
  "ch3/3.4/metallb.yaml": metallbWithAddresses(),
  ...Object.fromEntries(
    ["ch4/4.1", "ch5/5.1"].flatMap((section) => [
      [`${section}/del-deploy.yaml`, nginxDeployment("del-deploy")],
      [`${section}/del-pod.yaml`, nginxPod("del-pod")],
    ]),
  ),
};
