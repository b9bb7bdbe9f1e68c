import type { RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import {
  checkLabel1035,
  checkPathSegment,
  checkPortName,
  checkPortNumber,
  checkSubdomain,
  checkWildcardSubdomain,
} from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { isIp } from "../../shared/ip.ts";
import type { TypedLocalObjectReference } from "../../shared/types.ts";
import { newBackend } from "./convert.ts";
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec, IngressTLS, OldIngressBackend } from "./types.ts";

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
const PATH_TYPES = ["Exact", "ImplementationSpecific", "Prefix"];
const FORBIDDEN_SEQUENCES = ["//", "/./", "/../", "%2f", "%2F"];
const FORBIDDEN_ENDS = ["/..", "/."];

/** What differs with the version of the request: v1beta1 has names of its own, and lets more pass. */
interface Rules {
  readonly release: Release;
  readonly isOld: boolean;
}

// pkg/apis/networking/validation/validation.go ValidateIngressCreate, 1.20
export function validateIngress(object: KubeObject, context: RequestContext): FieldError[] {
  const { metadata, spec } = object as Ingress;
  const errors = validateAny(object, context);
  const annotation = metadata.annotations?.[CLASS_ANNOTATION];
  if (annotation !== undefined && spec.ingressClassName !== undefined) {
    errors.push(invalid(`annotations.${CLASS_ANNOTATION}`, annotation, "can not be set when the class field is also set"));
  }
  return errors;
}

// ValidateIngressUpdate
export function validateIngressUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateAny(object, context)];
}

function validateAny(object: KubeObject, { release, apiVersion }: RequestContext): FieldError[] {
  const rules: Rules = { release, isOld: splitApiVersion(apiVersion ?? object.apiVersion).version !== "v1" };
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as Ingress).spec, rules),
  ];
}

function validateSpec(spec: IngressSpec, rules: Rules): FieldError[] {
  const backendName = rules.isOld ? "backend" : "defaultBackend";
  const { rules: hosts = [], ingressClassName: className } = spec;
  const backend = spec.defaultBackend ?? (spec as { backend?: OldIngressBackend }).backend;
  const errors: FieldError[] = [];
  if (hosts.length === 0 && !backend) {
    errors.push(invalidStruct("spec", "[]networking.IngressRule(nil)", `either \`${backendName}\` or \`rules\` must be specified`));
  }
  if (backend) errors.push(...validateBackend(backend, `spec.${backendName}`, rules));
  errors.push(...checkEach("spec.rules", hosts, (rule, path) => validateRule(rule, path, rules)));
  errors.push(...checkEach("spec.tls", spec.tls, (tls, path) => validateTls(tls, path, rules)));
  if (className !== undefined) errors.push(...checkText("spec.ingressClassName", className, checkSubdomain, rules.release));
  return errors;
}

function validateHost(host: string, path: string, { release }: Rules): FieldError[] {
  const wrong = host.includes("*") ? checkWildcardSubdomain(host) : checkSubdomain(host, release);
  return wrong.map((detail) => invalid(path, host, detail));
}

function validateTls({ hosts, secretName }: IngressTLS, path: string, rules: Rules): FieldError[] {
  const errors = checkEach(`${path}.hosts`, hosts, (host, at) => validateHost(host, at, rules));
  if (!rules.isOld && secretName) errors.push(...checkText(`${path}.secretName`, secretName, checkSubdomain, rules.release));
  return errors;
}

function validateRule({ host = "", http }: IngressRule, path: string, rules: Rules): FieldError[] {
  const errors: FieldError[] = [];
  if (isIp(host)) errors.push(invalid(`${path}.host`, host, "must be a DNS name, not an IP address"));
  if (host !== "") errors.push(...validateHost(host, `${path}.host`, rules));
  if (!http || (rules.isOld && host.includes("*"))) return errors;
  if ((http.paths ?? []).length === 0) errors.push(required(`${path}.http.paths`));
  return [...errors, ...checkEach(`${path}.http.paths`, http.paths, (one, at) => validatePath(one, at, rules))];
}

function validatePath({ path: text = "", pathType, backend }: HTTPIngressPath, path: string, rules: Rules): FieldError[] {
  if (pathType === undefined) return [required(`${path}.pathType`, "pathType must be specified")];
  const errors: FieldError[] = [];
  const wrong = (detail: string): unknown => errors.push(invalid(`${path}.path`, text, detail));
  if (pathType === "Exact" || pathType === "Prefix") {
    if (!text.startsWith("/")) wrong("must be an absolute path");
    for (const sequence of FORBIDDEN_SEQUENCES) if (text.includes(sequence)) wrong(`must not contain '${sequence}'`);
    for (const end of FORBIDDEN_ENDS) if (text.endsWith(end)) wrong(`cannot end with '${end}'`);
  } else if (pathType === "ImplementationSpecific") {
    if (text !== "" && !text.startsWith("/")) wrong("must be an absolute path");
  } else errors.push(notSupported(`${path}.pathType`, pathType, PATH_TYPES));
  return [...errors, ...validateBackend(backend, `${path}.backend`, rules)];
}

function validateBackend(given: IngressBackend | OldIngressBackend, path: string, { release, isOld }: Rules): FieldError[] {
  const isV1beta1 = "serviceName" in given || "servicePort" in given;
  const { service, resource } = isV1beta1 ? newBackend(given) : (given as IngressBackend);
  if (service && resource) return [invalid(path, "", "cannot set both resource and service backends")];
  if (resource) return validateTypedReference(resource, `${path}.resource`, release);
  if (!service) return [invalid(path, "", "resource or service backend is required")];
  const namePath = `${path}.${isOld ? "serviceName" : "service.name"}`;
  const errors = service.name ? checkLabel1035(service.name).map((wrong) => invalid(namePath, service.name, wrong)) : [required(namePath)];
  const { name: portName = "", number: port = 0 } = service.port ?? {};
  if (portName !== "" && port !== 0) errors.push(invalid(path, "", "cannot set both port name & port number"));
  else if (portName !== "")
    errors.push(...checkText(`${path}.${isOld ? "servicePort" : "service.port.name"}`, portName, checkPortName, release));
  else if (port !== 0)
    errors.push(...checkPortNumber(port).map((wrong) => invalid(`${path}.${isOld ? "servicePort" : "service.port.number"}`, port, wrong)));
  else errors.push(required(path, "port name or number is required"));
  return errors;
}

/** A reference by group, kind and name. validateIngressTypedLocalObjectReference */
export function validateTypedReference({ apiGroup, kind, name }: TypedLocalObjectReference, path: string, release: Release): FieldError[] {
  const segment = (field: "kind" | "name", value: string) =>
    value
      ? checkPathSegment(value).map((wrong) => invalid(`${path}.${field}`, value, wrong))
      : [required(`${path}.${field}`, `${field} is required`)];
  return [
    ...(apiGroup === undefined ? [] : checkText(`${path}.apiGroup`, apiGroup, checkSubdomain, release)),
    ...segment("kind", kind),
    ...segment("name", name),
  ];
}
