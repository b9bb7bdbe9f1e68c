import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { ingressColumns, ingressRow } from "./columns.ts";
import { ingressDescribe } from "./describe.ts";
import { convertIngress } from "./convert.ts";
import { defaultIngress } from "./defaults.ts";
import { validateIngress, validateIngressUpdate } from "./validate.ts";

/** networking.k8s.io Ingress, in v1beta1 and v1. */
export const ingress: KindDefinition = {
  group: "networking.k8s.io",
  kind: "Ingress",
  plural: "ingresses",
  namespaced: true,
  hasGeneration: true,
  convert: convertIngress,
  defaults: defaultIngress,
  prepareForCreate: clearStatus,
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  warnings: ingressWarnings,
  columns: () => ingressColumns,
  row: ingressRow,
  describe: ingressDescribe,
};

function clearStatus(object: Draft): void {
  object.status = { loadBalancer: {} };
}

// pkg/registry/networking/ingress/strategy.go WarningsOnCreate, 1.22
function ingressWarnings({ metadata }: KubeObject, old: KubeObject | undefined, { release }: RequestContext): string[] {
  if (old || metadata.annotations?.["kubernetes.io/ingress.class"] === undefined || !release.has("ingressClassWarning")) return [];
  return ["annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"];
}
