import type { Command } from "commander";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import { UserError } from "../../base/user-error.ts";
import { profileNames } from "../../cluster/bootstrap/profile.ts";
import { openCluster, type Cluster } from "../../cluster/cluster.ts";
import type { CreateOptions } from "../../cluster/create.ts";
import { clusterNames, currentCluster, DEFAULT_CLUSTER, deleteCluster, requireCluster, useCluster } from "../../cluster/home.ts";
import { createSession } from "../../cluster/session.ts";
import { createTape } from "../../sim/tape.ts";
import {
  capacityArgument,
  clockModeArgument,
  imagePullsArgument,
  networkArgument,
  rateArgument,
  wholeNumberArgument,
  workersArgument,
} from "../arguments.ts";
import type { CommandSite } from "./index.ts";

interface CreateFlags {
  profile?: string;
  kubernetesVersion?: string;
  kubectlVersion?: string;
  seed?: string;
  clock?: string;
  rate?: string;
  nodeNetwork?: string;
  workers?: string;
  nodeCapacity?: string;
  imagePulls?: string;
  force?: true;
}

/** `k8sim cluster create|list|use|delete|info` */
export function addClusterCommand(program: Command, site: CommandSite): void {
  const cluster = program.command("cluster").description("make, choose and remove clusters");
  cluster
    .command("create")
    .argument("[NAME]", "name of the cluster", DEFAULT_CLUSTER)
    .description("make a cluster, set it up as its installer does, and use it")
    .option("--profile <P>", `what it is like: ${profileNames().join(", ")}`)
    .option("--kubernetes-version <vX.Y.Z>", "v1.18.0 to v1.32.x instead of the profile's")
    .option("--kubectl-version <vX.Y.Z>", "kubectl's version, if not the cluster's")
    .option("--seed <N>", "seed of all that is drawn by chance; equal seeds give equal clusters")
    .option("--clock <MODE>", "real follows the wall, stepped moves only when told to")
    .option("--rate <X>", "how many times faster than the wall a real clock goes")
    .option("--node-network <CIDR>", "network of the nodes, as 192.168.56.0/24")
    .option("--workers <N>", "number of worker nodes")
    .option("--node-capacity <LIST>", "capacity of each node, as cpu=4,memory=16Gi,pods=250")
    .option("--image-pulls <MODE>", "quick takes a moment (default), by-size as long as images of their size do")
    .option("--force", "replace a cluster of that name")
    .action((name: string, flags: CreateFlags) => create(site, name, flags));
  cluster
    .command("list")
    .description("list the clusters; * marks the one in use")
    .action(() => list(site));
  cluster
    .command("use")
    .argument("<NAME>", 'one of "k8sim cluster list"')
    .description("use this cluster from now on")
    .action((name: string) => {
      useCluster(site.home, name);
      site.output.stdout(`using cluster "${name}"\n`);
    });
  cluster
    .command("delete")
    .argument("<NAME>", 'one of "k8sim cluster list"')
    .description("remove a cluster and all it holds")
    .action((name: string) => {
      deleteCluster(site.home, name);
      site.output.stdout(`deleted cluster "${name}"\n`);
    });
  cluster
    .command("info")
    .argument("[NAME]", "name of the cluster; the one in use when absent")
    .description("show what a cluster was made with and where it is kept")
    .action((name: string | undefined) => info(site, name));
}

async function create({ home, output }: CommandSite, name: string, flags: CreateFlags): Promise<void> {
  const options = optionsOf(name, flags);
  if (!(await createKept(home, options))) {
    const { createCluster } = await import("../../cluster/create.ts");
    await createCluster(home, options);
  }
  const cluster = await openCluster(home, name);
  output.stdout(
    `created cluster "${name}" (profile ${cluster.record.profile}, Kubernetes ${cluster.record.kubernetesVersion}); it is in use now\n`,
  );
  cluster.close();
}

/** All that is left to chance and time is known of a cluster on a stepped clock: the executable may carry it. */
async function createKept(home: string, { clock, ...options }: CreateOptions): Promise<boolean> {
  if (clock !== "stepped") return false;
  const { createFromKept } = await import("../../cluster/mould.ts");
  return createFromKept(home, options, createTape());
}

function optionsOf(name: string, flags: CreateFlags): CreateOptions {
  return {
    name,
    changes: {
      ...(flags.nodeNetwork === undefined ? {} : { nodeNetwork: networkArgument(flags.nodeNetwork) }),
      ...(flags.workers === undefined ? {} : { workers: workersArgument(flags.workers) }),
      ...(flags.nodeCapacity === undefined ? {} : { nodeCapacity: capacityArgument(flags.nodeCapacity) }),
    },
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.kubernetesVersion === undefined ? {} : { kubernetesVersion: flags.kubernetesVersion }),
    ...(flags.kubectlVersion === undefined ? {} : { kubectlVersion: flags.kubectlVersion }),
    ...(flags.seed === undefined ? {} : { seed: wholeNumberArgument(flags.seed, "seed", 0) }),
    ...(flags.clock === undefined ? {} : { clock: clockModeArgument(flags.clock) }),
    ...(flags.rate === undefined ? {} : { rate: rateArgument(flags.rate) }),
    ...(flags.imagePulls !== undefined && imagePullsArgument(flags.imagePulls) === "by-size" ? { imagePulls: "by-size" } : {}),
    ...(flags.force === undefined ? {} : { force: true }),
  };
}

function list({ home, output }: CommandSite): void {
  const current = currentCluster(home);
  const names = clusterNames(home);
  if (names.length === 0) output.stdout('no clusters yet; "k8sim cluster create" makes one\n');
  for (const name of names) output.stdout(`${name === current ? "*" : " "} ${name}\n`);
}

async function info({ home, output }: CommandSite, given: string | undefined): Promise<void> {
  const name = given ?? currentCluster(home);
  if (name === undefined) throw new UserError('no clusters yet; "k8sim cluster create" makes one');
  requireCluster(home, name);
  const cluster = await openCluster(home, name);
  for (const [label, value] of factsOf(cluster)) output.stdout(`${`${label}:`.padEnd(20)}${value}\n`);
  cluster.close();
}

function factsOf(cluster: Cluster): [label: string, value: string][] {
  const { record, paths, transactor, store } = cluster;
  const now = createSession(cluster).now();
  const clock = transactor.clock();
  return [
    ["name", cluster.name],
    ["profile", record.profile],
    ["kubernetes version", record.kubernetesVersion],
    ["kubectl version", record.kubectlVersion],
    ["seed", String(record.settings.seed)],
    ["clock", clock.mode === "real" ? `real, rate ${clock.rate}` : "stepped"],
    ["time", formatRfc3339(now)],
    ["api server", record.settings.apiServerUrl],
    ["revision", String(store.revision())],
    ["state", paths.state],
    ["kubeconfig", paths.kubeconfig],
  ];
}
