import { writeFileSync } from "node:fs";
import { UserError } from "../base/user-error.ts";
import { parseRelease, type Release } from "../release/release.ts";
import { newHeader } from "../sim/sim.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import { apiPort, changeProfile, loadProfile, nodeAddress, type Profile, type ProfileChanges } from "./bootstrap/profile.ts";
import type { ClockState } from "./clock.ts";
import { assembleCluster, type Cluster, type OpenOptions } from "./cluster.ts";
import {
  checkClusterName,
  clusterNames,
  DEFAULT_CLUSTER,
  discardStaging,
  makeStaging,
  onDisk,
  publish,
  useCluster,
  type ClusterPaths,
} from "./home.ts";
import { adminKubeconfig, type KubeconfigNames, kubeadmNames, makeSecrets } from "./kubeconfig.ts";
import { writeClock, writeHeader, writeRecord, type ClusterRecord } from "./record.ts";
import { createSession, type Session } from "./session.ts";
import type { ClusterState } from "./state/cluster-state.ts";
import { fileState } from "./state/file-state.ts";
import { createStateFile } from "./state/state-file.ts";

/** What a new cluster may be told; everything has a default. */
export interface CreateOptions {
  readonly name?: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  /** kubectl's own version; the cluster's when absent. */
  readonly kubectlVersion?: string;
  readonly seed?: number;
  readonly clock?: ClockState["mode"];
  readonly rate?: number;
  readonly changes?: ProfileChanges;
  /** `by-size`: pulls take as long as their size says instead of a moment. */
  readonly imagePulls?: "by-size";
  /** Replace a cluster of that name. */
  readonly force?: boolean;
}

/** Fills a new cluster. */
export type Provision = (session: Session, profile: Profile) => Promise<void>;

/** The profile of clusters that are told none. */
export const DEFAULT_PROFILE = "book";
/** The seed of clusters that are told none. */
export const DEFAULT_SEED = 1;
/** When a cluster on a stepped clock begins, so that equal seeds give equal bytes. */
const STEPPED_START = Date.UTC(2026, 0, 1);

/** Makes a cluster, sets it up as its installer does, and puts it in use. It appears whole or not at all. */
export async function createCluster(
  home: string,
  options: CreateOptions,
  open: OpenOptions = {},
  provision: Provision = installed,
): Promise<void> {
  await publishNew(home, options, async (staging, name) => {
    const state = fileState(createStateFile(staging.state, open));
    try {
      const kubeconfig = await fill(state, { name, paths: staging }, options, open, provision);
      onDisk(staging.kubeconfig, () => writeFileSync(staging.kubeconfig, kubeconfig, { mode: 0o600 }));
    } finally {
      state.close();
    }
  });
}

/** Fills a new state and has the cluster set up; gives the text of its kubeconfig. */
export async function fill(
  state: ClusterState,
  place: Pick<Cluster, "name" | "paths">,
  options: CreateOptions,
  open: OpenOptions,
  provision: Provision = installed,
): Promise<string> {
  const profile = changeProfile(loadProfile(options.profile ?? DEFAULT_PROFILE), options.changes ?? {});
  const release = releaseOf(options.kubernetesVersion ?? profile.kubernetesVersion, "Kubernetes");
  const wall = open.wall ?? Date.now;
  const start = options.clock === "stepped" ? STEPPED_START : wall() - profile.ready * 1000;
  const secrets = makeSecrets(options.seed ?? DEFAULT_SEED, release, start);
  const record = recordOf(profile, options, release.text, secrets.certificate);
  const kubeconfig = adminKubeconfig(record.settings.apiServerUrl, kubeconfigNames(profile), secrets);
  const { store } = state;
  state.begin("write");
  writeRecord(store, record);
  writeHeader(store, newHeader(start));
  writeClock(store, { mode: "stepped", rate: options.rate ?? 1, wallMs: wall(), virtualMs: start });
  store.flush();
  state.commit();
  const cluster = await assembleCluster({ ...place, kubeconfig: () => kubeconfig }, state, open);
  await setUp(cluster, profile, options.clock ?? "real", provision);
  return kubeconfig;
}

