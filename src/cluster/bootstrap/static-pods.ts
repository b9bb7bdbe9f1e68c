import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { apiPort, nodeAddress, type ProfileNode } from "./profile.ts";
import { createObject, type BootstrapWorld } from "./world.ts";

interface StaticPod {
  name: string;
  image: string;
  command: string[];
  requests?: Record<string, string>;
  probes: Record<string, object>;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  /** Host paths that the pod mounts, by volume name. */
  paths: Record<string, string>;
}

/** The mirror pods of the static pods in /etc/kubernetes/manifests of one node. facts/cluster-profiles.md 2.5 and 3, facts/kubelet.md 11 */
export function createStaticPods(world: BootstrapWorld, node: ProfileNode, nodeUid: string): void {
  const kubelet = world.client(`system:node:${node.name}`, `kubelet/${world.release.text}`);
  for (const pod of staticPodsOf(world, node)) createObject(kubelet, "pods", mirrorPod(world, node, nodeUid, pod));
}

function staticPodsOf(world: BootstrapWorld, node: ProfileNode): StaticPod[] {
  const kubespray = world.profile.installer === "kubespray";
  if (!node.controlPlane) return kubespray ? [nginxProxy()] : [];
  const pods = [apiServer(world, node), controllerManager(world), scheduler(world)];
  return kubespray ? pods : [etcd(world, node), ...pods];
}

function apiServer({ profile, release }: BootstrapWorld, node: ProfileNode): StaticPod {
  const address = nodeAddress(profile, node);
  const at = (path: string, timing: object) => ({ httpGet: { host: address, path, port: apiPort(profile), scheme: "HTTPS" }, ...timing });
  const probes: Record<string, object> = release.has("kubeadm-apiserver-livez")
    ? {
        livenessProbe: at("/livez", { failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 15 }),
        readinessProbe: at("/readyz", { failureThreshold: 3, periodSeconds: 1, timeoutSeconds: 15 }),
        startupProbe: at("/livez", { failureThreshold: 24, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 15 }),
      }
    : { livenessProbe: at("/healthz", { failureThreshold: 8, initialDelaySeconds: 15, timeoutSeconds: 15 }) };
  return {
    name: "kube-apiserver",
    image: `${release.value("kubeadm-image-registry")}/kube-apiserver:${release.text}`,
    command: [
      "kube-apiserver",
      `--advertise-address=${address}`,
      "--allow-privileged=true",
      "--authorization-mode=Node,RBAC",
      "--client-ca-file=/etc/kubernetes/pki/ca.crt",
      "--enable-admission-plugins=NodeRestriction",
      "--enable-bootstrap-token-auth=true",
      "--etcd-servers=https://127.0.0.1:2379",
      `--secure-port=${apiPort(profile)}`,
      `--service-cluster-ip-range=${profile.serviceCidr}`,
    ],
    requests: { cpu: "250m" },
    probes,
    annotations: { "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint": `${address}:${apiPort(profile)}` },
    paths: { "ca-certs": "/etc/ssl/certs", "etc-pki": "/etc/pki", "k8s-certs": "/etc/kubernetes/pki" },
  };
}

function controllerManager({ profile, release }: BootstrapWorld): StaticPod {
  return {
    name: "kube-controller-manager",
    image: `${release.value("kubeadm-image-registry")}/kube-controller-manager:${release.text}`,
    command: [
      "kube-controller-manager",
      "--allocate-node-cidrs=true",
      "--bind-address=127.0.0.1",
      `--cluster-cidr=${profile.podCidr}`,
      "--controllers=*,bootstrapsigner,tokencleaner",
      "--kubeconfig=/etc/kubernetes/controller-manager.conf",
      "--leader-elect=true",
      `--service-cluster-ip-range=${profile.serviceCidr}`,
    ],
    requests: { cpu: "200m" },
    probes: localProbe(10257),
    paths: { "k8s-certs": "/etc/kubernetes/pki", kubeconfig: "/etc/kubernetes/controller-manager.conf" },
  };
}

function scheduler({ release }: BootstrapWorld): StaticPod {
  return {
    name: "kube-scheduler",
    image: `${release.value("kubeadm-image-registry")}/kube-scheduler:${release.text}`,
    command: ["kube-scheduler", "--bind-address=127.0.0.1", "--kubeconfig=/etc/kubernetes/scheduler.conf", "--leader-elect=true"],
    requests: { cpu: "100m" },
    probes: localProbe(10259),
    paths: { kubeconfig: "/etc/kubernetes/scheduler.conf" },
  };
}

