import type { AsyncClient, ResourceRef } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { CommandError } from "../errors.ts";
import type { Invocation } from "../command.ts";
import { klogLine } from "../klog.ts";
import { lastAppliedOf } from "../objects/annotations.ts";
import { refOf, type RestMapping } from "../rest-mapper.ts";
import type { ApplySession } from "./session.ts";

/** Types that --prune looks at unless told otherwise, as group/version/kind. */
const CLUSTER_SCOPED = ["/v1/Namespace", "/v1/PersistentVolume"];
const NAMESPACED = [
  "/v1/ConfigMap",
  "/v1/Endpoints",
  "/v1/PersistentVolumeClaim",
  "/v1/Pod",
  "/v1/ReplicationController",
  "/v1/Secret",
  "/v1/Service",
  "batch/v1/Job",
];
const NAMESPACED_EARLY = ["batch/v1beta1/CronJob", "extensions/v1beta1/Ingress"];
const NAMESPACED_LATE = ["batch/v1/CronJob", "networking.k8s.io/v1/Ingress"];
const WORKLOADS = ["apps/v1/DaemonSet", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet"];

/** A type to look at. */
interface PruneType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Reads --prune-allowlist, or -whitelist as it was called. Throws CommandError for words of another form and for unknown types. */
// kubectl/pkg/cmd/apply/prune.go parsePruneResources
export async function readPruneTypes({ flags, factory }: Invocation): Promise<PruneType[]> {
  const types: PruneType[] = [];
  for (const name of ["prune-whitelist", "prune-allowlist"]) {
    if (!flags.has(name)) continue;
    for (const word of flags.list(name)) {
      const [group = "", version = "", kind = "", ...rest] = word.split("/");
      if (kind === "" || rest.length > 0)
        throw new CommandError(`invalid GroupVersionKind format: ${word}, please follow <group/version/kind>`);
      const type = { group: group === "core" ? "" : group, version, kind };
      if ((await factory.mapper.byKind(type.group, kind, version)) === undefined) throw new CommandError(noMatch(type));
      types.push(type);
    }
  }
  return types;
}

function noMatch({ group, version, kind }: PruneType): string {
  return `no matches for kind "${kind}" in version "${group === "" ? "" : `${group}/`}${version}"`;
}

/** Deletes what apply made before and the files no longer name. */
// kubectl/pkg/cmd/apply/prune.go pruneAll
export async function prune(session: ApplySession, given: readonly PruneType[]): Promise<void> {
  const { invocation, client, dryRun, propagationPolicy } = session;
  const seconds = invocation.flags.number("grace-period");
  const options = {
    propagationPolicy,
    ...(seconds < 0 ? {} : { gracePeriodSeconds: seconds }),
    ...(dryRun === "server" ? { dryRun: true } : {}),
  };
  await eachPrunable(invocation, client, session, given, async (ref, object) => {
    if (dryRun !== "client") await client.delete(ref, object.metadata.name ?? "", options);
    session.print(object, "pruned");
  });
}

/** What the files name: objects by uid, and namespaces. */
export type Visited = Pick<ApplySession, "visitedUids" | "visitedNamespaces">;

/** Visits what apply made before and the files no longer name. */
export async function eachPrunable(
  invocation: Invocation,
  client: AsyncClient,
  visited: Visited,
  given: readonly PruneType[],
  visit: (ref: ResourceRef, object: KubeObject) => Promise<void>,
): Promise<void> {
  const selector = invocation.flags.text("selector");
  const pruneType = async (mapping: RestMapping, namespace: string): Promise<void> => {
    const ref = refOf(mapping, namespace);
    try {
      const list = await client.list(ref, selector === "" ? {} : { labelSelector: selector });
      for (const object of list.items)
        if (lastAppliedOf(object) !== undefined && !visited.visitedUids.has(object.metadata.uid ?? "")) await visit(ref, object);
    } catch (error) {
      const scope = mapping.namespaced ? "namespaced" : "nonNamespaced";
      throw new CommandError(
        `error pruning ${scope} object ${mapping.group}/${mapping.version}, Kind=${mapping.kind}: ${(error as Error).message}`,
      );
    }
  };
  const mappings = await mappingsOf(invocation, given);
  for (const namespace of visited.visitedNamespaces)
    for (const mapping of mappings) if (mapping.namespaced) await pruneType(mapping, namespace);
  for (const mapping of mappings) if (!mapping.namespaced) await pruneType(mapping, "");
}

async function mappingsOf({ env, factory, release }: Invocation, given: readonly PruneType[]): Promise<RestMapping[]> {
  if (given.length === 0 && release.has("pruneScopeWarning")) {
    const sentences = [
      "Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release.",
      "To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.",
    ];
    env.stderr(klogLine(env, "W", release.value("pruneLogPlace"), sentences.join(" ")));
  }
  const late = release.has("pruneNetworkingIngress");
  const defaults = [...NAMESPACED, ...(late ? NAMESPACED_LATE : NAMESPACED_EARLY), ...WORKLOADS, ...CLUSTER_SCOPED];
  const types = given.length > 0 ? given : defaults.map(splitType);
  const mappings: RestMapping[] = [];
  for (const type of types) {
    const mapping = await factory.mapper.byKind(type.group, type.kind, type.version);
    if (mapping === undefined) {
      const what = `${type.group}/${type.version}, Kind=${type.kind}, Namespaced=${!CLUSTER_SCOPED.includes(`${type.group}/${type.version}/${type.kind}`)}`;
      throw new CommandError(`error retrieving RESTMappings to prune: invalid resource ${what}: ${noMatch(type)}`);
    }
    mappings.push(mapping);
  }
  return mappings;
}

function splitType(text: string): PruneType {
  const [group = "", version = "", kind = ""] = text.split("/");
  return { group, version, kind };
}
