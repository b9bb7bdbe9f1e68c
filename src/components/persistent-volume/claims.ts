import type { Node } from "../../kinds/core/node/types.ts";
import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { StorageClass } from "../../kinds/storage/storageclass/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { NODES, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, STORAGE_CLASSES } from "../controller/resources.ts";
import { matchesNodeSelector } from "../scheduler/match.ts";
import { bind, BIND_COMPLETED, BOUND_BY_CONTROLLER, setClaimStatus } from "./bind.ts";
import { bestMatch, classOf, isBoundTo, mismatch } from "./match.ts";

/** Provisioners that are part of Kubernetes; none of them is at hand here, `kubernetes.io/no-provisioner` nowhere. */
const IN_TREE_PREFIX = "kubernetes.io/";

/** Brings a claim to its volume, or says why there is none yet. True: look again at the next sync. */
// pkg/controller/volume/persistentvolume/pv_controller.go syncClaim, 1.20
export function syncClaim(claim: PersistentVolumeClaim, context: ComponentContext): boolean {
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return syncBoundClaim(claim, context);
  const name = claim.spec.volumeName;
  return name ? syncChosen(claim, volumeNamed(name, context), context) : syncUnbound(claim, context);
}

function volumeNamed(name: string, { lister }: ComponentContext): PersistentVolume | undefined {
  return lister.get(PERSISTENT_VOLUMES.key, "", name) as PersistentVolume | undefined;
}

/** Users of a claim, in order of name. */
export function podsUsing(claim: PersistentVolumeClaim, { lister }: Pick<ComponentContext, "lister">): Pod[] {
  const pods = lister.list(PODS.key, { namespace: claim.metadata.namespace ?? "" }) as readonly Pod[];
  return pods.filter((pod) => (pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name));
}

function syncUnbound(claim: PersistentVolumeClaim, context: ComponentContext): boolean {
  const className = classOf(claim);
  const storageClass = className ? (context.lister.get(STORAGE_CLASSES.key, "", className) as StorageClass | undefined) : undefined;
  const delayed = storageClass?.volumeBindingMode === "WaitForFirstConsumer";
  const consumers = delayed ? podsUsing(claim, context) : [];
  const nodeName = consumers.find((pod) => pod.spec.nodeName)?.spec.nodeName;
  const node = nodeName === undefined ? undefined : (context.lister.get(NODES.key, "", nodeName) as Node | undefined);
  const fits = ({ spec }: PersistentVolume) =>
    !node || !spec.nodeAffinity?.required || matchesNodeSelector(spec.nodeAffinity.required, node);
  const volumes = context.lister.list(PERSISTENT_VOLUMES.key) as readonly PersistentVolume[];
  const volume = bestMatch(volumes, claim, delayed && !node, fits);
  if (volume) {
    bind(volume, claim, context);
    return false;
  }
  if (delayed && !node) tellWaiting(claim, consumers, context);
  else if (className) provision(claim, className, storageClass, context);
  else
    context.events.record(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
  setClaimStatus(claim, { phase: "Pending" }, context);
  return true;
}

function tellWaiting(claim: PersistentVolumeClaim, consumers: readonly Pod[], { events }: ComponentContext): void {
  const names = consumers.map((pod) => pod.metadata.name ?? "").join(",");
  if (names === "") events.record(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
  else events.record(claim, "Normal", "WaitForPodScheduled", `waiting for pod ${names} to be scheduled`);
}

/** No provisioner runs in the cluster: the controller asks for one and waits, or says that it knows none. */
function provision(
  claim: PersistentVolumeClaim,
  className: string,
  storageClass: StorageClass | undefined,
  context: ComponentContext,
): void {
  const { events, client, release } = context;
  if (!storageClass) {
    events.record(claim, "Warning", "ProvisioningFailed", `storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
    return;
  }
  const { provisioner } = storageClass;
  if (provisioner.startsWith(IN_TREE_PREFIX)) {
    events.record(claim, "Warning", "ProvisioningFailed", `no volume plugin matched name: ${provisioner}`);
    return;
  }
  const keys = release.value("storageProvisionerAnnotations");
  if (!keys.every((key) => claim.metadata.annotations?.[key] === provisioner)) {
    const annotations = Object.fromEntries(keys.map((key) => [key, provisioner]));
    client.patch(PERSISTENT_VOLUME_CLAIMS.in(claim.metadata.namespace ?? ""), claim.metadata.name ?? "", "merge", {
      metadata: { annotations },
    });
  }
  events.record(claim, "Normal", "ExternalProvisioning", release.value("externalProvisioningText").replace("%p", provisioner));
}

/** The claim asks for a volume by name. */
function syncChosen(claim: PersistentVolumeClaim, volume: PersistentVolume | undefined, context: ComponentContext): boolean {
  const why = volume && !volume.spec.claimRef ? mismatch(volume, claim) : undefined;
  if (volume && why === undefined && (!volume.spec.claimRef || isBoundTo(volume, claim))) {
    bind(volume, claim, context);
    return false;
  }
  if (why !== undefined) {
    const text = `Cannot bind to requested volume ${JSON.stringify(volume?.metadata.name)}: ${why}`;
    context.events.record(claim, "Warning", "VolumeMismatch", text);
  }
  setClaimStatus(claim, { phase: "Pending" }, context);
  return true;
}

/** A bound claim stays bound, or has lost its volume. */
function syncBoundClaim(claim: PersistentVolumeClaim, context: ComponentContext): boolean {
  const name = claim.spec.volumeName;
  const volume = name ? volumeNamed(name, context) : undefined;
  if (volume && (!volume.spec.claimRef || volume.spec.claimRef.uid === claim.metadata.uid)) {
    bind(volume, claim, context);
    return false;
  }
  if (claim.status?.phase === "Lost") return false;
  const missing = name ? "its PersistentVolume" : "reference to PersistentVolume";
  const [reason, text] = volume
    ? ["ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly"]
    : ["ClaimLost", `Bound claim has lost ${missing}. Data on the volume is lost!`];
  context.events.record(claim, "Warning", reason ?? "", text ?? "");
  setClaimStatus(claim, { phase: "Lost" }, context);
  return false;
}

/** Whether the controller, and not a user, bound a volume. */
export function boundByController({ metadata }: PersistentVolume): boolean {
  return metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined;
}
