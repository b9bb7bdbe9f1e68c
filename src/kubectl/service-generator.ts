import type { KubeObject } from "../machinery/object.ts";
import { CommandError } from "./errors.ts";

/** What a generated Service is made of. Texts are as the flags give them; "" stands for not given. */
export interface ServicePlan {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Port numbers with commas between; "" for a headless service without ports. */
  readonly ports: string;
  /** Name of a single port. */
  readonly portName: string;
  readonly protocol: string;
  /** Protocol of each port of the exposed object. */
  readonly protocols: ReadonlyMap<string, string>;
  readonly targetPort: string;
  readonly type: string;
  readonly externalIp: string;
  readonly loadBalancerIp: string;
  readonly sessionAffinity: string;
  readonly clusterIp: string;
}

/** Makes a Service. Throws CommandError for numbers and words that will not do. */
// kubectl/pkg/generate/versioned/service.go
export function generateService(plan: ServicePlan): KubeObject {
  if (plan.ports === "" && plan.clusterIp !== "None") throw new CommandError("'ports' or 'port' is a required parameter");
  const numbers = plan.ports === "" ? [] : plan.ports.split(",");
  const ports = numbers.map((text, index) => {
    const port = readInteger(text);
    const name = numbers.length > 1 ? `port-${index + 1}` : plan.portName;
    const protocol = plan.protocol === "" ? (plan.protocols.get(text) ?? "TCP") : plan.protocol;
    return { ...(name === "" ? {} : { name }), protocol, port, targetPort: plan.targetPort === "" ? port : numberOrName(plan.targetPort) };
  });
  if (!["", "None", "ClientIP"].includes(plan.sessionAffinity)) throw new CommandError(`unknown session affinity: ${plan.sessionAffinity}`);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: plan.name, labels: { ...plan.labels } },
    spec: {
      ports,
      selector: plan.selector,
      clusterIP: plan.clusterIp,
      type: plan.type,
      ...(plan.externalIp === "" ? {} : { externalIPs: [plan.externalIp] }),
      sessionAffinity: plan.sessionAffinity,
      ...(plan.type === "LoadBalancer" ? { loadBalancerIP: plan.loadBalancerIp } : {}),
    },
  };
}

/** A whole number; throws CommandError as strconv.Atoi words it. */
export function readInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function numberOrName(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

/** Reads `key=value,key=value`. Throws CommandError. kubectl/pkg/generate/generate.go ParseLabels */
export function parseLabelSpec(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const spec of text.split(",")) {
    const [key = "", value, ...rest] = spec.split("=");
    if (value === undefined || rest.length > 0) throw new CommandError(`unexpected label spec: ${spec}`);
    if (key === "") throw new CommandError("unexpected empty label key");
    labels[key] = value;
  }
  return labels;
}
