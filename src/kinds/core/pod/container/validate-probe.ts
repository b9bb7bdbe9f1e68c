import { type FieldError, forbidden, invalid, required, notSupported } from "../../../../machinery/validation/field-error.ts";
import { checkHeaderName, checkPortName, checkPortNumber } from "../../../../machinery/validation/names.ts";
import type { Release } from "../../../../release/release.ts";
import { checkText } from "../../../shared/checks.ts";
import { nonNegative } from "../../../shared/numbers.ts";
import type { IntOrString } from "../../../shared/types.ts";
import type { HTTPGetAction, Lifecycle, Probe } from "./types.ts";

const SCHEMES: readonly string[] = ["HTTP", "HTTPS"];
const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"] as const;

type Handler = Pick<Probe, (typeof HANDLERS)[number]>;

// pkg/apis/core/validation/validation.go validateProbe, 1.20
export function validateProbe(probe: Probe | undefined, path: string, release: Release): FieldError[] {
  if (!probe) return [];
  return [
    ...validateHandler(probe, path, release),
    ...nonNegative(`${path}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...nonNegative(`${path}.timeoutSeconds`, probe.timeoutSeconds),
    ...nonNegative(`${path}.periodSeconds`, probe.periodSeconds),
    ...nonNegative(`${path}.successThreshold`, probe.successThreshold),
    ...nonNegative(`${path}.failureThreshold`, probe.failureThreshold),
  ];
}

/** Probes that restart the container succeed at once or not at all. */
export function validateSingleSuccess(probe: Probe | undefined, path: string): FieldError[] {
  const threshold = probe?.successThreshold ?? 1;
  return threshold === 1 ? [] : [invalid(`${path}.successThreshold`, threshold, "must be 1")];
}

export function validateLifecycle({ postStart, preStop }: Lifecycle, path: string, release: Release): FieldError[] {
  return [
    ...(postStart ? validateHandler(postStart, `${path}.postStart`, release) : []),
    ...(preStop ? validateHandler(preStop, `${path}.preStop`, release) : []),
  ];
}

function validateHandler(handler: Handler, path: string, release: Release): FieldError[] {
  const given = HANDLERS.filter((name) => handler[name] !== undefined);
  if (given.length === 0) return [required(path, "must specify a handler type")];
  return given.flatMap((name, index) =>
    index > 0
      ? [forbidden(`${path}.${name}`, "may not specify more than 1 handler type")]
      : validateAction(handler, name, `${path}.${name}`, release),
  );
}

function validateAction(handler: Handler, name: (typeof HANDLERS)[number], path: string, release: Release): FieldError[] {
  if (name === "exec") return handler.exec?.command?.length ? [] : [required(`${path}.command`)];
  if (name === "httpGet") return validateHttpGet(handler.httpGet, path, release);
  if (name === "tcpSocket") return validatePortReference(handler.tcpSocket?.port ?? 0, `${path}.port`, release);
  const port = handler.grpc?.port ?? 0;
  return checkPortNumber(port).map((wrong) => invalid(`${path}.port`, port, wrong));
}

function validateHttpGet(action: HTTPGetAction | undefined, path: string, release: Release): FieldError[] {
  const scheme: string = action?.scheme ?? "";
  return [
    ...(action?.path ? [] : [required(`${path}.path`)]),
    ...validatePortReference(action?.port ?? 0, `${path}.port`, release),
    ...(SCHEMES.includes(scheme) ? [] : [notSupported(`${path}.scheme`, scheme, SCHEMES)]),
    ...(action?.httpHeaders ?? []).flatMap(({ name }) => checkText(`${path}.httpHeaders`, name, checkHeaderName, release)),
  ];
}

/** A port by number or by name. */
export function validatePortReference(port: IntOrString, path: string, release: Release): FieldError[] {
  if (typeof port === "string") return checkText(path, port, checkPortName, release);
  return checkPortNumber(port).map((wrong) => invalid(path, port, wrong));
}
