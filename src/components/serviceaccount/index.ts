import type { Namespace } from "../../kinds/core/namespace/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { NAMESPACES, SERVICE_ACCOUNTS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "serviceaccount";
const DEFAULT_NAME = "default";

/** Gives every namespace its service account `default`. */
// pkg/controller/serviceaccount/serviceaccounts_controller.go, 1.20
export function createServiceAccountController(): Component {
  return {
    name: NAME,
    user: controllerUser("service-account-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: NAMESPACES.key, keys: ({ type, object }) => (type === "DELETED" ? [] : [object.metadata.name ?? ""]) },
      { resource: SERVICE_ACCOUNTS.key, keys: deletedDefaultKeys },
    ],
    ...retrying(NAME, "service-account-controller", sync),
  };
}

function deletedDefaultKeys({ type, object }: Change): readonly string[] {
  return type === "DELETED" && object.metadata.name === DEFAULT_NAME ? [object.metadata.namespace ?? ""] : [];
}

function sync(name: string, context: ComponentContext): undefined {
  const namespace = context.lister.get(NAMESPACES.key, "", name) as Namespace | undefined;
  if (!namespace || namespace.status?.phase === "Terminating") return;
  if (context.lister.get(SERVICE_ACCOUNTS.key, name, DEFAULT_NAME)) return;
  try {
    context.client.create(SERVICE_ACCOUNTS.in(name), {
      apiVersion: SERVICE_ACCOUNTS.apiVersion,
      kind: SERVICE_ACCOUNTS.kind,
      metadata: { name: DEFAULT_NAME, namespace: name },
    });
  } catch (error) {
    if (!isReason(error, "AlreadyExists") && !isNamespaceTerminating(error)) throw error;
  }
}
