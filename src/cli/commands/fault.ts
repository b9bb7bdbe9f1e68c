import { type Command, Option } from "commander";
import { UserError } from "../../base/user-error.ts";
import { durationArgument, wholeNumberArgument } from "../arguments.ts";
import type { FaultOptions } from "../fault-action.ts";
import { faultTable } from "../fault-table.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";
import { delayArgument } from "./node.ts";

interface Options extends FaultOptions {
  readonly at?: string;
  readonly for?: string;
}

/** One kind of fault: its words, what it does, its options beside --at and --for. */
interface Kind {
  readonly name: string;
  readonly operands: readonly string[];
  readonly description: string;
  readonly options: readonly [flags: string, description: string][];
  /** Whether it stands until it is cleared. */
  readonly stands: boolean;
}

const CONTAINER: [string, string] = ["-c, --container <NAME>", "its container; the first by default"];
const FACTOR: [string, string] = ["--factor <N>", "how many times slower"];

const KINDS: readonly Kind[] = [
  {
    name: "image-pull",
    operands: ["<IMAGE>"],
    description: "no node can pull an image any more",
    options: [["--why <REASON>", "what the registry says: denied (by default), no-tag, rate-limit, unreachable"]],
    stands: true,
  },
  {
    name: "oom",
    operands: ["<POD>"],
    description: "a container is killed for its memory",
    options: [CONTAINER],
    stands: false,
  },
  {
    name: "crash",
    operands: ["<POD>"],
    description: "a container's process ends; with --loop again after each start",
    options: [
      CONTAINER,
      ["--exit-code <N>", "its exit code; 1 by default"],
      ["--loop", "again and again"],
      ["--after <DURATION>", "with --loop: so long after each start"],
    ],
    stands: false,
  },
  {
    name: "probe",
    operands: ["<POD>", "<PROBE>"],
    description: "a probe fails: readiness, liveness or startup",
    options: [CONTAINER],
    stands: true,
  },
  {
    name: "arp-loss",
    operands: ["<ADDRESS>"],
    description: "nobody's question for an address is answered",
    options: [],
    stands: true,
  },
  {
    name: "partition",
    operands: ["<NODE>", "<NODE>"],
    description: "no packets pass between two nodes; pc is your own machine",
    options: [],
    stands: true,
  },
  {
    name: "control-plane",
    operands: ["<PROGRAM>"],
    description: "a program of the control plane is stopped: kube-apiserver, etcd, kube-controller-manager, kube-scheduler",
    options: [],
    stands: true,
  },
  {
    name: "certificates",
    operands: ["<OWNER>"],
    description: "certificates have ended: apiserver (nobody believes it) or kubelet (its nodes fall silent)",
    options: [],
    stands: true,
  },
  {
    name: "slow-pull",
    operands: ["<NODE>"],
    description: "a node pulls images more slowly",
    options: [FACTOR],
    stands: true,
  },
  {
    name: "slow-disk",
    operands: ["<NODE>"],
    description: "a node starts containers more slowly",
    options: [FACTOR],
    stands: true,
  },
];

/** `k8sim fault KIND …`, `fault list`, `fault clear` */
export function addFaultCommand(program: Command, site: CommandSite): void {
  const fault = program.command("fault").description("break something of the cluster on purpose, and mend it");
  for (const kind of KINDS) addKind(fault, kind, site);
  fault
    .command("list")
    .description("show what is broken, and what will be")
    .action(() => list(site));
  fault
    .command("clear")
    .argument("<NUMBERS...>", "numbers of faults, as the list has them, or all")
    .description("take faults back; all: what is planned as well")
    .action((words: readonly string[]) => clear(site, words));
}

function addKind(parent: Command, kind: Kind, site: CommandSite): void {
  const command = parent.command(kind.name).description(kind.description);
  for (const operand of kind.operands) command.argument(operand);
  command.addOption(new Option("-n, --namespace <NAMESPACE>", "namespace of the pod").default("default"));
  for (const [flags, description] of kind.options) command.option(flags, description);
  command.option("--at <WHEN>", "later, after so much of the cluster's time, as +30s");
  if (kind.stands) command.option("--for <DURATION>", "for so long; until it is cleared by default");
  command.action((...given: unknown[]) => {
    const words = given.slice(0, kind.operands.length) as string[];
    return begin(site, kind, words, given[kind.operands.length] as Options);
  });
}

async function begin(site: CommandSite, kind: Kind, words: readonly string[], options: Options): Promise<void> {
  const afterMs = delayArgument(options.at);
  const forMs = options.for === undefined ? undefined : durationArgument(options.for);
  const { act } = await import("../../cluster/faults.ts");
  const { faultAction } = await import("../fault-action.ts");
  await withSession(site.home, async (session) => {
    const made = await session.read(() => faultAction(kind.name, words, options, session));
    const action = made.do === "stand" && forMs !== undefined ? { ...made, forMs } : made;
    await act(session, action, afterMs);
    site.output.stdout(`${kind.name} ${words.join(" ")}${afterMs > 0 ? `, ${options.at} from now` : ""}\n`);
  });
}

async function list(site: CommandSite): Promise<void> {
  const { faultReport } = await import("../../cluster/faults.ts");
  await withSession(site.home, async (session) => {
    const report = await session.read(() => faultReport(session));
    site.output.stdout(faultTable(report, session.now()));
  });
}

async function clear(site: CommandSite, words: readonly string[]): Promise<void> {
  const isAll = words.length === 1 && words[0] === "all";
  const ids = isAll ? [] : words.map((word) => wholeNumberArgument(word, "number of a fault", 1));
  const { act, faultReport, forgetPlans } = await import("../../cluster/faults.ts");
  await withSession(site.home, async (session) => {
    const { standing, nodes } = await session.read(() => faultReport(session));
    const unknown = ids.find((id) => !standing.some((one) => one.id === id));
    if (unknown !== undefined) throw new UserError(`there is no fault ${unknown}; "k8sim fault list" shows them`);
    await act(session, { do: "clear", ids: isAll ? "all" : ids }, 0);
    if (!isAll) return;
    await session.write(() => forgetPlans(session));
    for (const { node, fault } of nodes) {
      const action = ({ off: "up", "kubelet-stopped": "start-kubelet", "network-cut": "restore-network" } as const)[fault.kind as "off"];
      if (action !== undefined) await act(session, { do: "node", node, action }, 0);
    }
  });
}
