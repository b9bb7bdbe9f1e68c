import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeContainers } from "../../shared/describe/containers.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeMap, describeTolerations } from "../../../machinery/describing/maps.ts";
import { describeController, describeName } from "../../../machinery/describing/meta.ts";
import { describeAge, describeTime } from "../../../machinery/describing/times.ts";
import { describeVolumes } from "../../shared/describe/volumes.ts";
import { qosClass } from "./qos.ts";
import type { Pod } from "./types.ts";

/** `kubectl describe pod`. kubectl/pkg/describe/describe.go describePod */
export const podDescribe: DescribeFacet = {
  // events about a mirror pod carry the static pod's own uid
  involved: ({ metadata }) => [{ kind: "", uid: metadata.annotations?.["kubernetes.io/config.mirror"] ?? metadata.uid ?? "" }],
  async describe(object, out, context) {
    const pod = object as Pod;
    const { spec, status = {} } = pod;
    describeHead(pod, out, context);
    describeStatus(pod, out, context);
    if ((spec.initContainers ?? []).length > 0) {
      describeContainers(out, "Init Containers", spec.initContainers ?? [], { statuses: status.initContainerStatuses, pod, indent: "" });
    }
    describeContainers(out, "Containers", spec.containers, { statuses: status.containerStatuses, pod, indent: "" });
    if ((spec.ephemeralContainers ?? []).length > 0) {
      describeContainers(out, "Ephemeral Containers", spec.ephemeralContainers ?? [], {
        statuses: status.ephemeralContainerStatuses,
        pod,
        indent: "",
      });
    }
    describeConditions(pod, out);
    describeVolumes(out, spec.volumes, "");
    out.write(0, `QoS Class:\t${status.qosClass ?? qosClass(spec)}\n`);
    describeMap(out, "Node-Selectors", spec.nodeSelector);
    describeTolerations(out, "Tolerations", spec.tolerations, context.release);
    await describeEvents(object, out, context);
  },
};

function describeHead({ metadata, spec, status }: Pod, out: DescribeWriter, { release }: DescribeContext): void {
  describeName({ metadata, apiVersion: "v1", kind: "Pod" }, out);
  if (spec.priority !== undefined) out.write(0, `Priority:\t${spec.priority}\n`);
  if (spec.priorityClassName) out.write(0, `Priority Class Name:\t${spec.priorityClassName}\n`);
  if (release.has("describeServiceAccountOfPod")) {
    if (spec.runtimeClassName) out.write(0, `Runtime Class Name:\t${spec.runtimeClassName}\n`);
    if (spec.serviceAccountName) out.write(0, `Service Account:\t${spec.serviceAccountName}\n`);
  }
  out.write(0, `Node:\t${spec.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ""}` : "<none>"}\n`);
  if (status?.startTime) out.write(0, `Start Time:\t${describeTime(status.startTime)}\n`);
  describeMap(out, "Labels", metadata.labels);
  describeAnnotations(out, "Annotations", metadata.annotations, release);
}

function describeStatus(pod: Pod, out: DescribeWriter, { now }: DescribeContext): void {
  const { metadata, status = {} } = pod;
  if (metadata.deletionTimestamp) {
    out.write(0, `Status:\tTerminating (lasts ${describeAge(metadata.deletionTimestamp, now)})\n`);
    out.write(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s\n`);
  } else out.write(0, `Status:\t${status.phase ?? ""}\n`);
  if (status.reason) out.write(0, `Reason:\t${status.reason}\n`);
  if (status.message) out.write(0, `Message:\t${status.message}\n`);
  out.write(0, `IP:\t${status.podIP ?? ""}\n`);
  const ips = status.podIPs ?? [];
  out.write(0, `IPs:${ips.length === 0 ? "\t<none>" : ""}\n`);
  for (const { ip } of ips) out.write(1, `IP:\t${ip}\n`);
  describeController(pod, out);
  if (status.nominatedNodeName) out.write(0, `NominatedNodeName:\t${status.nominatedNodeName}\n`);
}

function describeConditions({ spec, status = {} }: Pod, out: DescribeWriter): void {
  const conditions = status.conditions ?? [];
  if ((spec.readinessGates ?? []).length > 0) {
    out.write(0, "Readiness Gates:\n  Type\tStatus\n");
    for (const { conditionType } of spec.readinessGates ?? []) {
      out.write(1, `${conditionType} \t${conditions.find(({ type }) => type === conditionType)?.status ?? "<none>"} \n`);
    }
  }
  if (conditions.length === 0) return;
  out.write(0, "Conditions:\n  Type\tStatus\n");
  for (const { type, status: value } of conditions) out.write(1, `${type} \t${value} \n`);
}
