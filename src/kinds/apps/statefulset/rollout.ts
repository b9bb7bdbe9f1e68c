import type { RolloutFacet } from "../../../machinery/kind.ts";
import { controllerRevisionHistory } from "../shared/revision-history.ts";
import type { StatefulSet } from "./types.ts";

// kubectl/pkg/polymorphichelpers/rollout_status.go StatefulSetStatusViewer, 1.20: knows no revisions
export const statefulSetRollout: RolloutFacet = {
  ...controllerRevisionHistory,
  showsChangeCause: (release) => release.has("statefulSetChangeCause"),
  status(object) {
    const { metadata, spec, status } = object as StatefulSet;
    if (spec.updateStrategy?.type !== "RollingUpdate") {
      throw new Error("rollout status is only available for RollingUpdate strategy type");
    }
    const observed = status?.observedGeneration ?? 0;
    if (observed === 0 || (metadata.generation ?? 0) > observed) {
      return { message: "Waiting for statefulset spec update to be observed...\n", done: false };
    }
    const { readyReplicas: ready = 0, updatedReplicas: updated = 0, currentReplicas: current = 0 } = status ?? {};
    const { replicas } = spec;
    if (replicas !== undefined && ready < replicas)
      return { message: `Waiting for ${replicas - ready} pods to be ready...\n`, done: false };
    const { rollingUpdate } = spec.updateStrategy;
    if (rollingUpdate) {
      const target = (replicas ?? 0) - (rollingUpdate.partition ?? 0);
      if (replicas !== undefined && rollingUpdate.partition !== undefined && updated < target) {
        return {
          message: `Waiting for partitioned roll out to finish: ${updated} out of ${target} new pods have been updated...\n`,
          done: false,
        };
      }
      return { message: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true };
    }
    const { updateRevision = "", currentRevision = "" } = status ?? {};
    if (updateRevision !== currentRevision) {
      return {
        message: `waiting for statefulset rolling update to complete ${updated} pods at revision ${updateRevision}...\n`,
        done: false,
      };
    }
    return { message: `statefulset rolling update complete ${current} pods at revision ${currentRevision}...\n`, done: true };
  },
};
