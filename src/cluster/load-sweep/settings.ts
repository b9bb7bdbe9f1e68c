import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { UserError } from "../../base/user-error.ts";
import type { KubeObject } from "../../machinery/object.ts";

/** An autoscaler's settings that a sweep tries. */
export interface Setting {
  /** As the user wrote it. */
  readonly text: string;
  readonly cpu: number;
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

const KEYS = ["cpu", "min", "max", "up", "down", "up-pods", "up-percent", "down-pods", "down-percent"] as const;
type Key = (typeof KEYS)[number];

/**
 * Reads settings as `cpu=50,min=1,max=10,down=60s`: the target in percent of the request, bounds, stabilization windows (`up`, `down`), and
 * how many pods or percent a minute it may go (`up-pods`, `down-percent` …). Throws UserError.
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
  const setting = { text, cpu: whole("cpu") ?? 50, min: whole("min") ?? 1, max: whole("max") ?? 10, up: rules("up"), down: rules("down") };
  if (setting.cpu < 1 || setting.min < 1 || setting.max < setting.min)
    throw new UserError(`"${text}": cpu and min are 1 or more, and max is not below min`);
  return setting;
}

function isKey(text: string): text is Key {
  return (KEYS as readonly string[]).includes(text);
}

function seconds(text: string): number {
  try {
    return Math.round(parseGoDuration(/^\d+$/.test(text) ? `${text}s` : text) / 1000);
  } catch (error) {
    if (error instanceof GoDurationError) throw new UserError(`"${text}" is no duration: write it as 60s or 5m`);
    throw error;
  }
}

/** The autoscaler of a deployment with such settings, in version `v2` or `v2beta2`. */
export function autoscalerOf({ cpu, min, max, up, down }: Setting, deployment: string, namespace: string, version: string): KubeObject {
  const behavior = { ...behaviorOf("scaleUp", up), ...behaviorOf("scaleDown", down) };
  return {
    apiVersion: `autoscaling/${version}`,
    kind: "HorizontalPodAutoscaler",
    metadata: { name: deployment, namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpu } } }],
      ...(Object.keys(behavior).length > 0 ? { behavior } : {}),
    },
  };
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
