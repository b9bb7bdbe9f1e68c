import { profileNames } from "../../cluster/bootstrap/profile.ts";
import { openCluster } from "../../cluster/cluster.ts";
import { clusterNames, currentCluster } from "../../cluster/home.ts";
import { SHELLS } from "./scripts.ts";

type Values = (home: string) => readonly string[] | Promise<readonly string[]>;

const clocks: Values = () => ["real", "stepped"];
const languages: Values = () => ["en", "ko"];
/** The labs that are shipped; their texts are loaded for who asks for them. */
const labNames: Values = async () => Object.keys((await import("../../lab/shipped/labs.ts")).SHIPPED_LABS);
/** Where a file may stand as well as one of those values. */
const ALSO_FILES: ReadonlySet<string> = new Set(["lab hint", "lab run", "lab show", "lab step", "lab test"]);

/** What stands behind a command, or behind one of its options; other values may be anything, files among it. */
const VALUES: Readonly<Record<string, Values>> = {
  "cluster create": () => [],
  "cluster create --clock": clocks,
  "cluster create --profile": profileNames,
  "cluster delete": clusterNames,
  "cluster info": clusterNames,
  "cluster use": clusterNames,
  completion: () => SHELLS,
  curl: () => [],
  "curl --from": places,
  "lab hint": labNames,
  "lab hint --lang": languages,
  "lab list --output": () => ["json"],
  "lab record --cluster": clusterNames,
  "lab record --profile": profileNames,
  "lab run": labNames,
  "lab run --cluster": clusterNames,
  "lab run --profile": profileNames,
  "lab show": labNames,
  "lab show --output": () => ["json"],
  "lab step": labNames,
  "lab step --cluster": clusterNames,
  "lab step --lang": languages,
  "lab step --profile": profileNames,
  "lab test": labNames,
  "lab test --profile": profileNames,
  "lab test --reporter": () => ["pretty", "tap", "junit", "github", "json"],
  "time advance": () => ["10s", "1m", "1h"],
  "time mode": clocks,
  "time until": () => [],
  why: askable,
  "why --namespace": (home) => looking(home, [], (namesOf) => namesOf("namespaces", "")),
  "why --output": () => ["json"],
};

/** Values that exist now for `cluster use` or `cluster create --profile`; undefined where k8sim knows none. */
export async function liveValues(key: string, home: string): Promise<readonly string[] | undefined> {
  return VALUES[key]?.(home);
}

/** Whether a file fits there too, when none of the values does. */
export function takesFiles(key: string): boolean {
  return ALSO_FILES.has(key);
}

type NamesOf = (resource: string, namespace: string) => readonly string[];

/** Looks at the cluster in use, if there is one. Looking costs a stepped clock nothing. */
async function looking(
  home: string,
  otherwise: readonly string[],
  look: (namesOf: NamesOf) => readonly string[],
): Promise<readonly string[]> {
  const name = currentCluster(home);
  if (name === undefined) return otherwise;
  const cluster = await openCluster(home, name);
  try {
    cluster.transactor.beginRead(0);
    return look((resource, namespace) => cluster.store.list(resource, { namespace }).map(({ metadata }) => metadata.name ?? ""));
  } finally {
    cluster.close();
  }
}

/** Where a request may start from: the user's machine, nodes, pods. */
function places(home: string): Promise<readonly string[]> {
  return looking(home, ["pc"], (namesOf) => ["pc", ...namesOf("nodes", ""), ...namesOf("pods", "default")]);
}

/** What people ask about, by the word for its kind. */
const ASKED_ABOUT: Readonly<Record<string, string>> = {
  cronjob: "cronjobs.batch",
  daemonset: "daemonsets.apps",
  deployment: "deployments.apps",
  hpa: "horizontalpodautoscalers.autoscaling",
  ingress: "ingresses.networking.k8s.io",
  job: "jobs.batch",
  namespace: "namespaces",
  node: "nodes",
  pod: "pods",
  pvc: "persistentvolumeclaims",
  replicaset: "replicasets.apps",
  service: "services",
  statefulset: "statefulsets.apps",
};
const CLUSTER_SCOPED: ReadonlySet<string> = new Set(["namespaces", "nodes"]);

/** `pod/web` for every object of the default namespace that somebody may ask about. */
function askable(home: string): Promise<readonly string[]> {
  return looking(home, [], (namesOf) =>
    Object.entries(ASKED_ABOUT).flatMap(([word, resource]) =>
      namesOf(resource, CLUSTER_SCOPED.has(resource) ? "" : "default").map((name) => `${word}/${name}`),
    ),
  );
}
