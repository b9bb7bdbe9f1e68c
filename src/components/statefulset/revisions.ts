import { compareBytewise } from "../../base/bytewise.ts";
import { deepEqual } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import type { ControllerRevision } from "../../kinds/apps/controllerrevision/types.ts";
import type { StatefulSet } from "../../kinds/apps/statefulset/types.ts";
import type { Pod, PodTemplateSpec } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { revisionData, revisionPatch, statefulSetRevisionHash } from "../../machinery/hash/revision.ts";
import { isReason } from "../../machinery/status.ts";
import { claimObjects } from "../controller/claim.ts";
import { controllerReference } from "../controller/owner.ts";
import { CONTROLLER_REVISIONS, STATEFUL_SETS } from "../controller/resources.ts";
import { podRevision } from "./identity.ts";

const HASH_LABEL = "controller.kubernetes.io/hash";

/** The revisions of a stateful set: the one its pods come from, the one they go to, and all there are, oldest first. */
export interface Revisions {
  current: ControllerRevision;
  update: ControllerRevision;
  all: ControllerRevision[];
  collisionCount: number;
}

/** Finds or makes the revision of the current template; a template that comes back gets a new number. */
// pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions, 1.20
export function syncRevisions(set: StatefulSet, context: ComponentContext): Revisions {
  const claim = { owner: set, ownerResource: STATEFUL_SETS, selector: set.spec.selector, resource: CONTROLLER_REVISIONS };
  const all = claimObjects<ControllerRevision>(claim, context).sort(compareAge);
  const data = revisionPatch(set.spec.template as unknown as JsonObject);
  const newest = all.at(-1);
  const equal = all.filter((revision) => deepEqual(revision.data, data)).at(-1);
  const number = (newest?.revision ?? 0) + 1;
  let collisionCount = set.status?.collisionCount ?? 0;
  let update = equal;
  if (equal && newest && !deepEqual(newest.data, data)) {
    update = context.client.update(CONTROLLER_REVISIONS.in(set.metadata.namespace ?? ""), {
      ...equal,
      revision: number,
    }) as ControllerRevision;
  }
  if (!update) [update, collisionCount] = makeRevision(set, data, number, collisionCount, context);
  const current = all.find((revision) => revision.metadata.name === set.status?.currentRevision) ?? update;
  return { current, update, all, collisionCount };
}

function compareAge(left: ControllerRevision, right: ControllerRevision): number {
  const byTime = compareBytewise(left.metadata.creationTimestamp ?? "", right.metadata.creationTimestamp ?? "");
  return left.revision - right.revision || byTime || compareBytewise(left.metadata.name ?? "", right.metadata.name ?? "");
}

/** A name that another template has taken is avoided by counting collisions up. */
// pkg/controller/history/controller_history.go CreateControllerRevision, 1.20
function makeRevision(
  set: StatefulSet,
  data: JsonObject,
  revision: number,
  collisions: number,
  context: ComponentContext,
): [ControllerRevision, number] {
  const { template } = set.spec;
  const ref = CONTROLLER_REVISIONS.in(set.metadata.namespace ?? "");
  const text = revisionData(template as unknown as JsonObject, { shortControlEscapes: context.release.has("shortJsonEscapes") });
  const { annotations } = set.metadata;
  for (let count = collisions; ; count++) {
    const hash = statefulSetRevisionHash(text, count);
    const wanted: ControllerRevision = {
      apiVersion: CONTROLLER_REVISIONS.apiVersion,
      kind: CONTROLLER_REVISIONS.kind,
      metadata: {
        name: `${set.metadata.name ?? ""}-${hash}`,
        namespace: ref.namespace,
        labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
        ...(annotations ? { annotations } : {}),
        ownerReferences: [controllerReference(set, STATEFUL_SETS)],
      },
      data,
      revision,
    };
    try {
      return [context.client.create(ref, wanted) as ControllerRevision, count];
    } catch (error) {
      if (!isReason(error, "AlreadyExists")) throw error;
      const present = context.client.get(ref, wanted.metadata.name ?? "") as ControllerRevision;
      if (deepEqual(present.data, data)) return [present, count];
    }
  }
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { $patch: _replace, ...template } = ((revision.data?.["spec"] ?? {}) as { template: JsonObject }).template;
  return template as unknown as PodTemplateSpec;
}

/** Deletes the oldest revisions beyond spec.revisionHistoryLimit that neither pods nor the set use. */
// pkg/controller/statefulset/stateful_set_control.go truncateHistory, 1.20
export function cleanUpRevisions(
  set: StatefulSet,
  { current, update, all }: Revisions,
  pods: readonly Pod[],
  context: ComponentContext,
): void {
  const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(podRevision)]);
  const old = all.filter((revision) => !live.has(revision.metadata.name));
  const surplus = old.slice(0, Math.max(0, old.length - (set.spec.revisionHistoryLimit ?? 10)));
  for (const revision of surplus)
    context.client.delete(CONTROLLER_REVISIONS.in(set.metadata.namespace ?? ""), revision.metadata.name ?? "");
}
