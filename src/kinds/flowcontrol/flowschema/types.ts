import type { KubeObject } from "../../../machinery/object.ts";

/** flowcontrol.apiserver.k8s.io FlowSchema: the same shape in every version. */
export interface FlowSchema extends KubeObject {
  spec: {
    priorityLevelConfiguration: { name: string };
    matchingPrecedence?: number;
    distinguisherMethod?: { type: string };
    rules?: FlowRule[];
  };
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string; lastTransitionTime?: string }[] };
}

/** flowcontrol PolicyRulesWithSubjects */
export interface FlowRule {
  subjects: { kind: string; user?: { name: string }; group?: { name: string }; serviceAccount?: { namespace: string; name: string } }[];
  resourceRules?: { verbs: string[]; apiGroups: string[]; resources: string[]; clusterScope?: boolean; namespaces?: string[] }[];
  nonResourceRules?: { verbs: string[]; nonResourceURLs: string[] }[];
}
