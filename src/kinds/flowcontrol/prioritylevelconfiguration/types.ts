import type { KubeObject } from "../../../machinery/object.ts";

/** flowcontrol.apiserver.k8s.io PriorityLevelConfiguration; the shares have another name before v1beta3. */
export interface PriorityLevelConfiguration extends KubeObject {
  spec: {
    type: string;
    limited?: {
      assuredConcurrencyShares?: number;
      nominalConcurrencyShares?: number;
      limitResponse?: { type: string; queuing?: { queues?: number; handSize?: number; queueLengthLimit?: number } };
      lendablePercent?: number;
    };
    exempt?: { nominalConcurrencyShares?: number; lendablePercent?: number };
  };
}
