import type { Secret } from "../../kinds/core/secret/types.ts";
import { GATEWAY_LABEL } from "../../images/nginx-gateway/index.ts";
import type { Gateway } from "../../images/nginx-gateway/types.ts";
import type { KubeObject } from "../../machinery/object.ts";

/** What the class's NginxProxy says of data planes. */
export interface ProxySettings {
  readonly image: string;
  readonly pullPolicy: string;
  readonly replicas: number;
  readonly serviceType: string;
  readonly externalTrafficPolicy: string;
}

/** What the controller knows of itself. */
export interface Installation {
  /** `app.kubernetes.io/instance` of its own pods. */
  readonly instance: string;
  readonly image: string;
  readonly namespace: string;
  readonly service: string;
  readonly agentSecret: Secret | undefined;
}

/** An object of a data plane, with the plural by which it is written. */
export interface Planned {
  readonly group: string;
  readonly resource: string;
  readonly object: KubeObject;
}

const UNPRIVILEGED = {
  capabilities: { drop: ["ALL"] },
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsGroup: 1001,
  runAsUser: 101,
  seccompProfile: { type: "RuntimeDefault" },
};
const READINESS = { httpGet: { path: "/readyz", port: 8081 }, initialDelaySeconds: 3 };
const MOUNTS = {
  "/etc/nginx-agent": "nginx-agent",
  "/var/run/secrets/ngf": "nginx-agent-tls",
  "/var/run/secrets/ngf/serviceaccount": "token",
  "/var/log/nginx-agent": "nginx-agent-log",
  "/var/lib/nginx-agent": "nginx-agent-lib",
  "/etc/nginx/conf.d": "nginx-conf",
  "/etc/nginx/stream-conf.d": "nginx-stream-conf",
  "/etc/nginx/main-includes": "nginx-main-includes",
  "/etc/nginx/events-includes": "nginx-events-includes",
  "/etc/nginx/secrets": "nginx-secrets",
  "/var/run/nginx": "nginx-run",
  "/var/cache/nginx": "nginx-cache",
  "/etc/nginx/includes": "nginx-includes",
};
const INITIALIZE =
  "/usr/bin/gateway initialize --source /agent/nginx-agent.conf --destination /etc/nginx-agent --source /includes/main.conf --destination /etc/nginx/main-includes --source /includes/events.conf --destination /etc/nginx/events-includes";
const EMPTY = [
  "nginx-agent",
  "nginx-agent-log",
  "nginx-agent-lib",
  "nginx-conf",
  "nginx-stream-conf",
  "nginx-main-includes",
  "nginx-events-includes",
  "nginx-secrets",
  "nginx-run",
  "nginx-cache",
  "nginx-includes",
];

const mounts = (pairs: Readonly<Record<string, string>>): object[] =>
  Object.entries(pairs).map(([mountPath, name]) => ({ mountPath, name }));

