import { deepEqual } from "../../base/deep.ts";
import type { Role } from "../../kinds/rbac/role/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { selects } from "../../machinery/labels.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { CLUSTER_ROLES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "clusterrole-aggregation";

/** Gives a cluster role that aggregates the rules of all roles that its selectors want. */
// pkg/controller/clusterroleaggregation, 1.20
export function createClusterRoleAggregationController(): Component {
  return {
    name: NAME,
    user: controllerUser("clusterrole-aggregation-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: CLUSTER_ROLES.key, keys: aggregatingKeys }],
    ...retrying(NAME, "clusterrole-aggregation-controller", (key, context) => {
      sync(splitKey(key).name, context);
      return undefined;
    }),
  };
}

/** Aggregating roles that the changed one is, or was, a part of; the role itself when it aggregates. */
function aggregatingKeys({ type, object, previous }: Change, { lister }: ComponentContext): readonly string[] {
  const own = type !== "DELETED" && (object as Role).aggregationRule ? [objectKey(object)] : [];
  if (!object.metadata.labels && !previous?.metadata.labels) return own;
  const all = lister.list(CLUSTER_ROLES.key) as readonly Role[];
  const others = all.filter((role) => wants(role, object as Role) || (previous !== undefined && wants(role, previous as Role)));
  return [...own, ...others.map(objectKey)];
}

function wants({ aggregationRule, metadata }: Role, part: Role): boolean {
  if (metadata.name === part.metadata.name) return false;
  return (aggregationRule?.clusterRoleSelectors ?? []).some((selector) => selects(selector, part.metadata.labels));
}

// pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go syncClusterRole, 1.20
function sync(name: string, { lister, client }: ComponentContext): void {
  const role = lister.get(CLUSTER_ROLES.key, "", name) as Role | undefined;
  if (!role?.aggregationRule) return;
  const all = lister.list(CLUSTER_ROLES.key) as readonly Role[];
  const rules: NonNullable<Role["rules"]> = [];
  for (const selector of role.aggregationRule.clusterRoleSelectors ?? []) {
    for (const part of all) {
      if (part.metadata.name === name || !selects(selector, part.metadata.labels)) continue;
      for (const rule of part.rules ?? []) if (!rules.some((other) => deepEqual(other, rule))) rules.push(rule);
    }
  }
  if (!deepEqual(role.rules ?? [], rules)) client.update(CLUSTER_ROLES.in(""), { ...role, rules });
}
