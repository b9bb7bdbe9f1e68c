import { deepEqual } from "../../../base/deep.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { DaemonSet } from "./types.ts";

/** Counts changes of the template. A field of the internal type, kept as an annotation in apps/v1. */
export const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

// pkg/registry/apps/daemonset/strategy.go PrepareForCreate, 1.20
export function prepareDaemonSetForCreate(object: Draft): void {
  setTemplateGeneration(object, Math.max(templateGeneration(object), 1));
  const status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
  (object as DaemonSet).status = status;
}

/** A client cannot set the template's generation; it rises with each change of the template. */
export function prepareDaemonSetForUpdate(object: Draft, old: KubeObject, context: RequestContext): void {
  if (context.subresource === "status") return;
  const isChanged = !deepEqual((object as DaemonSet).spec.template, (old as DaemonSet).spec.template);
  setTemplateGeneration(object, templateGeneration(old) + (isChanged ? 1 : 0));
}

function templateGeneration(object: KubeObject): number {
  return Number(object.metadata.annotations?.[TEMPLATE_GENERATION] ?? "0");
}

function setTemplateGeneration(object: Draft, generation: number): void {
  object.metadata.annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}
