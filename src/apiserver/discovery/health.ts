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
export function healthText(path: string, query: URLSearchParams): string | undefined {
  const [, root = "", ...check] = path.split("/");
  if (!["healthz", "livez", "readyz"].includes(root)) return undefined;
  if (check.length > 0) return namesOf(root).includes(check.join("/")) ? "ok" : undefined;
  if (!query.has("verbose")) return "ok";
  const excluded = new Set(query.getAll("exclude"));
  const lines = namesOf(root).map((name) => `[+]${name} ${excluded.delete(name) ? "excluded: " : ""}ok\n`);
  const unknown = [...excluded].toSorted().map((name) => JSON.stringify(name));
  const warning = unknown.length === 0 ? "" : `warn: some health checks cannot be excluded: no matches for ${unknown.join(",")}\n`;
  return `${lines.join("")}${warning}${root} check passed\n`;
}

/** The checks of healthz, livez or readyz. */
function namesOf(root: string): readonly string[] {
  return root === "readyz" ? [...CHECKS.slice(0, 3), "informer-sync", ...CHECKS.slice(3), "shutdown"] : CHECKS;
}

/** The paths of all checks. */
export function healthPaths(): string[] {
  return ["healthz", "livez", "readyz"].flatMap((root) => [`/${root}`, ...namesOf(root).map((name) => `/${root}/${name}`)]);
}
