import type { KindDefinition } from "../../../machinery/kind.ts";
import { ingress } from "../../networking/ingress/index.ts";

/** extensions/v1beta1 Ingress: the first home of networking.k8s.io's, whose storage it shares. */
export const extensionsIngress: KindDefinition = { ...ingress, group: "extensions", storageGroup: "networking.k8s.io" };
