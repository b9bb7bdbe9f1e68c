import type { CustomResourceDefinition } from "../../kinds/apiextensions/customresourcedefinition/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { resourceKey, splitApiVersion } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { CUSTOM_RESOURCE_DEFINITIONS } from "../controller/resources.ts";
import type { Requeue } from "../controller/retry.ts";
import { isTrue, withDefinitionCondition } from "./conditions.ts";

export const CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
/** How often the cleanup looks whether objects with finalizers are gone at last. */
const POLL_MS = 5000;

const IN_PROGRESS = {
  type: "Terminating",
  status: "True",
  reason: "InstanceDeletionInProgress",
  message: "CustomResource deletion is in progress",
};
const COMPLETED = { type: "Terminating", status: "False", reason: "InstanceDeletionCompleted", message: "removed all instances" };
const NEVER = { type: "Terminating", status: "False", reason: "NeverEstablished", message: "resource was never established" };

/** Deletes the objects of a definition that is being deleted, and then lets it go. */
// apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go, 1.20
export function cleanUp(definition: CustomResourceDefinition, context: ComponentContext): Requeue {
  const { client, sim } = context;
  const write = (next: CustomResourceDefinition) =>
    client.updateStatus(CUSTOM_RESOURCE_DEFINITIONS.in(""), next) as CustomResourceDefinition;
  const current = write(withDefinitionCondition(definition, IN_PROGRESS, sim.now()));
  const isEstablished = isTrue(current, "Established");
  if (isEstablished && deleteObjects(current, context) > 0) return { requeueAfterMs: POLL_MS };
  const done = withDefinitionCondition(current, isEstablished ? COMPLETED : NEVER, sim.now());
  const finalizers = (done.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  write({ ...done, metadata: { ...done.metadata, finalizers } });
  return undefined;
}

/** How many objects are left after all were deleted. */
function deleteObjects({ spec }: CustomResourceDefinition, { client, lister }: ComponentContext): number {
  const { group, names } = spec;
  const key = resourceKey(group, names.plural);
  for (const { apiVersion, metadata } of lister.list(key)) {
    if (metadata.deletionTimestamp) continue;
    const version = servedVersion(spec.versions ?? [], splitApiVersion(apiVersion).version);
    try {
      client.delete({ group, version, resource: names.plural, namespace: metadata.namespace ?? "" }, metadata.name ?? "");
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
    }
  }
  return lister.count(key);
}

function servedVersion(versions: NonNullable<CustomResourceDefinition["spec"]["versions"]>, stored: string): string {
  const served = versions.filter((version) => version.served).map(({ name }) => name);
  return served.includes(stored) ? stored : (served[0] ?? stored);
}
