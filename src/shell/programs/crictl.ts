import { tabulate } from "../../base/tabwriter.ts";
import { hex64 } from "../../cluster/docker.ts";
import { imageId, imagesOn } from "../../cluster/node-images.ts";
import { staticPodsOn } from "../../cluster/static-pods.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { ContainerStatus, Pod } from "../../kinds/core/pod/types.ts";
import { type Call, type Program, UnsupportedCommand } from "../program.ts";
import { type DockerArguments, readArguments } from "./docker/arguments.ts";
import { agoText, sizeText, versionOf } from "./docker/texts.ts";

/** The kubelet's garbage collector takes containers of pods that are gone away, once a minute. pkg/kubelet/kubelet.go ContainerGCPeriod */
const COLLECTED_MS = 60_000;
/** cmd/crictl/util.go truncatedIDLen */
const ID_LENGTH = 13;

interface Container {
  readonly id: string;
  readonly image: string;
  readonly createdAt: number;
  readonly state: "Exited" | "Running";
  readonly name: string;
  readonly attempt: number;
  readonly pod: Pod;
}

/** crictl on a node: what its container runtime has, as the pods' states tell. Other commands are refused by name. */
export const crictl: Program = (call) => {
  const [name = "", ...words] = call.args;
  if (call.cluster.store.get("nodes", "", call.machine) === undefined)
    throw new UnsupportedCommand("crictl works on the cluster's machines: go there by ssh");
  if (name === "ps") return ps(call, words);
  if (name === "pods") return pods(call, words);
  if (name === "images" || name === "image" || name === "img") return images(call, words);
  throw new UnsupportedCommand(`the lab's crictl knows ps, pods and images, not "${name}"`);
};

/** `crictl ps [-a] [-q] [--name REGEX] [--state STATE]`. cmd/crictl/container.go OutputContainers */
function ps(call: Call, words: readonly string[]): number {
  const { flags } = read("ps", words, ["name", "state"], ["all", "quiet", "no-trunc"], { a: "all", q: "quiet", s: "state" });
  const name = new RegExp(flags.get("name")?.[0] ?? "");
  const state = flags.get("state")?.[0]?.toLowerCase();
  const chosen = containersOf(call)
    .filter((one) => name.test(one.name))
    .filter((one) => (state === undefined ? flags.has("all") || one.state === "Running" : one.state.toLowerCase() === state))
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const id = shortened(flags.has("no-trunc"));
  const minor = minorOf(call);
  const rows = chosen.map(({ pod, ...one }) => [
    id(one.id),
    flags.has("no-trunc") ? `sha256:${imageId(one.image)}` : id(imageId(one.image)),
    agoText(call.now() - one.createdAt),
    one.state,
    one.name,
    String(one.attempt),
    id(sandboxOf(pod)),
    ...(minor >= POD_SINCE ? [pod.metadata.name ?? ""] : []),
    ...(minor >= NAMESPACE_SINCE ? [pod.metadata.namespace ?? ""] : []),
  ]);
  const more = [...(minor >= POD_SINCE ? ["POD"] : []), ...(minor >= NAMESPACE_SINCE ? ["NAMESPACE"] : [])];
  if (flags.has("quiet")) return said(call, chosen.map((one) => `${one.id}\n`).join(""));
  return said(call, table([["CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD ID", ...more], ...rows]));
}

/** Releases of crictl, which go with Kubernetes' own, that name a container's pod and its namespace. */
const POD_SINCE = 23;
const NAMESPACE_SINCE = 32;

/** `crictl pods [-q] [--name REGEX] [--namespace NAMESPACE] [--state STATE]`. cmd/crictl/sandbox.go */
function pods(call: Call, words: readonly string[]): number {
  const { flags } = read("pods", words, ["name", "namespace", "state"], ["quiet", "no-trunc"], { q: "quiet", s: "state" });
  const name = new RegExp(flags.get("name")?.[0] ?? "");
  const namespace = flags.get("namespace")?.[0];
  const state = flags.get("state")?.[0]?.toLowerCase();
  const found = podsOf(call)
    .filter(({ status }) => status?.podIP !== undefined)
    .map((pod) => ({ pod, state: containersOfPod(pod).some((one) => one.state === "Running") ? "Ready" : "NotReady" }))
    .filter(({ pod: { metadata } }) => name.test(metadata.name ?? "") && (namespace ?? metadata.namespace) === metadata.namespace)
    .filter((one) => state === undefined || one.state.toLowerCase() === state)
    .toSorted((one, other) => bornAt(other.pod) - bornAt(one.pod));
  const id = shortened(flags.has("no-trunc"));
  if (flags.has("quiet")) return said(call, found.map(({ pod }) => `${sandboxOf(pod)}\n`).join(""));
  const rows = found.map((one) => [
    id(sandboxOf(one.pod)),
    agoText(call.now() - bornAt(one.pod)),
    one.state,
    one.pod.metadata.name ?? "",
    one.pod.metadata.namespace ?? "",
    "0",
    ...(minorOf(call) >= RUNTIME_SINCE ? ["(default)"] : []),
  ]);
  const more = minorOf(call) >= RUNTIME_SINCE ? ["RUNTIME"] : [];
  return said(call, table([["POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", ...more], ...rows]));
}

