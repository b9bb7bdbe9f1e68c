import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import { CommandError } from "../errors.ts";

/** A local port (0 for any free one) and the pod's port that it leads to. */
export interface ForwardedPort {
  readonly local: number;
  readonly remote: number;
}

const PORT_MAX = 65_535;
const INTEGER = /^[+-]?\d+$/;

/** Words like `8080:80`, `:http` or `80` for a pod, with names resolved. Throws CommandError. kubectl/pkg/cmd/portforward/portforward.go */
export function podPorts(pod: Pod, words: readonly string[]): string[] {
  return words.map((word) => {
    const { local, remote } = split(word);
    const number = INTEGER.test(remote) ? Number(remote) : namedPort(pod, remote);
    const declared = containerPorts(pod).filter(({ containerPort }) => containerPort === number);
    refuseUdp(
      declared.map(({ protocol = "TCP" }) => protocol),
      remote,
    );
    const shown = INTEGER.test(remote) ? remote : String(number);
    return local === remote ? shown : `${local}:${shown}`;
  });
}

/** The same for a service: its ports stand for those of a pod behind it. kubectl/pkg/util/service_port.go */
export function servicePorts(service: Service, pod: Pod, words: readonly string[]): string[] {
  return words.map((word) => {
    const { local, remote } = split(word);
    const port = servicePort(service, pod, remote);
    const near = local === remote && !INTEGER.test(remote) ? String(port.own) : local;
    return near === String(port.target) ? near : `${near}:${port.target}`;
  });
}

/** Words with numbers alone, as client-go reads them. Throws CommandError. client-go/tools/portforward/portforward.go parsePorts */
export function parsePorts(words: readonly string[]): ForwardedPort[] {
  return words.map((word) => {
    const parts = word.split(":");
    if (parts.length > 2) throw new CommandError(`invalid port format '${word}'`);
    const [first = "", second = first] = parts;
    const local = number(parts.length === 2 && first === "" ? "0" : first, "local");
    const remote = number(second, "remote");
    if (remote === 0) throw new CommandError("remote port must be > 0");
    return { local, remote };
  });
}

function split(word: string): { local: string; remote: string } {
  const [local = "", remote = local, ...more] = word.split(":");
  return more.length > 0 ? { local, remote: local } : { local, remote };
}

function number(text: string, which: string): number {
  const wrong = !/^\d+$/.test(text) ? "invalid syntax" : Number(text) > PORT_MAX ? "value out of range" : undefined;
  if (wrong !== undefined) {
    throw new CommandError(`error parsing ${which} port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${wrong}`);
  }
  return Number(text);
}

function containerPorts(pod: Pod): { name?: string; containerPort: number; protocol?: string }[] {
  return (pod.spec.containers ?? []).flatMap(({ ports = [] }) => ports);
}

function namedPort(pod: Pod, name: string): number {
  const found = containerPorts(pod).find((port) => port.name === name);
  if (found === undefined) throw new CommandError(`Pod '${pod.metadata.name ?? ""}' does not have a named port '${name}'`);
  return found.containerPort;
}

function servicePort(service: Service, pod: Pod, remote: string): { own: number; target: number } {
  const name = service.metadata.name ?? "";
  const ports = service.spec.ports ?? [];
  const isNumber = INTEGER.test(remote);
  const found = ports.find((port) => (isNumber ? port.port === Number(remote) : port.name === remote));
  if (found === undefined && !isNumber) throw new CommandError(`Service '${name}' does not have a named port '${remote}'`);
  refuseUdp(
    ports.filter(({ port }) => port === found?.port).map(({ protocol = "TCP" }) => protocol),
    remote,
  );
  if (found === undefined) throw new CommandError(`Service ${name} does not have a service port ${Number(remote)}`);
  if (service.spec.clusterIP === "None") return { own: found.port, target: found.port };
  const { targetPort = found.port } = found;
  return { own: found.port, target: typeof targetPort === "number" ? targetPort : namedPort(pod, targetPort) };
}

function refuseUdp(protocols: readonly string[], remote: string): void {
  if (protocols.includes("UDP") && !protocols.includes("TCP")) throw new CommandError(`UDP protocol is not supported for ${remote}`);
}
