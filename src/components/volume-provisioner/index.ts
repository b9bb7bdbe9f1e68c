import { md5Hex } from "../../base/md5.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { StorageClass } from "../../kinds/storage/storageclass/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from "../controller/resources.ts";
import type { Requeue } from "../controller/retry.ts";
import { type ActingInstance, inPods, type PodProgram, type ProgramContext } from "../in-pod/program.ts";
import { podsUsing } from "../persistent-volume/claims.ts";
import { classOf } from "../persistent-volume/match.ts";
import { type Backend, CSI, ProvisioningError, SUBDIR, type Wanted } from "./backends.ts";
import { electLeader } from "./leader.ts";
import { LOCAL_PATH } from "./local-path.ts";

const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const CLAIM = "claim/";
const VOLUME = "volume/";
const LEADER = "leader";
/** A failed volume is tried again so much later. */
const RETRY_MS = 15_000;

/** nfs-subdir-external-provisioner, and its predecessor nfs-client-provisioner. */
export function createNfsSubdirProvisioner(): Component {
  return provisioner(SUBDIR, "nfs-subdir-provisioner", /(^|\/)nfs-(subdir-external|client)-provisioner$/);
}

/** csi-driver-nfs: csi-provisioner asks the plugin in its own pod. */
export function createCsiNfsProvisioner(): Component {
  return provisioner(CSI, "csi-nfs-provisioner", /(^|\/)csi-provisioner$/);
}

/** local-path-provisioner, kind's and minikube's too. */
export function createLocalPathProvisioner(): Component {
  return provisioner(LOCAL_PATH, "local-path-provisioner", /(^|\/)local-path-provisioner$/);
}

/** sigs.k8s.io/sig-storage-lib-external-provisioner controller/controller.go, v6.3.0 */
function provisioner(backend: Backend, name: string, images: RegExp): Component {
  const program: PodProgram = {
    name,
    images,
    startMs: 1000,
    userAgent: name,
    watches: [
      {
        resource: PERSISTENT_VOLUME_CLAIMS.key,
        keys: ({ type, object }) =>
          type === "DELETED" || (object as PersistentVolumeClaim).spec.volumeName ? [] : [CLAIM + objectKey(object)],
      },
      {
        resource: PERSISTENT_VOLUMES.key,
        keys: ({ type, object }) => (type === "DELETED" || !isReleased(object as PersistentVolume) ? [] : [VOLUME + object.metadata.name]),
      },
    ],
    all: ({ lister }) => [
      LEADER,
      ...lister.list(PERSISTENT_VOLUME_CLAIMS.key).map((claim) => CLAIM + objectKey(claim)),
      ...lister.list(PERSISTENT_VOLUMES.key).map((volume) => VOLUME + volume.metadata.name),
    ],
    reconcile: (key, context) => reconcile(key, backend, context),
  };
  return inPods(program);
}

function isReleased({ spec, status }: PersistentVolume): boolean {
  return status?.phase === "Released" && spec.persistentVolumeReclaimPolicy === "Delete";
}

function reconcile(key: string, backend: Backend, context: ProgramContext): Requeue {
  const [leader] = context.instances;
  if (leader === undefined) return undefined;
  const driver = backend.provisionerOf(leader.container);
  const identity = identityOf(leader);
  if (key === LEADER) {
    if (backend.lock) electLeader(backend.lock, driver, identity, leader, formatRfc3339(context.sim.now()));
    return undefined;
  }
  const recorder = leader.recorder({ component: `${driver}_${identity}` });
  const worker: Worker = { backend, driver, leader, context, recorder };
  if (key.startsWith(VOLUME)) return reclaim(key.slice(VOLUME.length), worker);
  const { namespace, name } = splitKey(key.slice(CLAIM.length));
  const claim = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name) as PersistentVolumeClaim | undefined;
  return claim === undefined ? undefined : provision(claim, worker);
}

interface Worker {
  readonly backend: Backend;
  readonly driver: string;
  readonly leader: ActingInstance;
  readonly context: ProgramContext;
  readonly recorder: ReturnType<ActingInstance["recorder"]>;
}

