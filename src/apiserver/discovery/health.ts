const CHECKS = [
  "ping",
  "log",
  "etcd",
  "poststarthook/start-kube-apiserver-admission-initializer",
  "poststarthook/generic-apiserver-start-informers",
  "poststarthook/priority-and-fairness-config-consumer",
  "poststarthook/priority-and-fairness-filter",
  "poststarthook/start-apiextensions-informers",
  "poststarthook/start-apiextensions-controllers",
  "poststarthook/crd-informer-synced",
  "poststarthook/bootstrap-controller",
  "poststarthook/rbac/bootstrap-roles",
  "poststarthook/scheduling/bootstrap-system-priority-classes",
  "poststarthook/priority-and-fairness-config-producer",
  "poststarthook/start-cluster-authentication-info-controller",
  "poststarthook/aggregator-reload-proxy-client-cert",
  "poststarthook/start-kube-aggregator-informers",
  "poststarthook/apiservice-registration-controller",
  "poststarthook/apiservice-status-available-controller",
  "poststarthook/kube-apiserver-autoregistration",
  "autoregister-completion",
  "poststarthook/apiservice-openapi-controller",
];

/** `/healthz`, `/livez`, `/readyz` and their single checks, all well; undefined for another path. Recorded in A/a-get-raw, 1.20. */
export function healthText(path: string, verbose: boolean): string | undefined {
  const [, root = "", ...check] = path.split("/");
  if (!["healthz", "livez", "readyz"].includes(root)) return undefined;
  if (check.length > 0) return CHECKS.includes(check.join("/")) ? "ok" : undefined;
  if (!verbose) return "ok";
  const names = root === "readyz" ? [...CHECKS.slice(0, 3), "informer-sync", ...CHECKS.slice(3), "shutdown"] : CHECKS;
  return `${names.map((name) => `[+]${name} ok\n`).join("")}${root} check passed\n`;
}
