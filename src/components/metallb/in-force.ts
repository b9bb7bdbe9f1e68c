import { sha256 } from "../../base/sha256.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { Instance } from "../in-pod/instances.ts";
import { parseConfigMap } from "../../images/metallb/config-map.ts";
import { type Configuration, ConfigurationError } from "../../images/metallb/configuration.ts";
import { type ConfigurationObjects, parseObjects } from "../../images/metallb/configuration-objects.ts";
import { versionNamed, versionOf } from "../../images/metallb/versions.ts";

/** A configuration as it was read, before anybody knows whether it is right. */
export type Source = { readonly configMap: string } | { readonly objects: ConfigurationObjects };

/** What a process goes by. It remembers as long as it runs: a process that begins knows none. */
interface InForce {
  readonly process: string;
  /** Name of the text that was taken. */
  readonly text: string;
}

const KEY = "metallb/configuration";
/** So many configurations are kept ready. */
const KEPT = 16;
const parsed = new Map<string, Configuration | ConfigurationError>();

function processOf({ pod, startedAt }: Instance): string {
  return `${pod.metadata.uid ?? ""}@${startedAt}`;
}

function keyOf({ pod }: Instance): string {
  return `${KEY}/of/${pod.metadata.namespace}/${pod.metadata.name}`;
}

/** The configuration that a process goes by; undefined while it has none. */
export function inForce(instance: Instance, memory: ClusterMemory): Configuration | undefined {
  const known = memory.get(keyOf(instance)) as InForce | null | undefined;
  if (!known || known.process !== processOf(instance)) return undefined;
  const text = memory.get(`${KEY}/text/${known.text}`);
  const configuration = typeof text === "string" ? parse(text, versionOf(instance.container).text) : undefined;
  return configuration instanceof Error ? undefined : configuration;
}

/** What a source says; throws ConfigurationError. */
export function read(source: Source, instance: Instance): Configuration {
  const configuration = parse(JSON.stringify(source), versionOf(instance.container).text);
  if (configuration instanceof Error) throw configuration;
  return configuration;
}

/** Whether a process goes by this very source already. */
export function isInForce(source: Source, instance: Instance, memory: ClusterMemory): boolean {
  const known = memory.get(keyOf(instance)) as InForce | null | undefined;
  return known?.process === processOf(instance) && known.text === nameOf(JSON.stringify(source));
}

/** A process goes by this source from now on. */
export function putInForce(source: Source, instance: Instance, memory: ClusterMemory): void {
  const text = JSON.stringify(source);
  const name = nameOf(text);
  if (memory.get(`${KEY}/text/${name}`) === undefined) memory.set(`${KEY}/text/${name}`, text);
  memory.set(keyOf(instance), { process: processOf(instance), text: name });
}

function nameOf(text: string): string {
  return sha256(text).slice(0, 8).toHex();
}

/** Reading is the same each time, so what was read is kept. */
function parse(text: string, version: string): Configuration | ConfigurationError {
  const key = `${version} ${text}`;
  let found = parsed.get(key);
  if (found === undefined) {
    found = parseAnew(JSON.parse(text) as Source, version);
    if (parsed.size >= KEPT) parsed.clear();
    parsed.set(key, found);
  }
  return found;
}

function parseAnew(source: Source, version: string): Configuration | ConfigurationError {
  try {
    return "configMap" in source
      ? parseConfigMap(source.configMap, versionNamed(version))
      : parseObjects(source.objects, versionNamed(version));
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
