import type { Service } from "../../kinds/core/service/types.ts";
import type { Requeue } from "../controller/retry.ts";
import { NODES } from "../controller/resources.ts";
import { retryDelayMs } from "../controller/retry.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";
import { parseAddress } from "../../images/metallb/addresses.ts";
import { anySelects, type Configuration, ConfigurationError, poolFor } from "../../images/metallb/configuration.ts";
import { inForce, isInForce, putInForce, read, type Source } from "./in-force.ts";
import { writeLog } from "./log.ts";
import { readSource, SPEAKER_READS } from "./sources.ts";
import { versionOf } from "../../images/metallb/versions.ts";
import { BALANCERS } from "./terms.ts";

const FAILURES = "metallb/configuration/speaker-failures";

/**
 * Has every speaker take over a changed configuration, unless it is wrong or has no place for an address that the speaker announces. `reload`
 * is called when one has: with true when that is the first that its process has.
 */
// speaker/main.go SetConfig
export function loadConfigurations(context: ProgramContext, reload: (isNew: boolean) => void): Requeue {
  const [first] = context.instances;
  if (first === undefined) return undefined;
  const source = readSource(first, SPEAKER_READS);
  let isAnyNew = false;
  let isAnyChanged = false;
  let isAnyRefused = false;
  for (const instance of context.instances) {
    const before = inForce(instance, context.memory);
    if (source === undefined) sayMissing(before, instance, context);
    if (source === undefined || isInForce(source, instance, context.memory)) continue;
    const taken = take(source, instance, context);
    if (taken === "refused") isAnyRefused = true;
    if (taken !== "taken") continue;
    if (before === undefined) isAnyNew = true;
    else isAnyChanged = true;
  }
  if (isAnyChanged || isAnyNew) reload(!isAnyChanged);
  const retries = isAnyRefused && versionOf(first.container).has("configurationObjects");
  const failures = retries ? Number(context.memory.get(FAILURES) ?? 0) + 1 : 0;
  if (failures > 0 || context.memory.get(FAILURES)) context.memory.set(FAILURES, failures);
  return retries ? { requeueAfterMs: retryDelayMs(failures) ?? 0 } : undefined;
}

function sayMissing(before: Configuration | undefined, instance: ActingInstance, context: ProgramContext): void {
  if (before === undefined) return;
  const msg = "configuration is missing, MetalLB will not function";
  writeLog(instance, { level: "error", ...origin(instance), op: "setConfig", error: "no MetalLB configuration in cluster", msg }, context);
}

function origin({ pod, container }: ActingInstance): { configmap?: string } {
  return versionOf(container).has("configurationObjects") ? {} : { configmap: `${pod.metadata.namespace}/config` };
}

/** `refused`: it may be right later; `wrong`: not before it is changed. */
function take(source: Source, instance: ActingInstance, context: ProgramContext): "refused" | "taken" | "wrong" {
  const isObjects = versionOf(instance.container).has("configurationObjects");
  const stale = { event: "configStale", msg: "config (re)load failed, config marked stale" };
  let configuration: Configuration;
  try {
    configuration = read(source, instance);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const fields = isObjects ? { controller: "ConfigReconciler", msg: "failed to parse the configuration" } : stale;
    writeLog(instance, { level: "error", ...origin(instance), ...fields, error: error.message }, context);
    return "wrong";
  }
  const orphan = announcedBy(instance, context).find(({ addresses }) => {
    const parsed = addresses.map(parseAddress).filter((address) => address !== undefined);
    return poolFor(configuration, parsed, false) === undefined;
  });
  if (orphan !== undefined) {
    const error = "service has no configuration under new config";
    const what = { op: "setConfig", service: orphan.service, ip: orphan.addresses[0] ?? "", error, msg: "new configuration rejected" };
    writeLog(instance, { level: "error", ...origin(instance), ...what }, context);
    if (!isObjects) writeLog(instance, { level: "error", ...origin(instance), ...stale }, context);
    return "refused";
  }
  putInForce(source, instance, context.memory);
  const loaded = isObjects
    ? { controller: "ConfigReconciler", event: "config reloaded" }
    : { event: "configLoaded", msg: "config (re)loaded" };
  writeLog(instance, { level: "info", ...origin(instance), ...loaded }, context);
  saySessions(instance, configuration, context);
  return "taken";
}

/** Every router that is named answers. internal/bgp/native */
function saySessions(instance: ActingInstance, { peers }: Configuration, context: ProgramContext): void {
  const labels = context.lister.get(NODES.key, "", instance.pod.spec.nodeName ?? "")?.metadata.labels;
  for (const { address, port, asn, myAsn, nodeSelectors } of peers) {
    if (!anySelects(nodeSelectors, labels)) continue;
    const msg = "peer configured, starting BGP session";
    writeLog(instance, { level: "info", ...origin(instance), event: "peerAdded", peer: address, msg }, context);
    const session = { localASN: myAsn, peer: `${address}:${port}`, peerASN: asn };
    writeLog(instance, { level: "info", event: "sessionUp", ...session, msg: "BGP session established" }, context);
  }
}

interface Announced {
  readonly service: string;
  readonly addresses: readonly string[];
}

/** What a process announces now. */
function announcedBy({ pod, startedAt }: ActingInstance, { lister, memory }: ProgramContext): Announced[] {
  const process = `${pod.metadata.uid}@${startedAt}`;
  return (lister.list("services", { index: BALANCERS }) as readonly Service[]).flatMap(({ metadata }) => {
    const service = `${metadata.namespace}/${metadata.name}`;
    const remembered = memory.get(`metallb/announced/${service}`) as
      | Record<string, { by: string[]; addresses: string[] }>
      | null
      | undefined;
    const own = Object.values(remembered ?? {}).find(({ by }) => by.includes(process));
    return own === undefined ? [] : [{ service, addresses: own.addresses }];
  });
}
