import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidStruct,
  notSupported,
  required,
} from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkLabel1035, checkPortNumber, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateLabels, validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { validatePortReference } from "../pod/container/validate-probe.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { intOrStringSyntax } from "../../shared/int-or-percent.ts";
import { checkIp, isCidr, validateOrdinaryIp } from "../../shared/ip.ts";
import { PROTOCOLS } from "../../shared/protocols.ts";
import { isHeadless } from "./prepare.ts";
import type { Service, ServicePort, ServiceSpec } from "./types.ts";
import { validateClusterIps, validateClusterIpsKept } from "./validate-cluster-ip.ts";
import { validateTrafficValues } from "./validate-traffic.ts";

const TYPES: readonly string[] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const AFFINITIES: readonly string[] = ["ClientIP", "None"];
const AFFINITY_SECONDS_MAX = 86400;
const KUBELET_PORT = 10250;

// pkg/apis/core/validation/validation.go ValidateService, 1.20
export function validateService(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateWhole(object as Service, release), ...validateMixedProtocols(object as Service, undefined, release)];
}

// ValidateServiceUpdate, 1.20
export function validateServiceUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const service = object as Service;
  const before = old as Service;
  return [
    ...validateObjectMetaUpdate(object, old, release),
    ...validateClusterIpsKept(service.spec, before.spec, release),
    ...validateWhole(service, release),
    ...validateMixedProtocols(service, before, release),
  ];
}

function validateWhole(service: Service, release: Release): FieldError[] {
  const { spec } = service;
  const { ports = [] } = spec;
  const names = new Set<string>();
  return [
    ...validateObjectMeta(service, { namespaced: true, name: checkLabel1035 }, release),
    ...(ports.length === 0 && !isHeadless(spec) && spec.type !== "ExternalName" ? [required("spec.ports")] : []),
    ...validateForType(spec, release),
    ...checkEach("spec.ports", ports, (port, at) => validatePort(port, ports.length > 1, names, at, release)),
    ...validateLabels(spec.selector, "spec.selector", release),
    ...validateAffinity(spec),
    ...validateClusterIps(spec, release),
    ...checkEach("spec.externalIPs", spec.externalIPs, (ip, at) => {
      const wrongs = checkIp(ip, release);
      return wrongs.length > 0 ? wrongs.map((wrong) => invalid(at, ip, wrong)) : validateOrdinaryIp(at, ip);
    }),
    ...validateType(spec),
    ...validateUniquePorts(ports),
    ...validateSourceRanges(service),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && spec.type !== "LoadBalancer"
      ? [forbidden("spec.allocateLoadBalancerNodePorts", "may only be used when `type` is 'LoadBalancer'")]
      : []),
    ...validateTrafficValues(spec),
  ];
}

function validateForType(spec: ServiceSpec, release: Release): FieldError[] {
  const path = release.has("clusterIps") ? "spec.clusterIPs[0]" : "spec.clusterIP";
  const headless = isHeadless(spec) ? [invalid(path, "None", `may not be set to 'None' for ${spec.type} services`)] : [];
  if (spec.type === "NodePort") return headless;
  if (spec.type === "LoadBalancer") {
    const kubelet = checkEach("spec.ports", spec.ports, ({ port }, at) =>
      port === KUBELET_PORT ? [invalid(at, port, `may not expose port ${KUBELET_PORT} externally since it is used by kubelet`)] : [],
    );
    return [...kubelet, ...headless];
  }
  return spec.type === "ExternalName" ? validateExternalName(spec, release) : [];
}

function validateExternalName(spec: ServiceSpec, release: Release): FieldError[] {
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  const addresses = release.has("clusterIps")
    ? (["clusterIPs", "ipFamilies", "ipFamilyPolicy"] as const)
        .filter((field) => spec[field]?.length)
        .map((field) => forbidden(`spec.${field}`, "may not be set for ExternalName services"))
    : spec.clusterIP
      ? [forbidden("spec.clusterIP", "must be empty for ExternalName services")]
      : [];
  return [...addresses, ...(name ? checkText("spec.externalName", name, checkSubdomain, release) : [required("spec.externalName")])];
}

