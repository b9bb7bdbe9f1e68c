import type { HorizontalPodAutoscaler } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { AUTOSCALERS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { forgetSizes } from "./limits.ts";
import type { MetricsClient } from "./metrics.ts";
import { apiMetrics } from "./resource-metrics.ts";
import { syncAutoscaler } from "./sync.ts";

const NAME = "hpa";
const SYNC_MS = 15_000;

/** Scales what horizontal pod autoscalers name. Each is looked at 15 s after its creation and every 15 s from then on. */
// pkg/controller/podautoscaler/horizontal.go, 1.20
export function createHorizontalPodAutoscalerController(source: MetricsClient = apiMetrics): Component {
  return {
    name: NAME,
    user: controllerUser("horizontal-pod-autoscaler"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: AUTOSCALERS.key, keys: scheduleLook }],
    ...retrying(NAME, "horizontal-pod-autoscaler", (key, context) => sync(key, source, context)),
  };
}

function scheduleLook({ type, object }: Change, context: ComponentContext): readonly string[] {
  const { sim } = context;
  if (type === "DELETED") forgetSizes(objectKey(object), context);
  if (type === "ADDED") sim.scheduleIfSooner({ at: sim.now() + SYNC_MS, actor: NAME, name: "reconcile", key: objectKey(object) });
  return [];
}

function sync(key: string, source: MetricsClient, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const autoscaler = context.lister.get(AUTOSCALERS.key, namespace, name) as HorizontalPodAutoscaler | undefined;
  if (!autoscaler) return undefined;
  syncAutoscaler(autoscaler, source, context);
  return { requeueAfterMs: SYNC_MS };
}
