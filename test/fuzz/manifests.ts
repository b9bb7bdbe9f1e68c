import type { JsonObject } from "../../src/base/json.ts";

const labels = { app: "a" };
const template = {
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "nginx", ports: [{ containerPort: 80, name: "http" }] }] },
};
const selector = { matchLabels: labels };
const metadata = { name: "a", labels };
const jobSpec = { backoffLimit: 2, template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } };

const fullContainer = {
  name: "c",
  image: "nginx:1.19",
  command: ["sh", "-c", "sleep 10"],
  env: [
    { name: "A", value: "1" },
    { name: "B", valueFrom: { configMapKeyRef: { name: "cm", key: "k" } } },
    { name: "C", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  ],
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: 1, memory: "128Mi" } },
  livenessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 5 },
  readinessProbe: { tcpSocket: { port: "http" } },
  ports: [{ containerPort: 80, name: "http", protocol: "TCP" }],
  volumeMounts: [{ name: "v", mountPath: "/v" }],
  securityContext: { runAsUser: 1000, capabilities: { add: ["NET_ADMIN"] } },
};

/** One valid manifest of each kind that people write, by name of its kind. */
export const MANIFESTS: readonly JsonObject[] = [
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, annotations: { note: "x" } },
    spec: {
      containers: [fullContainer],
      initContainers: [{ name: "i", image: "busybox" }],
      volumes: [{ name: "v", emptyDir: {} }],
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "k", operator: "Exists", effect: "NoSchedule" }],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: selector, topologyKey: "kubernetes.io/hostname" }],
        },
      },
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: { replicas: 2, selector, template, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } } },
  },
  { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas: 1, selector, template } },
  { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec: { selector, template, updateStrategy: { type: "OnDelete" } } },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      serviceName: "a",
      replicas: 2,
      selector,
      template,
      volumeClaimTemplates: [
        { metadata: { name: "d" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
      ],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { type: "NodePort", selector: labels, ports: [{ name: "http", port: 80, targetPort: "http", nodePort: 30_080 }] },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata, data: { k: "v" }, binaryData: { b: "AAEC" } },
  { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data: { k: "dg==" }, stringData: { s: "t" } },
  { apiVersion: "v1", kind: "Namespace", metadata },
  { apiVersion: "v1", kind: "ServiceAccount", metadata, imagePullSecrets: [{ name: "s" }] },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata,
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "x", resources: { requests: { storage: "1Gi" } } },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata,
    spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteMany"], nfs: { server: "192.168.1.10", path: "/d" } },
  },
  { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: { pods: "3", "requests.cpu": "2" } } },
  {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata,
    spec: { limits: [{ type: "Container", default: { memory: "256Mi" }, defaultRequest: { memory: "128Mi" }, max: { cpu: "2" } }] },
  },
  { apiVersion: "v1", kind: "ReplicationController", metadata, spec: { replicas: 1, selector: labels, template } },
  { apiVersion: "batch/v1", kind: "Job", metadata, spec: jobSpec },
  {
    apiVersion: "batch/v1beta1",
    kind: "CronJob",
    metadata,
    spec: { schedule: "*/5 * * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: jobSpec } },
  },
  {
    apiVersion: "autoscaling/v2beta2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
      maxReplicas: 3,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } }],
      behavior: { scaleDown: { policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] } },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1beta1",
    kind: "Ingress",
    metadata,
    spec: {
      rules: [{ host: "a.example.com", http: { paths: [{ path: "/", backend: { serviceName: "a", servicePort: 80 } }] } }],
      tls: [{ hosts: ["a.example.com"], secretName: "s" }],
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }], ports: [{ port: 80, protocol: "TCP" }] }],
    },
  },
  { apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget", metadata, spec: { minAvailable: "50%", selector } },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata,
    provisioner: "x.example.com",
    reclaimPolicy: "Retain",
    volumeBindingMode: "Immediate",
  },
  { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata, value: 1000, globalDefault: false },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "tests.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "tests", singular: "test", kind: "Test", shortNames: ["tt"] },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object", properties: { n: { type: "integer" } } } } } },
        },
      ],
    },
  },
];