/** Makes the place of a new cluster, has its files made there, and puts it in use; nothing is left where that fails. */
export async function publishNew(
  home: string,
  { name = DEFAULT_CLUSTER, force = false }: Pick<CreateOptions, "force" | "name">,
  make: (staging: ClusterPaths, name: string) => Promise<void> | void,
): Promise<void> {
  checkClusterName(name);
  if (!force && clusterNames(home).includes(name)) {
    throw new UserError(`cluster "${name}" exists already; use --force to make it anew, or choose another name`);
  }
  const staging = makeStaging(home, name);
  try {
    await make(staging, name);
    const isPublished = publish(home, name, staging, force);
    if (!isPublished) throw new UserError(`cluster "${name}" exists already: another process has just made it`);
  } finally {
    discardStaging(staging);
  }
  useCluster(home, name);
}

/** Time stands still but for what the installer lets pass; then the clock is what was asked for. */
async function setUp(cluster: Cluster, profile: Profile, mode: ClockState["mode"], provision: Provision): Promise<void> {
  const session = createSession(cluster);
  try {
    await provision(session, profile);
    await session.write(() => cluster.transactor.setClock({ mode }));
    await session.end();
  } catch (error) {
    session.abort();
    throw error;
  }
}

async function installed(session: Session, profile: Profile): Promise<void> {
  const { install } = await import("./install.ts");
  await install(session, profile);
}

function recordOf(profile: Profile, options: CreateOptions, kubernetesVersion: string, adminCertificate: string): ClusterRecord {
  return {
    profile: profile.name,
    changes: options.changes ?? {},
    kubernetesVersion,
    kubectlVersion: releaseOf(options.kubectlVersion ?? kubernetesVersion, "kubectl").text,
    settings: { ...settingsOf(profile, options.seed ?? DEFAULT_SEED), ...(options.imagePulls ? { imagePulls: options.imagePulls } : {}) },
    adminCertificate,
  };
}

function releaseOf(text: string, what: string): Release {
  const release = parseRelease(text);
  if (release === undefined)
    throw new UserError(`"${text}" is no ${what} version that k8sim knows: use v1.MINOR.PATCH from v1.18.0 to v1.32.x`);
  return release;
}

/** kubespray names the cluster after its domain. */
function kubeconfigNames({ context, installer }: Profile): KubeconfigNames {
  if (context !== undefined) return { cluster: context, user: context, context };
  return kubeadmNames(installer === "kubespray" ? "cluster.local" : "kubernetes");
}

function settingsOf(profile: Profile, seed: number): ClusterSettings {
  const controlPlane = profile.nodes.find((node) => node.controlPlane);
  if (controlPlane === undefined) throw new UserError(`profile "${profile.name}" has no control plane node`);
  return {
    serviceCidr: profile.serviceCidr,
    podCidr: profile.podCidr,
    ...(profile.podBlockSize === undefined ? {} : { podBlockSize: profile.podBlockSize }),
    ...(profile.ipam === undefined ? {} : { ipam: profile.ipam }),
    ...(profile.kubeProxy === undefined ? {} : { proxyMode: profile.kubeProxy.mode }),
    ...(profile.nodeStatusReportSeconds === undefined ? {} : { nodeStatusReportMs: profile.nodeStatusReportSeconds * 1000 }),
    dnsAddress: profile.dnsAddress,
    nodePortRange: { from: 30000, to: 32767 },
    clusterDomain: "cluster.local",
    apiServerUrl: `https://${nodeAddress(profile, controlPlane)}:${apiPort(profile)}`,
    containerRuntime: profile.containerRuntime.split(":")[0] ?? "",
    seed,
  };
}
