import type { Draft, KindContext } from "../../../machinery/kind.ts";
import type { Release } from "../../../release/release.ts";
import { defaultResourceList, fillResourceList } from "../../shared/resources.ts";
import { defaultContainer } from "./container/defaults.ts";
import type { Container } from "./container/types.ts";
import type { Pod, PodSpec, PodTemplateSpec } from "./types.ts";
import { defaultVolume } from "./volume/defaults.ts";

const GRACE_SECONDS = 30;

/** Defaults of a Pod: those of every pod spec, and those that templates do not get. In place. */
// pkg/apis/core/v1/defaults.go SetDefaults_Pod, 1.20
export function defaultPod(object: Draft, context: KindContext): void {
  const { spec } = object as Pod;
  defaultPodSpec(spec, context.release);
  if (spec.hostNetwork) defaultHostPorts(spec);
  for (const container of spec.containers) defaultRequests(container);
  for (const container of spec.initContainers ?? []) defaultRequests(container);
  spec.enableServiceLinks ??= true;
}

/** Defaults of a pod template of any kind, in place. What is missing here (requests from limits, service links) comes with the Pod. */
export function defaultPodTemplate(template: PodTemplateSpec, context: Pick<KindContext, "release">): void {
  template.metadata ??= {};
  // A template's metadata is never created, and says so.
  template.metadata.creationTimestamp ??= null;
  defaultPodSpec(template.spec, context.release);
  if (template.spec.hostNetwork && context.release.has("hostPortsInTemplates")) defaultHostPorts(template.spec);
}

function defaultPodSpec(spec: PodSpec, release: Release): void {
  // An empty list of containers is refused by validation; the defaults before it must not trip over it.
  spec.containers ??= [];
  spec.dnsPolicy ??= "ClusterFirst";
  spec.restartPolicy ??= "Always";
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= GRACE_SECONDS;
  spec.schedulerName ??= "default-scheduler";
  defaultServiceAccount(spec);
  defaultResourceList(spec.overhead);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.containers) defaultContainer(container, release);
  for (const container of spec.initContainers ?? []) defaultContainer(container, release);
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container, release);
}

/** The old name of the field lives on beside the new one. pkg/apis/core/v1/conversion.go */
function defaultServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

function defaultHostPorts(spec: PodSpec): void {
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
  }
}

function defaultRequests(container: Container): void {
  const { resources } = container;
  if (resources?.limits) fillResourceList((resources.requests ??= {}), resources.limits);
}
