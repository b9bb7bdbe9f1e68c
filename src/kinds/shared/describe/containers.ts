import { goQuote } from "../../../base/go-format.ts";
import { compareBytewise, sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeWriter } from "../../../machinery/describe.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { Container, EphemeralContainer } from "../../core/pod/container/types.ts";
import type { ContainerState, ContainerStatus, Pod } from "../../core/pod/types.ts";
import { describeEnvironment, describeEnvironmentFrom } from "./environment.ts";
import { probeText } from "./probe.ts";
import { orNone, trueOrFalse } from "../../../machinery/describing/text.ts";
import { describeTime } from "../../../machinery/describing/times.ts";

type AnyContainer = Container | EphemeralContainer;

/** What a list of containers is shown with: their statuses and the pod, which a template does not have. */
export interface ContainerSetting {
  statuses?: readonly ContainerStatus[] | undefined;
  pod?: Pod;
  /** A template's page is indented by two blanks. */
  indent: "" | "  ";
}

/** `Containers:` and each with its image, ports, state, resources, probes, environment and mounts. describeContainers */
export function describeContainers(
  out: DescribeWriter,
  title: string,
  containers: readonly AnyContainer[],
  { statuses, pod, indent }: ContainerSetting,
): void {
  out.write(0, `${indent}${title}:${containers.length === 0 ? " <none>" : ""}\n`);
  for (const container of containers) {
    const status = statuses?.find(({ name }) => name === container.name);
    out.write(1, `${indent === "" ? "" : " "}${container.name}:\n`);
    describeBasics(out, container, status);
    describeWords(out, "Command", container.command);
    describeWords(out, "Args", container.args);
    if (status) describeStatus(out, status);
    describeResources(out, "Limits", container.resources?.limits);
    describeResources(out, "Requests", container.resources?.requests);
    if (container.livenessProbe) out.write(2, `Liveness:\t${probeText(container.livenessProbe)}\n`);
    if (container.readinessProbe) out.write(2, `Readiness:\t${probeText(container.readinessProbe)}\n`);
    if (container.startupProbe) out.write(2, `Startup:\t${probeText(container.startupProbe)}\n`);
    if ((container.envFrom ?? []).length > 0) describeEnvironmentFrom(out, container.envFrom ?? []);
    describeEnvironment(out, container, pod);
    describeMounts(out, container);
  }
}

function describeBasics(out: DescribeWriter, container: AnyContainer, status: ContainerStatus | undefined): void {
  const ports = container.ports ?? [];
  if (status) out.write(2, `Container ID:\t${status.containerID ?? ""}\n`);
  out.write(2, `Image:\t${container.image ?? ""}\n`);
  if (status) out.write(2, `Image ID:\t${status.imageID}\n`);
  describePorts(
    out,
    "Port",
    ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? ""}`),
  );
  describePorts(
    out,
    "Host Port",
    ports.map(({ hostPort, protocol }) => `${hostPort ?? 0}/${protocol ?? ""}`),
  );
}

function describePorts(out: DescribeWriter, title: string, ports: readonly string[]): void {
  out.write(2, `${title}${ports.length > 1 ? "s" : ""}:\t${orNone(ports.join(", "))}\n`);
}

function describeWords(out: DescribeWriter, title: string, words: readonly string[] | undefined): void {
  if (!words || words.length === 0) return;
  out.write(2, `${title}:\n`);
  for (const line of words.flatMap((word) => word.split("\n"))) out.write(3, `${line}\n`);
}

function describeStatus(out: DescribeWriter, status: ContainerStatus): void {
  describeState(out, "State", status.state);
  if (status.lastState?.terminated) describeState(out, "Last State", status.lastState);
  out.write(2, `Ready:\t${trueOrFalse(status.ready)}\n`);
  out.write(2, `Restart Count:\t${status.restartCount}\n`);
}

function describeState(out: DescribeWriter, title: string, state: ContainerState | undefined): void {
  const { running, waiting, terminated } = state ?? {};
  if (running) {
    out.write(2, `${title}:\tRunning\n`);
    out.write(3, `Started:\t${describeTime(running.startedAt)}\n`);
  } else if (terminated) {
    out.write(2, `${title}:\tTerminated\n`);
    if (terminated.reason) out.write(3, `Reason:\t${terminated.reason}\n`);
    if (terminated.message) out.write(3, `Message:\t${terminated.message}\n`);
    out.write(3, `Exit Code:\t${terminated.exitCode}\n`);
    if (terminated.signal) out.write(3, `Signal:\t${terminated.signal}\n`);
    out.write(3, `Started:\t${describeTime(terminated.startedAt)}\n`);
    out.write(3, `Finished:\t${describeTime(terminated.finishedAt)}\n`);
  } else {
    out.write(2, `${title}:\tWaiting\n`);
    if (waiting?.reason) out.write(3, `Reason:\t${waiting.reason}\n`);
  }
}

function describeResources(out: DescribeWriter, title: string, list: Readonly<Record<string, string>> | undefined): void {
  const names = sortedKeys(list ?? {});
  if (names.length > 0) out.write(2, `${title}:\n`);
  for (const name of names) out.write(3, `${name}:\t${canonicalQuantity(list?.[name] ?? "0")}\n`);
}

function describeMounts(out: DescribeWriter, { volumeMounts = [], volumeDevices = [] }: AnyContainer): void {
  const none = volumeMounts.length === 0 ? "\t<none>" : "";
  out.write(2, `Mounts:${none}\n`);
  for (const { mountPath, name, readOnly, subPath } of volumeMounts.toSorted((a, b) => compareBytewise(a.mountPath, b.mountPath))) {
    out.write(3, `${mountPath} from ${name} (${readOnly ? "ro" : "rw"}${subPath ? `,path=${goQuote(subPath)}` : ""})\n`);
  }
  if (volumeDevices.length === 0) return;
  out.write(2, `Devices:${none}\n`);
  for (const { devicePath, name } of volumeDevices.toSorted((a, b) => compareBytewise(a.devicePath, b.devicePath)))
    out.write(3, `${devicePath} from ${name}\n`);
}
