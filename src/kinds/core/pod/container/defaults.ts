import type { Release } from "../../../../release/release.ts";
import { defaultResourceList } from "../../../shared/resources.ts";
import { imageTag } from "./image.ts";
import type { Container, EphemeralContainer, EnvVar, HTTPGetAction, ObjectFieldSelector, Probe, ResourceFieldSelector } from "./types.ts";

/** Fills what a container leaves out, in place. The same for every version but for gRPC probes, which older ones do not have. */
// pkg/apis/core/v1/{defaults,zz_generated.defaults}.go, 1.20
export function defaultContainer(container: Container | EphemeralContainer, release: Release): void {
  container.imagePullPolicy ??= imageTag(container.image ?? "") === "latest" ? "Always" : "IfNotPresent";
  container.terminationMessagePath ??= "/dev/termination-log";
  container.terminationMessagePolicy ??= "File";
  container.resources ??= {};
  defaultResourceList(container.resources.limits);
  defaultResourceList(container.resources.requests);
  for (const port of container.ports ?? []) port.protocol ??= "TCP";
  for (const variable of container.env ?? []) defaultVariable(variable);
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  defaultHttpGet(container.lifecycle?.postStart?.httpGet);
  defaultHttpGet(container.lifecycle?.preStop?.httpGet);
  if (container.securityContext && !release.has("procMount")) delete container.securityContext.procMount;
}

function defaultVariable({ valueFrom }: EnvVar): void {
  defaultFieldRef(valueFrom?.fieldRef);
  defaultResourceFieldRef(valueFrom?.resourceFieldRef);
}

/** The version of the fields that a fieldRef names is `v1`. */
export function defaultFieldRef(reference: ObjectFieldSelector | undefined): void {
  if (reference) reference.apiVersion ??= "v1";
}

/** A resourceFieldRef's divisor is shown as "0" when it is left out. */
export function defaultResourceFieldRef(reference: ResourceFieldSelector | undefined): void {
  if (reference) reference.divisor ??= "0";
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe) return;
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  defaultHttpGet(probe.httpGet);
  if (probe.grpc) probe.grpc.service ??= "";
}

function defaultHttpGet(action: HTTPGetAction | undefined): void {
  if (!action) return;
  action.path ||= "/";
  action.scheme ||= "HTTP";
}
