import { deepEqual } from "../../base/deep.ts";
import { goValueV } from "../../base/go-format.ts";
import type { Service, ServicePort } from "../../kinds/core/service/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { Release } from "../../release/release.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { SERVICES } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "service";

/** What a change of a service is worth saying. */
type Remark = readonly [reason: string, message: string];

/**
 * Tells what changes about services that want a load balancer. Without a cloud provider nothing else of the controller runs: what
 * looks at changes is set up before the provider is missed.
 */
// k8s.io/cloud-provider/controllers/service/controller.go New and needsUpdate, 1.20
export function createServiceController(release: Release): Component | undefined {
  if (!release.has("serviceChangesToldWithoutCloud")) return undefined;
  return {
    name: NAME,
    user: controllerUser("service-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: SERVICES.key, keys: remarkKeys }],
    ...retrying(NAME, "service-controller", tell),
  };
}

/** The change is known only where it is seen, so that the key carries the remark. */
function remarkKeys({ type, object, previous }: Change): readonly string[] {
  if (type !== "MODIFIED" || previous === undefined) return [];
  const remark = remarkOn(previous as Service, object as Service);
  return remark ? [[objectKey(object), ...remark].join("\n")] : [];
}

function tell(key: string, { lister, events }: ComponentContext): undefined {
  const [service = "", reason = "", message = ""] = key.split("\n");
  const { namespace, name } = splitKey(service);
  const object = lister.get(SERVICES.key, namespace, name);
  if (object) events.record(object, "Normal", reason, message);
}

/** A change of the first kind that is found; some are acted on in silence, which ends the search too. */
function remarkOn(old: Service, now: Service): Remark | undefined {
  const [before, after] = [old.spec, now.spec];
  const [wanted, wants] = [wantsLoadBalancer(old), wantsLoadBalancer(now)];
  if (!wanted && !wants) return undefined;
  if (wanted !== wants) return ["Type", arrow(before.type, after.type)];
  if (!deepEqual(before.loadBalancerSourceRanges ?? [], after.loadBalancerSourceRanges ?? []))
    return ["LoadBalancerSourceRanges", arrow(before.loadBalancerSourceRanges ?? [], after.loadBalancerSourceRanges ?? [])];
  if (!deepEqual(balanced(old), balanced(now))) return undefined;
  if (before.loadBalancerIP !== after.loadBalancerIP) return ["LoadbalancerIP", arrow(before.loadBalancerIP, after.loadBalancerIP)];
  const addresses = remarkOnAddresses(before.externalIPs ?? [], after.externalIPs ?? []);
  if (addresses) return addresses;
  if (!deepEqual(old.metadata.annotations ?? {}, now.metadata.annotations ?? {})) return undefined;
  if (before.externalTrafficPolicy !== after.externalTrafficPolicy)
    return ["ExternalTrafficPolicy", arrow(before.externalTrafficPolicy, after.externalTrafficPolicy)];
  if (before.healthCheckNodePort !== after.healthCheckNodePort)
    return ["HealthCheckNodePort", arrow(before.healthCheckNodePort ?? 0, after.healthCheckNodePort ?? 0)];
  return undefined;
}

function remarkOnAddresses(before: readonly string[], after: readonly string[]): Remark | undefined {
  if (before.length !== after.length) return ["ExternalIP", `Count: ${arrow(before.length, after.length)}`];
  const added = after.find((address, index) => address !== before[index]);
  return added === undefined ? undefined : ["ExternalIP", `Added: ${added}`];
}

/** Services of another implementation are none of this controller's. */
function wantsLoadBalancer({ spec }: Service): boolean {
  return spec.type === "LoadBalancer" && spec.loadBalancerClass === undefined;
}

/** What a load balancer is told anew without a word: ports and affinity. portEqualForLB */
function balanced({ spec }: Service): unknown {
  const port = ({ name, protocol, port: number, nodePort, targetPort }: ServicePort): unknown => [
    name,
    protocol,
    number,
    nodePort,
    targetPort,
  ];
  return [(spec.ports ?? []).map(port), spec.sessionAffinity, spec.sessionAffinityConfig];
}

function arrow(before: unknown, after: unknown): string {
  return `${goValueV(before ?? "")} -> ${goValueV(after ?? "")}`;
}