// validateServicePort, 1.20
function validatePort(port: ServicePort, nameRequired: boolean, names: Set<string>, path: string, release: Release): FieldError[] {
  const { name, protocol = "", appProtocol, targetPort = 0 } = port;
  const errors: FieldError[] = [];
  if (name) {
    errors.push(...checkText(`${path}.name`, name, checkLabel, release));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
  } else if (nameRequired) {
    errors.push(required(`${path}.name`));
  }
  errors.push(...checkPortNumber(port.port).map((wrong) => invalid(`${path}.port`, port.port, wrong)));
  if (!protocol) errors.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  errors.push(...validatePortReference(targetPort, `${path}.targetPort`, release));
  return appProtocol === undefined ? errors : [...errors, ...checkText(`${path}.appProtocol`, appProtocol, checkQualifiedName, release)];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig: config }: ServiceSpec): FieldError[] {
  const affinity: string = sessionAffinity ?? "";
  if (affinity === "") return [required("spec.sessionAffinity")];
  if (!AFFINITIES.includes(affinity)) return [notSupported("spec.sessionAffinity", affinity, AFFINITIES)];
  const path = "spec.sessionAffinityConfig";
  if (affinity === "None") return config ? [forbidden(path, "must not be set when session affinity is None")] : [];
  const seconds = config?.clientIP?.timeoutSeconds;
  if (seconds === undefined) return [required(path, "when session affinity type is ClientIP")];
  return seconds > 0 && seconds <= AFFINITY_SECONDS_MAX
    ? []
    : [invalid(`${path}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`)];
}

function validateType({ type, ports }: ServiceSpec): FieldError[] {
  if (!type) return [required("spec.type")];
  if (!TYPES.includes(type)) return [notSupported("spec.type", type, TYPES)];
  if (type !== "ClusterIP") return [];
  return checkEach("spec.ports", ports, ({ nodePort }, at) =>
    nodePort ? [forbidden(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'")] : [],
  );
}

function validateUniquePorts(ports: readonly ServicePort[]): FieldError[] {
  const isRepeated = (index: number, same: (other: ServicePort) => boolean) => ports.slice(0, index).some(same);
  const nodePorts = checkEach("spec.ports", ports, ({ nodePort, protocol }, at, index) =>
    nodePort && isRepeated(index, (other) => other.nodePort === nodePort && other.protocol === protocol)
      ? [duplicate(`${at}.nodePort`, nodePort)]
      : [],
  );
  const numbers = checkEach("spec.ports", ports, ({ port, protocol }, at, index): FieldError[] => {
    if (!isRepeated(index, (other) => other.port === port && other.protocol === protocol)) return [];
    const key = { port, ...(protocol ? { protocol } : {}), targetPort: 0 };
    return [{ type: "Duplicate value", field: at, goValue: portSyntax(key), detail: "" }];
  });
  return [...nodePorts, ...numbers];
}

/** Go's `%#v` of a core.ServicePort. */
function portSyntax({ name = "", protocol, appProtocol, port, targetPort = 0, nodePort = 0 }: ServicePort): string {
  const application = appProtocol === undefined ? "(*string)(nil)" : goPointer("string");
  return `core.ServicePort{Name:${goQuote(name)}, Protocol:${goQuote(protocol ?? "")}, AppProtocol:${application}, Port:${port}, TargetPort:${intOrStringSyntax(targetPort)}, NodePort:${nodePort}}`;
}

const SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

function validateSourceRanges({ metadata, spec }: Service): FieldError[] {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotation = metadata.annotations?.[SOURCE_RANGES];
  if (ranges.length === 0 && annotation === undefined) return [];
  // Kubernetes spells this path with a capital L.
  const path = ranges.length > 0 ? "spec.LoadBalancerSourceRanges" : `metadata.annotations[${SOURCE_RANGES}]`;
  const blocks =
    ranges.length > 0
      ? ranges.map((range) => range.trim())
      : (annotation ?? "")
          .split(",")
          .map((block) => block.trim())
          .filter(Boolean);
  const errors = spec.type === "LoadBalancer" ? [] : [forbidden(path, "may only be used when `type` is 'LoadBalancer'")];
  if (blocks.every(isCidr)) return errors;
  const value = ranges.length > 0 ? `[${ranges.join(" ")}]` : (annotation ?? "");
  return [...errors, invalid(path, value, "must be a list of IP ranges. For example, 10.240.0.0/24,10.250.0.0/24 ")];
}

// validateMixedProtocolLBService, 1.20; allowed from 1.24
function validateMixedProtocols(service: Service, old: Service | undefined, release: Release): FieldError[] {
  if (service.spec.type !== "LoadBalancer" || release.has("mixedProtocolLoadBalancers")) return [];
  const isMixed = ({ spec }: Service) => new Set((spec.ports ?? []).map(({ protocol }) => protocol)).size > 1;
  if (!isMixed(service) || (old && isMixed(old))) return [];
  const value = `[]core.ServicePort{${(service.spec.ports ?? []).map(portSyntax).join(", ")}}`;
  return [invalidStruct("spec.ports", value, release.value("mixedProtocolText"))];
}
