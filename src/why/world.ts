import { involvedTerm } from "../machinery/involved-term.ts";
import { createActor } from "../client/actor.ts";
import { createClient } from "../client/client.ts";
import { createEventRecorder } from "../client/event-recorder.ts";
import { createLister } from "../client/lister.ts";
import { formatRfc3339 } from "../base/rfc3339.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { memoryOf } from "../cluster/memory.ts";
import { userNamed } from "../cluster/users.ts";
import { assert } from "../base/assert.ts";
import type { ComponentContext } from "../machinery/component.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { Store } from "../machinery/store.ts";
import { parseRelease } from "../release/release.ts";

/** What questions are answered from. */
export interface WhyWorld {
  /** As a component sees the cluster; nobody writes through it. */
  readonly context: ComponentContext;
  readonly store: Store;
}

/** An event as questions read it. */
export interface ToldEvent {
  readonly reason: string;
  readonly message: string;
  readonly type: string;
  /** `spec.containers{web}`; "" for the whole object. */
  readonly fieldPath: string;
}

/** The world of an open cluster; for use inside a session's read. */
export function whyWorld({ store, sim, api, catalog, record }: Cluster): WhyWorld {
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const lister = createLister(store);
  const client = createClient(api, userNamed("system:anonymous"), "k8sim");
  const events = createEventRecorder({ client, lister, sim, source: { component: "k8sim" } });
  const actAs: ComponentContext["actAs"] = (user, userAgent) => createActor({ api, lister, sim }, userNamed(user), userAgent);
  return { context: { sim, client, lister, events, release, cluster: record.settings, catalog, memory: memoryOf(store), actAs }, store };
}

/** The events about an object, oldest first. */
export function eventsOf({ context }: WhyWorld, { metadata }: Pick<KubeObject, "metadata">): ToldEvent[] {
  const events = context.lister.list("events", { index: involvedTerm(metadata) });
  return [...events]
    .sort((left, right) => Number(left.metadata.resourceVersion) - Number(right.metadata.resourceVersion))
    .map((event) => ({
      reason: textOf(event["reason"]),
      message: textOf(event["message"]),
      type: textOf(event["type"]),
      fieldPath: textOf((event["involvedObject"] as { fieldPath?: string } | undefined)?.fieldPath),
    }));
}

/** The newest event about an object that has one of these reasons and, if given, is about that container. */
export function lastEvent(world: WhyWorld, object: KubeObject, reasons: readonly string[], container?: string): ToldEvent | undefined {
  return eventsOf(world, object).findLast(
    ({ reason, fieldPath }) => reasons.includes(reason) && (container === undefined || fieldPath.endsWith(`{${container}}`)),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A moment as the API writes it. */
export function moment(at: number): string {
  return formatRfc3339(at);
}

/** `kubectl VERB KIND NAME`, with its namespace where that is not the default one. */
export function kubectl(verb: string, kind: string, namespace: string, name = ""): string {
  const place = namespace === "" || namespace === "default" ? "" : ` -n ${namespace}`;
  return `kubectl ${verb} ${kind}${name === "" ? "" : ` ${name}`}${place}`;
}
