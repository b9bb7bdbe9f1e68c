import type { KindDefinition } from "../../../machinery/kind.ts";
import { podWarnings } from "../../core/pod/warnings.ts";
import { deploymentColumns, deploymentRow } from "./columns.ts";
import { deploymentDescribe } from "./describe.ts";
import { defaultDeployment } from "./defaults.ts";
import { prepareDeploymentForCreate, prepareDeploymentForUpdate } from "./prepare.ts";
import { deploymentRollout } from "./rollout.ts";
import type { Deployment } from "./types.ts";
import { validateDeployment, validateDeploymentUpdate } from "./validate.ts";

/** apps/v1 Deployment. */
export const deployment: KindDefinition = {
  group: "apps",
  kind: "Deployment",
  plural: "deployments",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultDeployment,
  prepareForCreate: prepareDeploymentForCreate,
  prepareForUpdate: prepareDeploymentForUpdate,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  warnings: (object, _old, context) => podWarnings((object as Deployment).spec.template, "spec.template", context.release),
  columns: () => deploymentColumns,
  row: deploymentRow,
  scale: { specReplicas: "spec.replicas", statusReplicas: "status.replicas", selector: "spec.selector" },
  podTemplate: { path: "spec.template" },
  rollout: deploymentRollout,
  describe: deploymentDescribe,
};
