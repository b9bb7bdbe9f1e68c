import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { UserError } from "../../base/user-error.ts";
import type { JsonObject } from "../../base/json.ts";
import { REQUESTS_PER_SECOND } from "../../components/hpa/request-metrics.ts";
import type { KubeObject } from "../../machinery/object.ts";

/** An autoscaler's settings that a sweep tries. */
export interface Setting {
  /** As the user wrote it. */
  readonly text: string;
  /** Targets, in percent of the request (`80`), as an amount for each pod (`200Mi`), or in requests a second. */
  readonly targets: Partial<Readonly<Record<Target, string>>>;
  readonly min: number;
  readonly max: number;
  readonly up: ScaleRules;
  readonly down: ScaleRules;
}

/** How fast it may go one way. */
interface ScaleRules {
  readonly windowSeconds?: number;
  /** Pods, or percent, a minute. */
  readonly pods?: number;
  readonly percent?: number;
}

/** CPU and memory of the pods, requests a second of each pod, and of all of them together. */
const TARGETS = ["cpu", "memory", "rps", "object-rps"] as const;
type Target = (typeof TARGETS)[number];
/** What a target may be. */
const FORMS: Readonly<Record<Target, RegExp>> = {
  cpu: /^(?:[1-9]\d*%?|\d+m)$/,
  memory: /^(?:[1-9]\d*%?|\d+(?:Ki|Mi|Gi))$/,
  rps: /^[1-9]\d*$/,
  "object-rps": /^[1-9]\d*$/,
};
const USUAL_CPU = "50";

const KEYS = [...TARGETS, "min", "max", "up", "down", "up-pods", "up-percent", "down-pods", "down-percent"] as const;
type Key = (typeof KEYS)[number];

/**
 * Reads settings as `cpu=50,min=1,max=10,down=60s`: targets (`cpu` and `memory` in percent of the request or as `200m`, `300Mi`; `rps`,
 * requests a second of each pod, `object-rps`, of all), bounds, stabilization windows (`up`, `down`), and how many pods or percent a minute it
 * may go (`up-pods`, `down-percent` …). Throws UserError.
 */
export function parseSetting(text: string): Setting {
  const given = new Map<Key, string>();
  for (const item of text.split(",")) {
    const [key = "", value = ""] = item.split("=").map((part) => part.trim());
    if (!isKey(key) || value === "")
      throw new UserError(`"${item}" is no setting of an autoscaler: use ${KEYS.map((one) => `${one}=…`).join(", ")}`);
    given.set(key, value);
  }
  const whole = (key: Key): number | undefined => {
    const value = given.get(key);
    if (value === undefined) return undefined;
    if (!/^\d+%?$/.test(value)) throw new UserError(`"${key}=${value}": give a whole number`);
    return Number(value.replace("%", ""));
  };
  const rules = (way: "down" | "up"): ScaleRules => {
    const [window, pods, percent] = [given.get(way), whole(`${way}-pods`), whole(`${way}-percent`)];
    return {
      ...(window === undefined ? {} : { windowSeconds: seconds(window) }),
      ...(pods === undefined ? {} : { pods }),
      ...(percent === undefined ? {} : { percent }),
    };
  };
  const targets = Object.fromEntries(
    TARGETS.flatMap((target) => {
      const value = given.get(target);
      return value === undefined ? [] : [[target, targetOf(target, value)]];
    }),
  );
  const setting = {
    text,
    targets: Object.keys(targets).length > 0 ? targets : { cpu: USUAL_CPU },
    min: whole("min") ?? 1,
    max: whole("max") ?? 10,
    up: rules("up"),
    down: rules("down"),
  };
  if (setting.min < 1 || setting.max < setting.min) throw new UserError(`"${text}": min is 1 or more, and max is not below min`);
  return setting;
}

function targetOf(target: Target, value: string): string {
  if (FORMS[target].test(value)) return value.replace("%", "");
  const wanted =
    target === "cpu"
      ? "percent or an amount, as 50 or 200m"
      : target === "memory"
        ? "percent or an amount, as 70 or 300Mi"
        : "requests a second, as 20";
  throw new UserError(`"${target}=${value}": give ${wanted}`);
}

function isKey(text: string): text is Key {
  return (KEYS as readonly string[]).includes(text);
}

function seconds(text: string): number {
  try {
    const ms = parseGoDuration(/^\d+$/.test(text) ? `${text}s` : text);
    if (ms >= 0) return Math.round(ms / 1000);
  } catch (error) {
    if (!(error instanceof GoDurationError)) throw error;
  }
  throw new UserError(`"${text}" is no duration: write it as 60s or 5m`);
}

/** The autoscaler of a deployment with such settings, in version `v2` or `v2beta2`. */
export function autoscalerOf({ targets, min, max, up, down }: Setting, deployment: string, namespace: string, version: string): KubeObject {
  const behavior = { ...behaviorOf("scaleUp", up), ...behaviorOf("scaleDown", down) };
  return {
    apiVersion: `autoscaling/${version}`,
    kind: "HorizontalPodAutoscaler",
    metadata: { name: deployment, namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
      minReplicas: min,
      maxReplicas: max,
      metrics: TARGETS.flatMap((target) => metricOf(target, targets[target], deployment)),
      ...(Object.keys(behavior).length > 0 ? { behavior } : {}),
    },
  };
}

function metricOf(target: Target, value: string | undefined, deployment: string): JsonObject[] {
  if (value === undefined) return [];
  const average = { type: "AverageValue", averageValue: value };
  if (target === "cpu" || target === "memory") {
    const isShare = /^\d+$/.test(value);
    return [
      {
        type: "Resource",
        resource: { name: target, target: isShare ? { type: "Utilization", averageUtilization: Number(value) } : average },
      },
    ];
  }
  const metric = { name: REQUESTS_PER_SECOND };
  if (target === "rps") return [{ type: "Pods", pods: { metric, target: average } }];
  const describedObject = { apiVersion: "apps/v1", kind: "Deployment", name: deployment };
  return [{ type: "Object", object: { metric, describedObject, target: { type: "Value", value } } }];
}

const MINUTE_SECONDS = 60;

function behaviorOf(way: "scaleDown" | "scaleUp", { windowSeconds, pods, percent }: ScaleRules): object {
  if (windowSeconds === undefined && pods === undefined && percent === undefined) return {};
  const policy = (type: string, value: number | undefined) => (value === undefined ? [] : [{ type, value, periodSeconds: MINUTE_SECONDS }]);
  const policies = [...policy("Pods", pods), ...policy("Percent", percent)];
  return {
    [way]: {
      ...(windowSeconds === undefined ? {} : { stabilizationWindowSeconds: windowSeconds }),
      ...(policies.length > 0 ? { policies } : {}),
    },
  };
}