/** What a gateway's data plane consists of, in the order in which it is made. internal/controller/provisioner/objects.go, v2.6.1 */
export function dataPlaneOf(gateway: Gateway, settings: ProxySettings, installed: Installation): Planned[] {
  const { namespace = "", name: gatewayName = "", uid = "" } = gateway.metadata;
  const name = `${gatewayName}-${gateway.spec.gatewayClassName}`;
  const selector = {
    "app.kubernetes.io/instance": installed.instance,
    "app.kubernetes.io/managed-by": `${installed.instance}-nginx`,
    "app.kubernetes.io/name": name,
    [GATEWAY_LABEL]: gatewayName,
  };
  const owner = {
    apiVersion: gateway.apiVersion,
    kind: gateway.kind,
    name: gatewayName,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const metadata = (own: string): KubeObject["metadata"] => ({ name: own, namespace, labels: selector, ownerReferences: [owner] });
  const ports = [...new Map(gateway.spec.listeners.map(({ port, protocol }) => [port, protocol === "UDP" ? "UDP" : "TCP"]))].toSorted(
    ([a], [b]) => a - b,
  );
  const tls: KubeObject = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(`${name}-agent-tls`),
    type: "kubernetes.io/tls",
    data: installed.agentSecret?.data ?? {},
  };
  const config = (own: string, data: Readonly<Record<string, string>>): Planned => ({
    group: "",
    resource: "configmaps",
    object: { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(own), data },
  });
  const service: KubeObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(name),
    spec: {
      type: settings.serviceType,
      ports: ports.map(([port, protocol]) => ({ name: `port-${port}`, port, targetPort: port, protocol })),
      ...(settings.serviceType === "ClusterIP" ? {} : { externalTrafficPolicy: settings.externalTrafficPolicy }),
      selector,
      ipFamilyPolicy: "PreferDualStack",
    },
  };
  const deployment: KubeObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(name),
    spec: {
      replicas: settings.replicas,
      selector: { matchLabels: selector },
      template: { metadata: { labels: selector }, spec: podSpec(name, ports, settings, installed) },
    },
  };
  return [
    { group: "", resource: "secrets", object: tls },
    config(`${name}-includes-bootstrap`, { "main.conf": "error_log stderr info;\n", "events.conf": "worker_connections 1024;\n" }),
    config(`${name}-agent-config`, { "nginx-agent.conf": agentConfiguration(name, installed) }),
    {
      group: "",
      resource: "serviceaccounts",
      object: { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata(name), automountServiceAccountToken: false },
    },
    { group: "", resource: "services", object: service },
    { group: "apps", resource: "deployments", object: deployment },
  ];
}

function agentConfiguration(name: string, { service, namespace }: Installation): string {
  return [
    "command:",
    "    server:",
    `        host: ${service}.${namespace}.svc`,
    "        port: 443",
    "allowed_directories:",
    "- /etc/nginx",
    "- /var/run/nginx",
    "labels:",
    `    owner-name: ${namespace}_${name}`,
    "    owner-type: Deployment",
    "",
  ].join("\n");
}

function podSpec(name: string, ports: readonly [number, string][], settings: ProxySettings, installed: Installation): object {
  const token = { serviceAccountToken: { path: "token", audience: `${installed.service}.${installed.namespace}.svc` } };
  return {
    automountServiceAccountToken: true,
    containers: [
      {
        name: "nginx",
        image: settings.image,
        imagePullPolicy: settings.pullPolicy,
        ports: ports.map(([port, protocol]) => ({ name: `port-${port}`, containerPort: port, protocol })),
        readinessProbe: READINESS,
        securityContext: UNPRIVILEGED,
        volumeMounts: mounts(MOUNTS),
      },
    ],
    initContainers: [
      {
        name: "init",
        image: installed.image,
        imagePullPolicy: settings.pullPolicy,
        command: INITIALIZE.split(" "),
        env: [
          { name: "POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
          { name: "CLUSTER_UID", value: "unknown" },
        ],
        volumeMounts: mounts({
          "/agent": "nginx-agent-config",
          "/etc/nginx-agent": "nginx-agent",
          "/includes": "nginx-includes-bootstrap",
          "/etc/nginx/main-includes": "nginx-main-includes",
          "/etc/nginx/events-includes": "nginx-events-includes",
        }),
        securityContext: UNPRIVILEGED,
      },
    ],
    serviceAccountName: name,
    securityContext: {
      fsGroup: 1001,
      runAsNonRoot: true,
      sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
    },
    volumes: [
      { name: "token", projected: { sources: [token] } },
      { name: "nginx-agent-config", configMap: { name: `${name}-agent-config` } },
      { name: "nginx-agent-tls", secret: { secretName: `${name}-agent-tls` } },
      ...EMPTY.map((one) => ({ name: one, emptyDir: {} })),
      { name: "nginx-includes-bootstrap", configMap: { name: `${name}-includes-bootstrap` } },
    ],
  };
}
