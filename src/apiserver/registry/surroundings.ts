import type { Engine } from "../engine.ts";
import { whileUnchanged } from "../store/stamps.ts";

/** Objects by which admission may have a say in any write. */
const WEBHOOKS = [
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingadmissionpolicybindings.admissionregistration.k8s.io",
] as const;

/**
 * Whether somebody looks at writes in a namespace: quotas, webhooks, policies. Where nobody does, what the cluster's own components write
 * most often can go a short way.
 */
export function hasLookersOn(engine: Engine, namespace: string): boolean {
  return surroundingsOf(engine).hasLookersOn(namespace);
}

/** Whether a namespace exists and does not end. */
export function isActive(engine: Engine, namespace: string): boolean {
  return surroundingsOf(engine).isActive(namespace);
}

/** What is asked of a namespace with every write. */
interface Surroundings {
  hasLookersOn(namespace: string): boolean;
  isActive(namespace: string): boolean;
}

const surroundings = new WeakMap<Engine, Surroundings>();

function surroundingsOf(engine: Engine): Surroundings {
  let known = surroundings.get(engine);
  if (known !== undefined) return known;
  const { store } = engine.options;
  known = {
    hasLookersOn: whileUnchanged(store, ["resourcequotas", ...WEBHOOKS], (namespace) => {
      return store.list("resourcequotas", { namespace }).length > 0 || WEBHOOKS.some((resource) => store.list(resource).length > 0);
    }),
    isActive: whileUnchanged(store, ["namespaces"], (namespace) => {
      const found = store.get("namespaces", "", namespace);
      return found !== undefined && (found.status as { phase?: string } | undefined)?.phase !== "Terminating";
    }),
  };
  surroundings.set(engine, known);
  return known;
}
