import type { APIService } from "../../kinds/apiregistration/apiservice/types.ts";
import type { Namespace } from "../../kinds/core/namespace/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KindNames } from "../../machinery/kind.ts";
import { resourceKey, splitApiVersion } from "../../machinery/object.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError, isReason } from "../../machinery/status.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import { allKinds } from "../controller/kinds.ts";
import { isPodFinished } from "../controller/pod-state.ts";
import { API_SERVICES, PODS } from "../controller/resources.ts";

/** Seconds after which content that only its finalizers keep is looked at again. */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** What is left in a namespace after everything in it has been deleted. */
export interface Remains {
  /** Objects left, by `resource.group` (core: a trailing dot). */
  resources: Map<string, number>;
  /** Objects left, by finalizer. */
  finalizers: Map<string, number>;
  /** Seconds that the rest is likely to take; 0 when nothing is left. */
  estimateSeconds: number;
  /** What went wrong. */
  errors: string[];
  /** Group versions whose server did not say what it has, with its words. */
  undiscovered: string[];
}

/** Deletes every object of every resource in a namespace and says what is left. */
// pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContent, 1.20
export function deleteContent(namespace: Namespace, context: ComponentContext): Remains {
  const remains: Remains = {
    resources: new Map(),
    finalizers: new Map(),
    estimateSeconds: 0,
    errors: [],
    undiscovered: undiscovered(context),
  };
  for (const kind of allKinds(context)) if (kind.namespaced) deleteKind(kind, namespace, remains, context);
  return remains;
}

/** Nobody knows what lies in a namespace while another server does not answer for its group. */
function undiscovered({ lister }: ComponentContext): string[] {
  const services = lister.list(API_SERVICES.key, { index: "remote" }) as readonly APIService[];
  return services
    .filter(({ status }) => !status?.conditions?.some(({ type, status: value }) => type === "Available" && value === "True"))
    .map(({ spec }) => `${spec.group ?? ""}/${spec.version ?? ""}: the server is currently unable to handle the request`)
    .toSorted();
}

function deleteKind(kind: KindNames, namespace: Namespace, remains: Remains, context: ComponentContext): void {
  const key = resourceKey(kind.group, kind.plural);
  const name = namespace.metadata.name ?? "";
  const objects = context.lister.list(key, { namespace: name });
  if (objects.length === 0) return;
  const estimate = key === PODS.key ? graceLeft(objects as readonly Pod[], namespace, context.sim.now()) : 0;
  const error = deleteAll(kind, objects, context);
  const left = context.lister.list(key, { namespace: name });
  if (error !== undefined) remains.errors.push(error);
  if (left.length === 0) return;
  countLeft(kind, left, remains);
  const finalizing = left.some((object) => (object.metadata.finalizers ?? []).length > 0);
  if (estimate === 0 && !finalizing && error === undefined) {
    const version = splitApiVersion(left[0]?.apiVersion ?? "").version;
    const resource = `${kind.group}/${version}, Resource=${kind.plural}`;
    remains.errors.push(`unexpected items still remain in namespace: ${name} for gvr: ${resource}`);
  }
  remains.estimateSeconds = Math.max(remains.estimateSeconds, estimate || (finalizing ? FINALIZER_ESTIMATE_SECONDS : 0));
}

function deleteAll(kind: KindNames, objects: readonly KubeObject[], context: ComponentContext): string | undefined {
  for (const { apiVersion, metadata } of objects) {
    const ref = {
      group: kind.group,
      version: splitApiVersion(apiVersion).version,
      resource: kind.plural,
      namespace: metadata.namespace ?? "",
    };
    try {
      context.client.delete(ref, metadata.name ?? "", { propagationPolicy: "Background" });
    } catch (error) {
      if (isReason(error, "NotFound")) continue;
      if (error instanceof StatusError) return error.message;
      throw error;
    }
  }
  return undefined;
}

function countLeft(kind: KindNames, left: readonly KubeObject[], remains: Remains): void {
  remains.resources.set(`${kind.plural}.${kind.group}`, left.length);
  for (const { metadata } of left) {
    for (const finalizer of metadata.finalizers ?? []) remains.finalizers.set(finalizer, (remains.finalizers.get(finalizer) ?? 0) + 1);
  }
}

/** The longest grace period among pods that still run, as long as the namespace has not been terminating for that long. */
function graceLeft(pods: readonly Pod[], namespace: Namespace, now: number): number {
  const graces = pods.filter((pod) => !isPodFinished(pod)).map((pod) => pod.spec.terminationGracePeriodSeconds ?? 0);
  const longest = Math.max(0, ...graces);
  const deletedAt = parseRfc3339(namespace.metadata.deletionTimestamp ?? "") ?? now;
  return now - deletedAt >= longest * 1000 ? 0 : longest;
}
