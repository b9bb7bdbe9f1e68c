import type { ResourceQuota } from "../../kinds/core/resourcequota/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ChangeGroup, Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { sameAmounts } from "../../machinery/quota/amounts.ts";
import { resourceOfName } from "../../machinery/quota/evaluator.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isPodFinished } from "../controller/pod-state.ts";
import { RESOURCE_QUOTAS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { quotaUsage } from "./usage.ts";

const NAME = "resourcequota";
const RESYNC_MS = 300_000;

/** Counts what the quotas limit. New objects are charged by admission; here are counted quotas that change and objects that go. */
// pkg/controller/resourcequota, 1.20
export function createResourceQuotaController(): Component {
  return {
    name: NAME,
    user: controllerUser("resourcequota-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: RESOURCE_QUOTAS.key, keys: quotaKeys },
      { resource: "*", concerns: mayFree, keys: replenishedKeys },
    ],
    ...retrying(NAME, "resourcequota-controller", sync),
  };
}

function quotaKeys(change: Change): readonly string[] {
  const quota = change.object as ResourceQuota;
  const previous = change.previous as ResourceQuota | undefined;
  if (change.type === "DELETED" || (previous && sameAmounts(previous.spec.hard, quota.spec.hard))) return [];
  return [objectKey(quota)];
}

/** Quotas that count a resource of which an object has gone, or needs less. */
// pkg/controller/resourcequota/resource_quota_monitor.go and quota/v1/install/update_filter.go, 1.20
function replenishedKeys(change: Change, context: ComponentContext): readonly string[] {
  const namespace = change.object.metadata.namespace ?? "";
  if (namespace === "" || (change.type === "MODIFIED" && !frees(change))) return [];
  const quotas = context.lister.list(RESOURCE_QUOTAS.key, { namespace }) as readonly ResourceQuota[];
  return quotas
    .filter((quota) => Object.keys(quota.spec.hard ?? {}).some((name) => resourceOfName(name) === change.resource))
    .map(objectKey);
}

/** Resources of which a change may need less than before. */
const SHRINKING: ReadonlySet<string> = new Set(["pods", "services", "persistentvolumeclaims"]);

function mayFree({ type, resource }: ChangeGroup): boolean {
  return type === "DELETED" || (type === "MODIFIED" && SHRINKING.has(resource));
}

function frees({ resource, object, previous }: Change): boolean {
  if (resource !== "pods") return true;
  return previous !== undefined && isPodFinished(object as Pod) && !isPodFinished(previous as Pod);
}

function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const quota = context.lister.get(RESOURCE_QUOTAS.key, namespace, name) as ResourceQuota | undefined;
  if (!quota) return undefined;
  const hard = quota.spec.hard ?? {};
  const used = quotaUsage(quota, context);
  if (!sameAmounts(quota.status?.hard, hard) || !sameAmounts(quota.status?.used, used) || quota.status?.hard === undefined) {
    context.client.updateStatus(RESOURCE_QUOTAS.in(namespace), { ...quota, status: { hard: { ...hard }, used } });
  }
  return { requeueAfterMs: RESYNC_MS };
}
