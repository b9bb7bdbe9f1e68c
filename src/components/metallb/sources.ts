import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { Client } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { CONFIG_MAPS } from "../controller/resources.ts";
import type { Instance } from "../in-pod/instances.ts";
import { type ConfigurationObjects, NO_OBJECTS } from "../../images/metallb/configuration-objects.ts";
import type { Source } from "./in-force.ts";
import { versionOf } from "../../images/metallb/versions.ts";

type Plural = keyof ConfigurationObjects;

/** What each program reads of the custom resources. */
export const CONTROLLER_READS: readonly Plural[] = ["addresspools", "ipaddresspools", "communities"];
export const SPEAKER_READS: readonly Plural[] = [...CONTROLLER_READS, "bgppeers", "bfdprofiles", "l2advertisements", "bgpadvertisements"];

export const GROUP = "metallb.io";
/** The version in which each kind is read. */
const READ_IN: Partial<Record<Plural, string>> = { bgppeers: "v1beta2" };

/** Name of the ConfigMap that a process reads. */
function configMapName({ container: { args = [] } }: Instance): string {
  return args.map((word) => /^--?config=(.+)$/.exec(word)?.[1]).find((name) => name !== undefined) ?? "config";
}

/** Whether a ConfigMap is the one that a process reads. */
export function readsConfigMap(instance: Instance, { metadata }: KubeObject): boolean {
  return metadata.namespace === instance.pod.metadata.namespace && metadata.name === configMapName(instance);
}

/**
 * Reads what a process is told, with what its account may read; undefined when there is no ConfigMap. Throws StatusError when the account may
 * not.
 */
export function readSource(instance: Instance & { readonly client: Client }, reads: readonly Plural[]): Source | undefined {
  const { client, pod } = instance;
  const { namespace = "" } = pod.metadata;
  const version = versionOf(instance.container);
  if (!version.has("configurationObjects")) {
    const map = orUndefined(() => client.get(CONFIG_MAPS.in(namespace), configMapName(instance))) as ConfigMap | undefined;
    return map && { configMap: map.data?.["config"] ?? "" };
  }
  const found: Partial<Record<Plural, readonly KubeObject[]>> = {};
  for (const resource of reads) {
    if (resource === "addresspools" && version.has("withoutAddressPools")) continue;
    const ref = { group: GROUP, version: READ_IN[resource] ?? "v1beta1", resource, namespace };
    const items = orUndefined(() => client.list(ref).items) ?? [];
    found[resource] = [...items].sort(byAge).map(essence);
  }
  return { objects: { ...NO_OBJECTS, ...found } };
}

/** What a kind that is not served has, or an object that is not there: nothing. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isReason(error, "NotFound")) return undefined;
    throw error;
  }
}

/** Pools count in the order in which they were made; in reality the order is any. */
function byAge(one: KubeObject, other: KubeObject): number {
  const [left, right] = [one, other].map(({ metadata }) => `${metadata.creationTimestamp ?? ""} ${metadata.name ?? ""}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** Only what decides, so that a change of anything else is none. */
function essence({ apiVersion, kind, metadata: { name = "", labels }, ...rest }: KubeObject): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(labels ? { labels } : {}) },
    ...(rest["spec"] ? { spec: rest["spec"] } : {}),
  } as KubeObject;
}
