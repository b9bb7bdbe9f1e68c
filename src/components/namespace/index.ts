import { deepEqual } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Namespace } from "../../kinds/core/namespace/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { failure, isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { NAMESPACES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { discoveryFailure, namespaceConditions } from "./conditions.ts";
import { deleteContent } from "./content.ts";

const NAME = "namespace";
const FINALIZER = "kubernetes";
/** Time in ms for which a change of a terminating namespace is left alone, so that all API servers know of it. */
const GRACE_MS = 5000;
const LONGEST_RETRY_MS = 60_000;

/** Empties a namespace that is being deleted, and lets it go once it is empty. */
// pkg/controller/namespace, 1.20
export function createNamespaceController(): Component {
  return {
    name: NAME,
    user: controllerUser("namespace-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: NAMESPACES.key, keys: terminatingKeys }],
    ...retrying(NAME, "namespace-controller", sync, { longestDelayMs: LONGEST_RETRY_MS }),
  };
}

function terminatingKeys({ type, object }: Change, { sim }: ComponentContext): readonly string[] {
  if (type === "DELETED" || !object.metadata.deletionTimestamp) return [];
  sim.scheduleIfSooner({ at: sim.now() + GRACE_MS, actor: NAME, name: "reconcile", key: object.metadata.name ?? "" });
  return [];
}

// pkg/controller/namespace/deletion/namespaced_resources_deleter.go Delete, 1.20
function sync(name: string, context: ComponentContext): Requeue {
  const namespace = context.lister.get(NAMESPACES.key, "", name) as Namespace | undefined;
  if (!namespace?.metadata.deletionTimestamp || (namespace.spec?.finalizers ?? []).length === 0) return undefined;
  const remains = deleteContent(namespace, context);
  const current = writeConditions(namespace, remains, context);
  const errors = [...(remains.undiscovered.length > 0 ? [discoveryFailure(remains.undiscovered)] : []), ...remains.errors];
  if (errors.length > 0) throw failure(500, "InternalError", errors.join(", "));
  if (remains.estimateSeconds > 0) return { requeueAfterMs: (Math.floor(remains.estimateSeconds / 2) + 1) * 1000 };
  finalize(current, context);
  return undefined;
}

function writeConditions(namespace: Namespace, remains: ReturnType<typeof deleteContent>, context: ComponentContext): Namespace {
  const former = namespace.status?.conditions ?? [];
  const conditions = namespaceConditions(former, remains, formatRfc3339(context.sim.now()));
  if (deepEqual(former, conditions) && namespace.status?.phase === "Terminating") return namespace;
  const status = { ...namespace.status, phase: "Terminating", conditions };
  return context.client.updateStatus(NAMESPACES.in(""), { ...namespace, status }) as Namespace;
}

function finalize(namespace: Namespace, context: ComponentContext): void {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  try {
    context.client.update(NAMESPACES.in(""), { ...namespace, spec: { ...namespace.spec, finalizers } }, { subresource: "finalize" });
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
}
