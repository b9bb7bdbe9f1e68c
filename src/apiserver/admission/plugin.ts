import type { UserInfo } from "../../machinery/api.ts";
import type { Draft, RequestContext } from "../../machinery/kind.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { Authorizer } from "../auth/authorizer.ts";
import { forbidden, type StatusError } from "../../machinery/status.ts";

/** What an admission plug-in is asked about. */
export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** The object as it will be stored; `admit` may change it. Absent for DELETE. */
  readonly object?: Draft;
  readonly old?: KubeObject;
  readonly user: UserInfo;
  readonly context: RequestContext;
  readonly authorizer: Authorizer;
}

/** The objects that a plug-in looks at. */
export interface AdmissionScope {
  /** All resources when absent. */
  readonly resources?: readonly ResourceKey[];
  /** `status`, `approval`; "" stands for the object itself, and alone when absent. */
  readonly subresources?: readonly string[];
}

/** One admission plug-in of the API server. Both steps refuse by throwing StatusError. */
export interface AdmissionPlugin {
  /** Kubernetes' own name: `LimitRanger`. */
  readonly name: string;
  /** What it looks at; it is not asked about anything else. Everything, when absent. */
  readonly scope?: AdmissionScope;
  /** May change the object (mutating phase). */
  admit?(request: AdmissionRequest): void;
  /** Last word, after validation (validating phase); may book usage, except when `context.dryRun`. */
  validate?(request: AdmissionRequest): void;
}

/** `pods "x" is forbidden: WHY`, as plug-ins refuse. A pod that has no name yet is named by its generateName. admission/errors.go */
export function refusal(request: AdmissionRequest, why: string): StatusError {
  return forbidden(request.group, request.resource, request.name, why);
}

/** The order in which Kubernetes runs its plug-ins, in both phases. kubeapiserver/options/plugins.go AllOrderedPlugins, 1.20 and later */
export const PLUGIN_ORDER: readonly string[] = [
  "NamespaceLifecycle",
  "LimitRanger",
  "ServiceAccount",
  "NodeRestriction",
  "TaintNodesByCondition",
  "PodSecurity",
  "PodSecurityPolicy",
  "Priority",
  "DefaultTolerationSeconds",
  "DefaultStorageClass",
  "StorageObjectInUseProtection",
  "PersistentVolumeClaimResize",
  "RuntimeClass",
  "CertificateApproval",
  "CertificateSigning",
  "CertificateSubjectRestriction",
  "DefaultIngressClass",
  "MutatingAdmissionWebhook",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionWebhook",
  "ResourceQuota",
];

/** Puts plug-ins in Kubernetes' order; unknown names come last, in the order given. */
export function orderPlugins(plugins: readonly AdmissionPlugin[]): AdmissionPlugin[] {
  const rank = (plugin: AdmissionPlugin): number => {
    const index = PLUGIN_ORDER.indexOf(plugin.name);
    return index < 0 ? PLUGIN_ORDER.length : index;
  };
  return [...plugins].sort((a, b) => rank(a) - rank(b));
}
