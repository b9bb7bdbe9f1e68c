import { goJson } from "../../base/json-out.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Invocation } from "../command.ts";

/** Where kubectl apply keeps what it applied last. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Where --record writes the command line. */
export const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** The object with one annotation set. */
export function withAnnotation(object: KubeObject, key: string, value: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [key]: value } } };
}

/** How an object is written down: `typed` keeps Go's struct order and drops an empty annotations map, else keys are sorted. */
export interface EncodeOptions {
  readonly typed?: boolean;
}

/** An object as one line of JSON with a line end, as Go's encoder leaves it. */
export function encodeObject(object: KubeObject, options: EncodeOptions = {}): string {
  return `${goJson(object, { sortKeys: options.typed !== true })}\n`;
}

/** The object's configuration as apply records it: itself without that record. */
// kubectl/pkg/util/apply.go GetModifiedConfiguration
export function configurationOf(object: KubeObject, options: EncodeOptions = {}): string {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: _old, ...metadata } = object.metadata;
  const dropped = options.typed === true && Object.keys(annotations).length === 0;
  return encodeObject({ ...object, metadata: dropped ? metadata : { ...object.metadata, annotations } }, options);
}

/** The object with its own configuration recorded. */
export function withLastApplied(object: KubeObject, options: EncodeOptions = {}): KubeObject {
  return withAnnotation(object, LAST_APPLIED, configurationOf(object, options));
}

/** Records the configuration when asked to by --save-config, or brings an existing record up to date. */
// kubectl/pkg/util/apply.go CreateOrUpdateAnnotation
export function saveConfiguration(object: KubeObject, save: boolean, options: EncodeOptions = {}): KubeObject {
  const recorded = (object.metadata.annotations?.[LAST_APPLIED] ?? "") !== "";
  return save || recorded ? withLastApplied(object, options) : object;
}

/** What apply recorded last, or undefined. */
export function lastAppliedOf(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[LAST_APPLIED];
}

/** The object with the command line as change cause, when --record asks for it. */
// cli-runtime/pkg/genericclioptions/record_flags.go
export function recorded(invocation: Invocation, object: KubeObject): KubeObject {
  if (!recordsCause(invocation)) return object;
  return withAnnotation(object, CHANGE_CAUSE, invocation.changeCause());
}

/** Whether --record was given and is not false. */
export function recordsCause(invocation: Invocation): boolean {
  return invocation.flags.has("record") && invocation.flags.bool("record");
}

/** The merge patch that records the command line on an object. */
export function changeCausePatch(invocation: Invocation): { metadata: { annotations: Record<string, string> } } {
  return { metadata: { annotations: { [CHANGE_CAUSE]: invocation.changeCause() } } };
}
