import { goStringSliceSyntax } from "../../../base/go-format.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { failure } from "../../../machinery/status.ts";
import { type FieldError, invalid, invalidStruct } from "../../../machinery/validation/field-error.ts";
import type { RandomStream } from "../../../sim/types.ts";
import { ipv4Block, ipv4Number, ipv4Text } from "../../../base/ipv4.ts";
import { fillIpFamilies } from "./ip-families.ts";
import { isHeadless, needsHealthCheck, usesNodePorts } from "./prepare.ts";
import type { Service, ServicePort, ServiceSpec } from "./types.ts";
import { validateTrafficCombination } from "./validate-traffic.ts";

/**
 * Gives a service its cluster IP and node ports, or checks those that it asks for. There is no pool to keep: a number is
 * taken while a service of that index term exists, so a deleted service has given back what it had.
 */
// pkg/registry/core/service/storage/rest.go Create and Update, 1.20
export function allocateService(object: Draft, old: KubeObject | undefined, context: RequestContext): FieldError[] {
  const service = object as Service;
  const before = (old as Service | undefined)?.spec;
  const errors = context.release.has("serviceIpFamilies") ? fillIpFamilies(service.spec) : [];
  if (errors.length > 0) return errors;
  if (!context.dryRun) errors.push(...allocateClusterIp(service, before, context));
  const { spec } = service;
  if (usesNodePorts(spec) && (spec.type === "NodePort" || spec.allocateLoadBalancerNodePorts !== false)) {
    errors.push(...allocateNodePorts(service, before, context));
  }
  if (errors.length === 0 && needsHealthCheck(spec)) errors.push(...allocateHealthCheck(service, before, context));
  return errors.length > 0 ? errors : validateTrafficCombination(spec);
}

function isTaken(term: string, context: RequestContext): boolean {
  return context.list("services", { index: term }).length > 0;
}

function allocateClusterIp({ metadata, spec }: Service, before: ServiceSpec | undefined, context: RequestContext): FieldError[] {
  if (spec.type === "ExternalName" || isHeadless(spec)) return [];
  const asked = spec.clusterIPs?.[0] ?? spec.clusterIP ?? "";
  if (asked === "") {
    setClusterIp(spec, pickClusterIp(`cluster-ip/${metadata.namespace}/${metadata.name}`, context), context);
    return [];
  }
  if (asked === (before?.clusterIPs?.[0] ?? before?.clusterIP)) return [];
  const wrong = clusterIpError(asked, context);
  if (wrong !== undefined) {
    const detail = context.release.value("clusterIpFailureText").replace("%i", asked).replace("%e", wrong);
    return context.release.has("clusterIps")
      ? [invalidStruct("spec.clusterIPs", goStringSliceSyntax(spec.clusterIPs ?? [asked]), detail)]
      : [invalid("spec.clusterIP", asked, detail)];
  }
  setClusterIp(spec, asked, context);
  return [];
}

function setClusterIp(spec: ServiceSpec, ip: string, context: RequestContext): void {
  spec.clusterIP = ip;
  if (context.release.has("clusterIps")) spec.clusterIPs = [ip];
}

function clusterIpError(ip: string, context: RequestContext): string | undefined {
  const { serviceCidr } = context.cluster;
  const { first, size } = addressRange(serviceCidr);
  const number = ipv4Number(ip) ?? -1;
  if (number < first || number >= first + size) {
    return context.release.value("clusterIpOutsideText").replace("%i", ip).replace("%c", serviceCidr);
  }
  return isTaken(`cluster-ip:${ip}`, context) ? "provided IP is already allocated" : undefined;
}

/** The addresses that services may have: all of the block but its first and last. */
function addressRange(cidr: string): { first: number; size: number } {
  const block = ipv4Block(cidr) ?? { first: 0, size: 2 };
  return { first: block.first + 1, size: block.size - 2 };
}

function pickClusterIp(stream: string, context: RequestContext): string {
  const { first, size } = addressRange(context.cluster.serviceCidr);
  // service-static-ip band: min(max(16, size/16), 256) addresses, used last
  const staticSize = context.release.has("clusterIpBands") ? Math.min(Math.max(16, Math.floor((size + 2) / 16)), 256, size) : 0;
  const isFree = (offset: number) => !isTaken(`cluster-ip:${ipv4Text(first + offset)}`, context);
  return drawFree(stream, context, {
    draw(random) {
      const offset = pickOffset(random, staticSize, size, isFree);
      if (offset === undefined)
        throw failure(500, "InternalError", "Internal error occurred: failed to allocate a serviceIP: range is full");
      return ipv4Text(first + offset);
    },
    isFree(drawn) {
      const offset = (ipv4Number(drawn) ?? -1) - first;
      return offset >= 0 && offset < size && isFree(offset);
    },
  });
}

interface Range {
  draw(random: RandomStream): string;
  isFree(drawn: string): boolean;
}

