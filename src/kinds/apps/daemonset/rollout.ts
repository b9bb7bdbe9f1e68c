import type { RolloutFacet } from "../../../machinery/kind.ts";
import { controllerRevisionHistory } from "../shared/revision-history.ts";
import type { DaemonSet } from "./types.ts";

// kubectl/pkg/polymorphichelpers/rollout_status.go DaemonSetStatusViewer, 1.20: knows no revisions
export const daemonSetRollout: RolloutFacet = {
  ...controllerRevisionHistory,
  status(object) {
    const { metadata, spec, status } = object as DaemonSet;
    if (spec.updateStrategy?.type !== "RollingUpdate") {
      throw new Error("rollout status is only available for RollingUpdate strategy type");
    }
    if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
      return { message: "Waiting for daemon set spec update to be observed...\n", done: false };
    }
    const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0, numberAvailable: available = 0 } = status ?? {};
    const waiting = (what: string) => ({
      message: `Waiting for daemon set "${metadata.name}" rollout to finish: ${what}...\n`,
      done: false,
    });
    if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated`);
    if (available < desired) return waiting(`${available} of ${desired} updated pods are available`);
    return { message: `daemon set "${metadata.name}" successfully rolled out\n`, done: true };
  },
};
