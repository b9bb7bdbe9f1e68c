import type { RolloutFacet } from "../../../machinery/kind.ts";
import { deploymentHistory } from "./history.ts";
import type { Deployment } from "./types.ts";

const REVISION = "deployment.kubernetes.io/revision";

// kubectl/pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer, 1.20
export const deploymentRollout: RolloutFacet = {
  ...deploymentHistory,
  status(object, revision) {
    const deployment = object as Deployment;
    const { metadata, spec, status = {} } = deployment;
    if (revision > 0) checkRevision(deployment, revision);
    if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
      return { message: "Waiting for deployment spec update to be observed...\n", done: false };
    }
    const progressing = status.conditions?.find(({ type }) => type === "Progressing");
    if (progressing?.reason === "ProgressDeadlineExceeded") {
      throw new Error(`deployment "${metadata.name}" exceeded its progress deadline`);
    }
    const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = status;
    const waiting = (what: string) => ({
      message: `Waiting for deployment "${metadata.name}" rollout to finish: ${what}...\n`,
      done: false,
    });
    if (spec.replicas !== undefined && updated < spec.replicas) {
      return waiting(`${updated} out of ${spec.replicas} new replicas have been updated`);
    }
    if (replicas > updated) return waiting(`${replicas - updated} old replicas are pending termination`);
    if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`);
    return { message: `deployment "${metadata.name}" successfully rolled out\n`, done: true };
  },
};

function checkRevision({ metadata }: Deployment, revision: number): void {
  const running = Number(metadata.annotations?.[REVISION] ?? "0");
  if (revision !== running) {
    throw new Error(`desired revision (${revision}) is different from the running revision (${running})`);
  }
}