/** Draws until something free comes: a tape may have on it what no allocator gives. */
function drawFree(stream: string, context: RequestContext, { draw, isFree }: Range): string {
  for (;;) {
    const drawn = context.draw(stream, draw);
    if (isFree(drawn)) return drawn;
  }
}

function pickNodePort(stream: string, context: RequestContext, own: ReadonlySet<number>): number {
  const { from, to } = context.cluster.nodePortRange;
  const size = to - from + 1;
  // service-node-port-static band: min(max(16, size/32), 128) ports, used last
  const staticSize = context.release.has("nodePortBands") ? Math.min(Math.max(16, Math.floor(size / 32)), 128, size) : 0;
  const isFree = (offset: number) => !own.has(from + offset) && !isTaken(`node-port:${from + offset}`, context);
  const text = drawFree(stream, context, {
    draw(random) {
      const offset = pickOffset(random, staticSize, size, isFree);
      if (offset === undefined)
        throw failure(500, "InternalError", "Internal error occurred: failed to allocate a nodePort: range is full");
      return String(from + offset);
    },
    isFree: (drawn) => /^\d+$/.test(drawn) && Number(drawn) >= from && Number(drawn) <= to && isFree(Number(drawn) - from),
  });
  return Number(text);
}

/** A random start, then upward with a wrap; the static band only when the rest is full. pkg/registry/core/service/allocator/bitmap.go */
function pickOffset(random: RandomStream, staticSize: number, size: number, isFree: (offset: number) => boolean): number | undefined {
  return scan(random, staticSize, size, isFree) ?? scan(random, 0, staticSize, isFree);
}

function scan(random: RandomStream, from: number, to: number, isFree: (offset: number) => boolean): number | undefined {
  const span = to - from;
  if (span <= 0) return undefined;
  const start = random.int(span);
  for (let step = 0; step < span; step++) {
    const offset = from + ((start + step) % span);
    if (isFree(offset)) return offset;
  }
  return undefined;
}

const ALLOCATED = "provided port is already allocated";

/** Ports that differ only in their protocol share a number. initNodePorts and updateNodePorts, 1.20 */
function allocateNodePorts(service: Service, before: ServiceSpec | undefined, context: RequestContext): FieldError[] {
  const ports = service.spec.ports ?? [];
  const held = new Set((before?.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
  const own = new Set(ports.map(({ nodePort }) => nodePort ?? 0));
  const byPort = new Map<number, number>();
  for (const [index, port] of ports.entries()) {
    const shared = before ? undefined : (byPort.get(port.port) ?? requestedNodePort(port.port, ports));
    port.nodePort ||= shared ?? pickNodePort(streamOf(service, port), context, own);
    const { nodePort } = port;
    const isNew = !held.has(nodePort) && byPort.get(port.port) !== nodePort;
    const takenHere = [...byPort].some(([other, taken]) => taken === nodePort && other !== port.port);
    const wrong = isNew ? (takenHere && !before ? ALLOCATED : nodePortError(nodePort, context)) : undefined;
    if (wrong !== undefined) return [invalid(`spec.ports[${index}].nodePort`, nodePort, wrong)];
    byPort.set(port.port, nodePort);
    own.add(nodePort);
  }
  return [];
}

function streamOf({ metadata }: Service, { port }: ServicePort): string {
  return `node-port/${metadata.namespace}/${metadata.name}/${port}`;
}

function requestedNodePort(port: number, ports: readonly ServicePort[]): number | undefined {
  return ports.find((other) => other.port === port && other.nodePort)?.nodePort;
}

function nodePortError(port: number, context: RequestContext): string | undefined {
  const { from, to } = context.cluster.nodePortRange;
  if (port < from || port > to) return `provided port is not in the valid range. The range of valid ports is ${from}-${to}`;
  return isTaken(`node-port:${port}`, context) ? ALLOCATED : undefined;
}

function allocateHealthCheck({ metadata, spec }: Service, before: ServiceSpec | undefined, context: RequestContext): FieldError[] {
  const held = before && needsHealthCheck(before) ? before.healthCheckNodePort : undefined;
  if (held !== undefined) {
    const detail = "cannot change healthCheckNodePort on loadBalancer service with externalTraffic=Local during update";
    return spec.healthCheckNodePort === held ? [] : [invalid("spec.healthCheckNodePort", spec.healthCheckNodePort ?? 0, detail)];
  }
  const own = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
  const asked = spec.healthCheckNodePort;
  const wrong = asked ? nodePortError(asked, context) : undefined;
  if (wrong !== undefined) {
    throw failure(500, "InternalError", `Internal error occurred: failed to allocate requested HealthCheck NodePort ${asked}: ${wrong}`);
  }
  spec.healthCheckNodePort = asked || pickNodePort(`node-port/${metadata.namespace}/${metadata.name}/health-check`, context, own);
  return [];
}