function localProbe(port: number): Record<string, object> {
  const httpGet = { host: "127.0.0.1", path: "/healthz", port, scheme: "HTTPS" };
  return { livenessProbe: { failureThreshold: 8, httpGet, initialDelaySeconds: 15, timeoutSeconds: 15 } };
}

function etcd({ profile, release }: BootstrapWorld, node: ProfileNode): StaticPod {
  const url = `https://${nodeAddress(profile, node)}:2379`;
  return {
    name: "etcd",
    image: release.value("kubeadm-etcd-image"),
    command: [
      "etcd",
      `--advertise-client-urls=${url}`,
      "--data-dir=/var/lib/etcd",
      `--listen-client-urls=https://127.0.0.1:2379,${url}`,
      "--listen-metrics-urls=http://127.0.0.1:2381",
      `--name=${node.name}`,
    ],
    ...(release.has("kubeadm-etcd-requests") ? { requests: { cpu: "100m", "ephemeral-storage": "100Mi", memory: "100Mi" } } : {}),
    probes: {
      livenessProbe: {
        failureThreshold: 8,
        httpGet: { host: "127.0.0.1", path: "/health", port: 2381, scheme: "HTTP" },
        initialDelaySeconds: 15,
        timeoutSeconds: 15,
      },
    },
    annotations: { "kubeadm.kubernetes.io/etcd.advertise-client-urls": url },
    paths: { "etcd-certs": "/etc/kubernetes/pki/etcd", "etcd-data": "/var/lib/etcd" },
  };
}

/** kubespray's proxy on each worker, from localhost:6443 to the API server. */
function nginxProxy(): StaticPod {
  return {
    name: "nginx-proxy",
    image: "docker.io/library/nginx:1.21.4",
    command: [],
    requests: { cpu: "25m", memory: "32M" },
    probes: {
      livenessProbe: { httpGet: { path: "/healthz", port: 8081 } },
      readinessProbe: { httpGet: { path: "/healthz", port: 8081 } },
    },
    labels: { "addonmanager.kubernetes.io/mode": "Reconcile", "k8s-app": "kube-nginx" },
    paths: { "etc-nginx": "/etc/nginx" },
  };
}

function mirrorPod(world: BootstrapWorld, node: ProfileNode, nodeUid: string, pod: StaticPod): KubeObject {
  const { release, sim } = world;
  const random = sim.stream(`static-pod/${node.name}/${pod.name}`);
  const hash = Array.from({ length: 32 }, () => random.int(16).toString(16)).join("");
  const criticalClass = release.has("kubeadm-static-node-critical") ? "system-node-critical" : "system-cluster-critical";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${pod.name}-${node.name}`,
      namespace: "kube-system",
      labels: pod.labels ?? { component: pod.name, tier: "control-plane" },
      annotations: {
        ...pod.annotations,
        "kubernetes.io/config.hash": hash,
        "kubernetes.io/config.mirror": hash,
        "kubernetes.io/config.seen": formatRfc3339(sim.now()).replace("Z", ".000000000Z"),
        "kubernetes.io/config.source": "file",
      },
      ownerReferences: [{ apiVersion: "v1", controller: true, kind: "Node", name: node.name, uid: nodeUid }],
    },
    spec: {
      containers: [
        {
          name: pod.name,
          image: pod.image,
          ...(pod.command.length > 0 ? { command: pod.command } : {}),
          ...(pod.requests ? { resources: { requests: pod.requests } } : {}),
          ...pod.probes,
          imagePullPolicy: "IfNotPresent",
          volumeMounts: Object.entries(pod.paths).map(([name, path]) => ({ name, mountPath: path, readOnly: name !== "etcd-data" })),
        },
      ],
      enableServiceLinks: true,
      hostNetwork: true,
      nodeName: node.name,
      priorityClassName: criticalClass,
      tolerations: [{ effect: "NoExecute", operator: "Exists" }],
      volumes: Object.entries(pod.paths).map(([name, path]) => ({
        name,
        hostPath: { path, type: path.endsWith(".conf") ? "FileOrCreate" : "DirectoryOrCreate" },
      })),
    },
  };
}
