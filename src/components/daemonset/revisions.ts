import { deepEqual } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import type { ControllerRevision } from "../../kinds/apps/controllerrevision/types.ts";
import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { daemonSetRevisionHash } from "../../machinery/hash/pod-template-hash.ts";
import { revisionPatch } from "../../machinery/hash/revision.ts";
import { isReason } from "../../machinery/status.ts";
import { claimObjects } from "../controller/claim.ts";
import { controllerReference } from "../controller/owner.ts";
import { CONTROLLER_REVISIONS, DAEMON_SETS, PODS } from "../controller/resources.ts";
import type { PodsByNode } from "./daemon-pods.ts";
import { REVISION_HASH_LABEL } from "./pod-template.ts";

/** The revision of the current template and those of former ones. */
export interface History {
  current: ControllerRevision;
  old: ControllerRevision[];
}

/** Finds or makes the revision of the current template; a template that comes back gets a new number. */
// pkg/controller/daemon/update.go constructHistory, 1.20
export function syncHistory(set: DaemonSet, pods: PodsByNode, context: ComponentContext): History {
  const claim = { owner: set, ownerResource: DAEMON_SETS, selector: set.spec.selector, resource: CONTROLLER_REVISIONS };
  const revisions = claimObjects<ControllerRevision>(claim, context);
  const data = revisionPatch(set.spec.template as unknown as JsonObject);
  const matching = revisions.filter((revision) => deepEqual(revision.data, data));
  const old = revisions.filter((revision) => !matching.includes(revision));
  const number = old.reduce((max, revision) => Math.max(max, revision.revision), 0) + 1;
  const latest = matching.reduce<ControllerRevision | undefined>(
    (best, one) => (best && best.revision > one.revision ? best : one),
    undefined,
  );
  if (!latest) return { current: snapshot(set, data, number, context), old };
  for (const twin of matching) if (twin !== latest) mergeInto(latest, twin, set, pods, context);
  if (latest.revision >= number) return { current: latest, old };
  const current = context.client.update(CONTROLLER_REVISIONS.in(set.metadata.namespace ?? ""), { ...latest, revision: number });
  return { current: current as ControllerRevision, old };
}

/** The hash that the pods of a revision carry. */
export function revisionHash(revision: ControllerRevision): string {
  return revision.metadata.labels?.[REVISION_HASH_LABEL] ?? revision.metadata.name ?? "";
}

function snapshot(set: DaemonSet, data: JsonObject, revision: number, context: ComponentContext): ControllerRevision {
  const { template } = set.spec;
  const namespace = set.metadata.namespace ?? "";
  const hash = daemonSetRevisionHash(template as unknown as JsonObject, context.release.minor, set.status?.collisionCount);
  const { annotations } = set.metadata;
  const wanted: ControllerRevision = {
    apiVersion: CONTROLLER_REVISIONS.apiVersion,
    kind: CONTROLLER_REVISIONS.kind,
    metadata: {
      name: `${set.metadata.name ?? ""}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [REVISION_HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(set, DAEMON_SETS)],
    },
    data,
    revision,
  };
  try {
    return context.client.create(CONTROLLER_REVISIONS.in(namespace), wanted) as ControllerRevision;
  } catch (error) {
    if (!isReason(error, "AlreadyExists")) throw error;
    const existing = context.client.get(CONTROLLER_REVISIONS.in(namespace), wanted.metadata.name ?? "") as ControllerRevision;
    if (deepEqual(existing.data, data)) return existing;
    const status = { ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 };
    context.client.updateStatus(DAEMON_SETS.in(namespace), { ...set, status });
    throw error;
  }
}

/** Two revisions hold the same template: the pods move to the newer one's hash and the other goes. */
function mergeInto(kept: ControllerRevision, twin: ControllerRevision, set: DaemonSet, pods: PodsByNode, context: ComponentContext): void {
  const namespace = set.metadata.namespace ?? "";
  const hash = revisionHash(kept);
  for (const pod of [...pods.values()].flat()) {
    if (pod.metadata.labels?.[REVISION_HASH_LABEL] === hash) continue;
    context.client.patch(PODS.in(namespace), pod.metadata.name ?? "", "merge", { metadata: { labels: { [REVISION_HASH_LABEL]: hash } } });
  }
  context.client.delete(CONTROLLER_REVISIONS.in(namespace), twin.metadata.name ?? "");
}

/** Deletes the oldest revisions beyond spec.revisionHistoryLimit that no pod uses. */
// pkg/controller/daemon/update.go cleanupHistory, 1.20
export function cleanUpRevisions(set: DaemonSet, old: readonly ControllerRevision[], pods: PodsByNode, context: ComponentContext): void {
  let surplus = old.length - (set.spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return;
  const live = new Set([...pods.values()].flat().map((pod) => pod.metadata.labels?.[REVISION_HASH_LABEL]));
  for (const revision of [...old].sort((left, right) => left.revision - right.revision)) {
    if (surplus <= 0) return;
    if (live.has(revisionHash(revision))) continue;
    context.client.delete(CONTROLLER_REVISIONS.in(set.metadata.namespace ?? ""), revision.metadata.name ?? "");
    surplus--;
  }
}