/** The process's name among its kind: its host's name and a uuid of its own. */
function identityOf({ pod, startedAt }: ActingInstance): string {
  const host = pod.spec.hostNetwork ? pod.spec.nodeName : pod.metadata.name;
  const hex = md5Hex(`${pod.metadata.uid}/${startedAt}`);
  return `${host}_${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function classNamed(name: string, { lister }: Pick<ComponentContext, "lister">): StorageClass | undefined {
  return name === "" ? undefined : (lister.get(STORAGE_CLASSES.key, "", name) as StorageClass | undefined);
}

/** Whether the claim is this provisioner's to serve, and now. shouldProvision */
function isOurs(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined, { driver, context }: Worker): boolean {
  const { annotations = {} } = claim.metadata;
  const asked = annotations["volume.kubernetes.io/storage-provisioner"] ?? annotations["volume.beta.kubernetes.io/storage-provisioner"];
  if (claim.spec.volumeName || claim.metadata.deletionTimestamp || asked !== driver || storageClass?.provisioner !== driver) return false;
  if (storageClass.volumeBindingMode !== "WaitForFirstConsumer") return true;
  return annotations[SELECTED_NODE] !== undefined || podsUsing(claim, context).some(({ spec }) => spec.nodeName);
}

function provision(claim: PersistentVolumeClaim, worker: Worker): Requeue {
  const { backend, leader, context, recorder } = worker;
  const storageClass = classNamed(classOf(claim), context);
  const name = `pvc-${claim.metadata.uid}`;
  if (storageClass === undefined || !isOurs(claim, storageClass, worker)) return undefined;
  if (context.lister.get(PERSISTENT_VOLUMES.key, "", name) !== undefined) return undefined;
  recorder.record(claim, "Normal", "Provisioning", `External provisioner is provisioning volume for claim "${objectKey(claim)}"`);
  try {
    const wanted = { claim, storageClass, name, ...nodeOf(claim, context), ...configurationOf(leader, context) };
    const made = backend.provision(wanted, leader.container, context.memory);
    leader.client.create(PERSISTENT_VOLUMES.in(""), volumeFor(claim, storageClass, name, made, worker));
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
    const why = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${error.message}`;
    recorder.record(claim, "Warning", "ProvisioningFailed", why);
    return { requeueAfterMs: RETRY_MS };
  }
  recorder.record(claim, "Normal", "ProvisioningSucceeded", `Successfully provisioned volume ${name}`);
  return undefined;
}

/** The node that the scheduler has chosen for the claim's first pod. */
function nodeOf(claim: PersistentVolumeClaim, context: ProgramContext): Pick<Wanted, "node"> {
  const node = claim.metadata.annotations?.[SELECTED_NODE] ?? podsUsing(claim, context).find(({ spec }) => spec.nodeName)?.spec.nodeName;
  return node ? { node } : {};
}

/** config.json of the ConfigMap that the provisioner's pod mounts. */
function configurationOf({ pod }: ActingInstance, { lister }: ProgramContext): Pick<Wanted, "configuration"> {
  const name = (pod.spec.volumes ?? []).find(({ configMap }) => configMap)?.configMap?.name ?? "";
  const found = name === "" ? undefined : lister.get("configmaps", pod.metadata.namespace ?? "", name);
  const configuration = (found as ConfigMap | undefined)?.data?.["config.json"];
  return configuration === undefined ? {} : { configuration };
}

function volumeFor(
  claim: PersistentVolumeClaim,
  { reclaimPolicy = "Delete", mountOptions, metadata: { name: className = "" } }: StorageClass,
  name: string,
  made: ReturnType<Backend["provision"]>,
  { driver, backend: { finalizer } }: Worker,
): PersistentVolume {
  const { spec } = claim;
  const { namespace = "", name: claimName = "", uid = "", resourceVersion = "" } = claim.metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name,
      annotations: { [PROVISIONED_BY]: driver, ...made.annotations },
      ...(finalizer ? { finalizers: [finalizer] } : {}),
    },
    spec: {
      capacity: { storage: spec.resources?.requests?.["storage"] ?? "0" },
      ...made.spec,
      accessModes: spec.accessModes ?? [],
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName, uid, resourceVersion },
      persistentVolumeReclaimPolicy: reclaimPolicy as "Delete" | "Retain",
      storageClassName: className,
      ...(mountOptions ? { mountOptions } : {}),
      volumeMode: spec.volumeMode ?? "Filesystem",
    },
  };
}

/** Deletes a released volume's directory, then the volume. shouldDelete, deleteVolumeOperation */
function reclaim(name: string, { backend, driver, leader, context, recorder }: Worker): Requeue {
  const volume = context.lister.get(PERSISTENT_VOLUMES.key, "", name) as PersistentVolume | undefined;
  if (volume === undefined || !isReleased(volume) || volume.metadata.annotations?.[PROVISIONED_BY] !== driver) return undefined;
  const { finalizer } = backend;
  if (volume.metadata.deletionTimestamp && !(finalizer && volume.metadata.finalizers?.includes(finalizer))) return undefined;
  try {
    backend.remove(volume, classNamed(volume.spec.storageClassName ?? "", context), leader.container, context.memory);
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
    recorder.record(volume, "Warning", "VolumeFailedDelete", error.message);
    return { requeueAfterMs: RETRY_MS };
  }
  try {
    leader.client.delete(PERSISTENT_VOLUMES.in(""), name);
    const left = (volume.metadata.finalizers ?? []).filter((one) => one !== finalizer);
    if (finalizer) leader.client.patch(PERSISTENT_VOLUMES.in(""), name, "merge", { metadata: { finalizers: left } });
  } catch (error) {
    // Its other finalizer was faster.
    if (!isReason(error, "NotFound")) throw error;
  }
  return undefined;
}
