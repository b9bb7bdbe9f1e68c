import type { KubeObject } from "../../machinery/object.ts";
import type { BootstrapWorld } from "./world.ts";

/** kubeadm's kube-proxy: account, configuration, DaemonSet. facts/cluster-profiles.md 2.5 */
export function kubeProxyObjects({ profile, release }: BootstrapWorld): [resource: string, object: KubeObject][] {
  const labels = { "k8s-app": "kube-proxy" };
  const tolerations: object[] = release.has("kubeadm-proxy-critical-toleration") ? [{ key: "CriticalAddonsOnly", operator: "Exists" }] : [];
  const config = [
    "apiVersion: kubeproxy.config.k8s.io/v1alpha1",
    `clusterCIDR: ${profile.podCidr}`,
    "kind: KubeProxyConfiguration",
    `mode: ${profile.kubeProxy?.mode ?? '""'}`,
    "ipvs:",
    `  strictARP: ${profile.kubeProxy?.strictARP ?? false}`,
    "",
  ].join("\n");
  const spec = {
    selector: { matchLabels: labels },
    updateStrategy: { type: "RollingUpdate" },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: "kube-proxy",
            image: `${release.value("kubeadm-image-registry")}/kube-proxy:${release.text}`,
            imagePullPolicy: "IfNotPresent",
            command: ["/usr/local/bin/kube-proxy", "--config=/var/lib/kube-proxy/config.conf", "--hostname-override=$(NODE_NAME)"],
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            securityContext: { privileged: true },
            volumeMounts: [
              { mountPath: "/var/lib/kube-proxy", name: "kube-proxy" },
              { mountPath: "/run/xtables.lock", name: "xtables-lock", readOnly: false },
              { mountPath: "/lib/modules", name: "lib-modules", readOnly: true },
            ],
          },
        ],
        hostNetwork: true,
        nodeSelector: { "kubernetes.io/os": "linux" },
        priorityClassName: "system-node-critical",
        serviceAccountName: "kube-proxy",
        tolerations: [...tolerations, { operator: "Exists" }],
        volumes: [
          { name: "kube-proxy", configMap: { name: "kube-proxy" } },
          { name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
          { name: "lib-modules", hostPath: { path: "/lib/modules" } },
        ],
      },
    },
  };
  const metadata = { name: "kube-proxy", namespace: "kube-system" };
  return [
    ["serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata }],
    [
      "configmaps",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { ...metadata, labels: { app: "kube-proxy" } },
        data: { "config.conf": config, "kubeconfig.conf": "apiVersion: v1\nkind: Config\n" },
      },
    ],
    ["daemonsets", { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { ...metadata, labels }, spec }],
  ];
}
