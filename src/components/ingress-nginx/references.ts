import type { JsonObject } from "../../base/json.ts";
import { ownIngresses } from "../../images/ingress-nginx/own-ingresses.ts";
import type { RunningConfiguration } from "../../images/ingress-nginx/model.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { ActingController } from "./acting.ts";

const KEY = "ingress-nginx/references";

/** Remembers which objects a configuration hangs on, so that changes of others wake nobody. `services/default/web` */
export function noteReferences(controller: ActingController, { upstreams }: RunningConfiguration): void {
  const { view, flags } = controller;
  const names = [
    ...upstreams.map(({ service }) => `services/${service}`),
    `configmaps/${flags.configMap}`,
    `services/${flags.publishService}`,
    `services/${flags.defaultBackendService}`,
    `secrets/${flags.defaultSslCertificate}`,
  ];
  for (const { metadata, spec } of ownIngresses(view, flags)) {
    const { namespace = "", annotations = {} } = metadata;
    names.push(...(spec.tls ?? []).map(({ secretName = "" }) => `secrets/${namespace}/${secretName}`));
    const secret = annotations[`${flags.annotationsPrefix}/auth-secret`];
    if (secret) names.push(`secrets/${secret.includes("/") ? secret : `${namespace}/${secret}`}`);
  }
  const all: JsonObject = { ...(view.memory.get(KEY) as JsonObject | undefined) };
  const fresh = names.filter((name) => !name.endsWith("/") && all[name] === undefined);
  if (fresh.length === 0) return;
  for (const name of fresh) all[name] = 1;
  view.memory.set(KEY, all);
}

/** Whether some process's configuration hangs, or has hung, on an object. */
export function isReferenced(memory: ClusterMemory, name: string): boolean {
  return (memory.get(KEY) as JsonObject | undefined)?.[name] !== undefined;
}
