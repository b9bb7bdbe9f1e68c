import { UserError } from "../base/user-error.ts";
import { containerNamed, nodeNamed, probeNamed, requireRunning } from "../cluster/faults.ts";
import type { Session } from "../cluster/session.ts";
import type { FaultAction } from "../components/faults/action.ts";
import { CERTIFICATES, CONTROL_PLANE } from "../machinery/faults.ts";
import { durationArgument, wholeNumberArgument } from "./arguments.ts";

/** What a command line of `k8sim fault` may say beside its operands. */
export interface FaultOptions {
  readonly namespace: string;
  readonly container?: string;
  readonly exitCode?: string;
  readonly loop?: boolean;
  readonly after?: string;
  readonly why?: string;
  readonly factor?: string;
}

type Make = (words: readonly string[], options: FaultOptions, session: Session) => FaultAction;

const WHYS = ["denied", "no-tag", "rate-limit", "unreachable"] as const;
const DEFAULT_FACTOR = "10";
const DEFAULT_CRASH_AFTER = "1s";
const OOM_EXIT_CODE = "137";

const MAKES: Readonly<Record<string, Make>> = {
  "arp-loss"([address = ""]) {
    if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(address)) throw new UserError(`"${address}" is no IPv4 address`);
    return { do: "stand", fault: { kind: "arp-loss", address } };
  },
  certificates: ([word = ""]) => ({
    do: "stand",
    fault: { kind: "certificates", owner: oneOf(CERTIFICATES, word, "nobody's certificate") },
  }),
  "control-plane": ([word = ""]) => ({
    do: "stand",
    fault: { kind: "control-plane", program: oneOf(CONTROL_PLANE, word, "no program of the control plane") },
  }),
  crash(words, options, session) {
    const now = ending(words, options, "Error", session);
    if (options.loop !== true) return now;
    const afterMs = durationArgument(options.after ?? DEFAULT_CRASH_AFTER);
    return { do: "stand", fault: { kind: "crash-loop", pod: now.pod, container: now.container, exitCode: now.exitCode, afterMs } };
  },
  "image-pull"([image = ""], { why = "denied" }) {
    const found = WHYS.find((one) => one === why);
    if (found === undefined) throw new UserError(`"${why}" is no reason: use ${WHYS.join(", ")}`);
    return { do: "stand", fault: { kind: "image-pull", image, why: found } };
  },
  oom: (words, options, session) => ending(words, { ...options, exitCode: OOM_EXIT_CODE }, "OOMKilled", session),
  partition([one = "", other = ""], _options, session) {
    if (one === other) throw new UserError("a partition lies between two different machines");
    return { do: "stand", fault: { kind: "partition", between: [nodeNamed(one, session, true), nodeNamed(other, session, true)] } };
  },
  probe([word = "", probeWord = ""], { namespace, container: name }, session) {
    const { pod, container } = containerNamed(word, namespace, name, session);
    const probe = probeNamed(probeWord, pod, container);
    return {
      do: "stand",
      fault: { kind: "probe", pod: `${pod.metadata.namespace}/${pod.metadata.name}`, container: container.name, probe },
    };
  },
  "slow-disk": ([node = ""], { factor }, session) => ({
    do: "stand",
    fault: { kind: "slow-disk", node: nodeNamed(node, session), factor: factorArgument(factor) },
  }),
  "slow-pull": ([node = ""], { factor }, session) => ({
    do: "stand",
    fault: { kind: "slow-pull", node: nodeNamed(node, session), factor: factorArgument(factor) },
  }),
};

/** What a command line of `k8sim fault` asks for. Throws UserError for what is not there, or makes no sense. */
export function faultAction(kind: string, words: readonly string[], options: FaultOptions, session: Session): FaultAction {
  const make = Object.hasOwn(MAKES, kind) ? MAKES[kind] : undefined;
  if (make === undefined) throw new UserError(`"${kind}" is no fault: use ${Object.keys(MAKES).join(", ")}`);
  return make(words, options, session);
}

function oneOf<T extends string>(choices: readonly T[], word: string, what: string): T {
  const found = choices.find((one) => one === word);
  if (found === undefined) throw new UserError(`"${word}" is ${what}: use ${choices.join(", ")}`);
  return found;
}

function factorArgument(text = DEFAULT_FACTOR): number {
  const factor = Number(text);
  if (!(factor > 0) || factor > 10_000) throw new UserError(`"${text}" is no factor: give how many times slower, as 10`);
  return factor;
}

function ending(
  [word = ""]: readonly string[],
  options: FaultOptions,
  reason: "Error" | "OOMKilled",
  session: Session,
): Extract<FaultAction, { do: "end" }> {
  const { pod, container } = containerNamed(word, options.namespace, options.container, session);
  requireRunning(pod, container);
  const exitCode = wholeNumberArgument(options.exitCode ?? "1", "exit code", 0);
  return { do: "end", pod: `${pod.metadata.namespace}/${pod.metadata.name}`, container: container.name, exitCode, reason };
}
