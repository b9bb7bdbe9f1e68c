import type { JsonObject } from "../../../../src/base/json.ts";

/** What the API adds to every container of a template. */
function container(fields: JsonObject): JsonObject {
  return {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "Always",
    ...fields,
  };
}

/** A defaulted template with one container, as `kubectl create deployment NAME --image` makes it. */
export function createdTemplate(app: string, name: string, image: string, fields: JsonObject = {}): JsonObject {
  return {
    metadata: { creationTimestamp: null, labels: { app } },
    spec: {
      containers: [container({ name, image, ...fields })],
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      securityContext: {},
      schedulerName: "default-scheduler",
    },
  };
}

/** How kubeadm's CoreDNS template looked in one release. */
export interface CorednsRelease {
  image: string;
  tolerations: ("master" | "control-plane")[];
  spread: boolean;
  drop: string;
}

/** kubeadm's CoreDNS Deployment template, defaulted. cmd/kubeadm/app/phases/addons/dns/manifests.go */
export function corednsTemplate({ image, tolerations, spread, drop }: CorednsRelease): JsonObject {
  const probe = (path: string, port: number, timing: JsonObject): JsonObject => ({
    httpGet: { path, port, scheme: "HTTP" },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...timing,
  });
  return {
    metadata: { creationTimestamp: null, labels: { "k8s-app": "kube-dns" } },
    spec: {
      volumes: [
        { name: "config-volume", configMap: { name: "coredns", items: [{ key: "Corefile", path: "Corefile" }], defaultMode: 420 } },
      ],
      containers: [
        container({
          name: "coredns",
          image,
          args: ["-conf", "/etc/coredns/Corefile"],
          ports: [
            { name: "dns", containerPort: 53, protocol: "UDP" },
            { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
            { name: "metrics", containerPort: 9153, protocol: "TCP" },
          ],
          resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
          volumeMounts: [{ name: "config-volume", readOnly: true, mountPath: "/etc/coredns" }],
          livenessProbe: probe("/health", 8080, { initialDelaySeconds: 60, timeoutSeconds: 5, failureThreshold: 5 }),
          readinessProbe: probe("/ready", 8181, {}),
          imagePullPolicy: "IfNotPresent",
          securityContext: {
            capabilities: { add: ["NET_BIND_SERVICE"], drop: [drop] },
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
          },
        }),
      ],
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "Default",
      nodeSelector: { "kubernetes.io/os": "linux" },
      serviceAccountName: "coredns",
      serviceAccount: "coredns",
      securityContext: {},
      ...(spread ? { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apart()] } } } : {}),
      schedulerName: "default-scheduler",
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        ...tolerations.map((role) => ({ key: `node-role.kubernetes.io/${role}`, effect: "NoSchedule" })),
      ],
      priorityClassName: "system-cluster-critical",
    },
  };
}

function apart(): JsonObject {
  return {
    weight: 100,
    podAffinityTerm: {
      labelSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns"] }] },
      topologyKey: "kubernetes.io/hostname",
    },
  };
}
