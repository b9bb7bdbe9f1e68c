import type { Draft, KindContext, KindDefinition } from "../../../machinery/kind.ts";
import { ingressClassColumns, ingressClassRow } from "./columns.ts";
import { ingressClassDescribe } from "./describe.ts";
import type { IngressClass } from "./types.ts";
import { validateIngressClass, validateIngressClassUpdate } from "./validate.ts";

/** networking.k8s.io IngressClass, in v1beta1 and v1. */
export const ingressClass: KindDefinition = {
  group: "networking.k8s.io",
  kind: "IngressClass",
  plural: "ingressclasses",
  namespaced: false,
  hasGeneration: true,
  defaults: defaultIngressClass,
  validate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
  columns: () => ingressClassColumns,
  row: ingressClassRow,
  describe: ingressClassDescribe,
};

// pkg/apis/networking/v1/defaults.go SetDefaults_IngressClass, 1.22
function defaultIngressClass(object: Draft, { release }: KindContext): void {
  const parameters = (object as IngressClass).spec?.parameters;
  if (parameters && release.has("ingressClassScope")) parameters.scope ??= "Cluster";
}