/** The release of crictl that names a pod's runtime class. */
const RUNTIME_SINCE = 19;

/** `crictl images [-q]`. cmd/crictl/image.go */
function images(call: Call, words: readonly string[]): number {
  const { flags, operands } = read("images", words, [], ["quiet", "no-trunc"], { q: "quiet" });
  if (operands.length > 0) throw new UnsupportedCommand("crictl images NAME");
  const used = podsOf(call).flatMap((pod) => statusesOf(pod).map(({ image }) => image));
  const found = imagesOn(call.machine, used, call.cluster);
  const id = shortened(flags.has("no-trunc"));
  if (flags.has("quiet")) return said(call, found.map((image) => `sha256:${image.id}\n`).join(""));
  const rows = found.map(({ name, tag, id: whole, sizeBytes }) => [
    name,
    tag,
    flags.has("no-trunc") ? `sha256:${whole}` : id(whole),
    sizeText(sizeBytes, 3, versionOf("20.10")),
  ]);
  return said(call, table([["IMAGE", "TAG", "IMAGE ID", "SIZE"], ...rows]));
}

function read(
  command: string,
  words: readonly string[],
  values: readonly string[],
  switches: readonly string[],
  letters: Readonly<Record<string, string>>,
): DockerArguments {
  const found = readArguments(words, { values, switches, letters });
  if (found.unknown !== undefined) throw new UnsupportedCommand(`crictl ${command}: ${found.unknown}`);
  return found;
}

function said({ streams }: Call, text: string): number {
  streams.out(text);
  return 0;
}

/** cmd/crictl/display.go */
function table(rows: readonly (readonly string[])[]): string {
  return tabulate(`${rows.map((row) => row.join("\t")).join("\n")}\n`, { minWidth: 20, padding: 3 });
}

function shortened(isWhole: boolean): (id: string) => string {
  return (id) => (isWhole ? id : id.slice(0, ID_LENGTH));
}

function minorOf({ cluster, machine }: Call): number {
  const node = cluster.store.get("nodes", "", machine) as Node | undefined;
  return Number(node?.status?.nodeInfo?.kubeletVersion?.split(".")[1] ?? 0);
}

/** The pods of the node as its kubelet has them: a static pod that was stopped goes a minute later, and is a new one when it is back. */
function podsOf({ cluster, machine, now }: Call): Pod[] {
  const fixed = staticPodsOn(machine, cluster);
  const own = new Set(fixed.map(({ pod }) => pod.metadata.name));
  const all = cluster.store.list("pods") as readonly Pod[];
  return [
    ...all.filter(({ metadata, spec }) => spec.nodeName === machine && !(metadata.namespace === "kube-system" && own.has(metadata.name))),
    ...fixed.flatMap(({ pod, stoppedAt, starting }) => {
      if (starting !== undefined) return [{ ...pod, status: starting }];
      if (stoppedAt === undefined) return [pod];
      return now() - stoppedAt < COLLECTED_MS ? [ended(pod)] : [];
    }),
  ];
}

function ended(pod: Pod): Pod {
  const statuses = statusesOf(pod).map((one) => ({
    ...one,
    state: { terminated: { exitCode: 0, startedAt: one.state?.running?.startedAt ?? null, containerID: one.containerID ?? "" } },
  }));
  return { ...pod, status: { ...pod.status, containerStatuses: statuses } };
}

function containersOf(call: Call): Container[] {
  return podsOf(call).flatMap(containersOfPod);
}

/** Containers that run and have run: of those that began again, the one before is still there. */
function containersOfPod(pod: Pod): Container[] {
  return statusesOf(pod).flatMap(({ name, image, restartCount, containerID, state, lastState }) => {
    const common = { name, image, pod };
    const now = state?.running ?? state?.terminated;
    const before = lastState?.terminated;
    const rows: Container[] = [];
    if (now !== undefined && containerID !== undefined)
      rows.push({
        ...common,
        id: bare(containerID),
        createdAt: Date.parse(now.startedAt ?? "") || bornAt(pod),
        state: state?.running === undefined ? "Exited" : "Running",
        attempt: restartCount,
      });
    if (before?.containerID !== undefined && before.containerID !== (now === undefined ? undefined : containerID))
      rows.push({
        ...common,
        id: bare(before.containerID),
        createdAt: Date.parse(before.startedAt ?? "") || bornAt(pod),
        state: "Exited",
        attempt: now === undefined ? restartCount : Math.max(0, restartCount - 1),
      });
    return rows;
  });
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function bare(containerId: string): string {
  return containerId.slice(containerId.indexOf("://") + "://".length);
}

function bornAt({ metadata, status }: Pod): number {
  return Date.parse(status?.startTime ?? metadata.creationTimestamp ?? "") || 0;
}

/** The sandbox of a pod: another one with each new address. */
function sandboxOf({ metadata, status }: Pod): string {
  return hex64(`sandbox ${metadata.uid ?? metadata.name ?? ""} ${status?.podIP ?? ""}`);
}
