import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import type { BootstrapWorld } from "./world.ts";

/** kubeadm's DNS: account, Corefile, Deployment, Service. facts/cluster-profiles.md 1.4 and 2.5 */
export function corednsObjects(world: BootstrapWorld): [resource: string, object: KubeObject][] {
  const meta = (labels?: Record<string, string>) => ({ name: "coredns", namespace: "kube-system", ...(labels ? { labels } : {}) });
  return [
    ["configmaps", { apiVersion: "v1", kind: "ConfigMap", metadata: meta(), data: { Corefile: corefile() } }],
    ["serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata: meta() }],
    ["deployments", { apiVersion: "apps/v1", kind: "Deployment", metadata: meta({ "k8s-app": "kube-dns" }), spec: deploymentSpec(world) }],
    ["services", dnsService(world)],
  ];
}

function corefile(): string {
  return [
    ".:53 {",
    "    errors",
    "    health {",
    "       lameduck 5s",
    "    }",
    "    ready",
    "    kubernetes cluster.local in-addr.arpa ip6.arpa {",
    "       pods insecure",
    "       fallthrough in-addr.arpa ip6.arpa",
    "       ttl 30",
    "    }",
    "    prometheus :9153",
    "    forward . /etc/resolv.conf",
    "    cache 30",
    "    loop",
    "    reload",
    "    loadbalance",
    "}",
    "",
  ].join("\n");
}

function dnsService({ profile, release }: BootstrapWorld): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kube-dns",
      namespace: "kube-system",
      labels: {
        "k8s-app": "kube-dns",
        "kubernetes.io/cluster-service": "true",
        "kubernetes.io/name": release.value("kubeadm-dns-service-name"),
      },
      annotations: { "prometheus.io/port": "9153", "prometheus.io/scrape": "true" },
    },
    spec: {
      clusterIP: profile.dnsAddress,
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
        { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153 },
      ],
      selector: { "k8s-app": "kube-dns" },
    },
  };
}

function deploymentSpec({ profile, release }: BootstrapWorld): object {
  return {
    replicas: profile.dnsReplicas ?? 2,
    selector: { matchLabels: { "k8s-app": "kube-dns" } },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    template: corednsTemplate(release),
  };
}

/** The pod template; its hash is the coredns hash of every public cluster of that release. */
export function corednsTemplate(release: Release): object {
  const tolerations: object[] = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
  if (release.has("kubeadm-coredns-tolerates-master")) tolerations.push({ key: "node-role.kubernetes.io/master", effect: "NoSchedule" });
  if (release.has("kubeadm-coredns-tolerates-control-plane")) {
    tolerations.push({ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" });
  }
  const term = {
    labelSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns"] }] },
    topologyKey: "kubernetes.io/hostname",
  };
  return {
    metadata: { labels: { "k8s-app": "kube-dns" } },
    spec: {
      ...(release.has("kubeadm-coredns-anti-affinity")
        ? { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: term, weight: 100 }] } } }
        : {}),
      containers: [container(release)],
      dnsPolicy: "Default",
      nodeSelector: { "kubernetes.io/os": "linux" },
      priorityClassName: "system-cluster-critical",
      serviceAccountName: "coredns",
      tolerations,
      volumes: [{ name: "config-volume", configMap: { name: "coredns", items: [{ key: "Corefile", path: "Corefile" }] } }],
    },
  };
}

function container(release: Release): object {
  return {
    name: "coredns",
    image: release.value("kubeadm-coredns-image"),
    imagePullPolicy: "IfNotPresent",
    args: ["-conf", "/etc/coredns/Corefile"],
    ports: [
      { containerPort: 53, name: "dns", protocol: "UDP" },
      { containerPort: 53, name: "dns-tcp", protocol: "TCP" },
      { containerPort: 9153, name: "metrics", protocol: "TCP" },
    ],
    livenessProbe: {
      httpGet: { path: "/health", port: 8080, scheme: "HTTP" },
      initialDelaySeconds: 60,
      timeoutSeconds: 5,
      successThreshold: 1,
      failureThreshold: 5,
    },
    readinessProbe: { httpGet: { path: "/ready", port: 8181, scheme: "HTTP" } },
    resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ["NET_BIND_SERVICE"], drop: [release.has("kubeadm-coredns-drop-upper-case") ? "ALL" : "all"] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ mountPath: "/etc/coredns", name: "config-volume", readOnly: true }],
  };
}
