import { goQuote } from "../../base/go-format.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import { notFound } from "../../machinery/status.ts";
import { mentionedBy } from "../auth/pod-references.ts";
import { type AdmissionRequest, refusal } from "./plugin.ts";

interface Volume {
  readonly persistentVolumeClaim?: unknown;
  readonly projected?: { sources?: readonly { serviceAccountToken?: unknown }[] };
}
interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    serviceAccountName?: string;
    volumes?: readonly Volume[];
  };
}

const MIRROR = "kubernetes.io/config.mirror";

/** Whether a pod only mirrors a manifest of its node. */
export function isMirrorPod({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[MIRROR] !== undefined;
}

/** A kubelet may create mirror pods alone: on its own node, owned by it, and without reference to anything else. */
// plugin/pkg/admission/noderestriction/admission.go admitPodCreate, 1.20
export function restrictMirrorPod(request: AdmissionRequest, object: KubeObject, node: string): void {
  const pod = object as Pod;
  const who = `node ${goQuote(node)}`;
  if (!isMirrorPod(pod)) throw refusal(request, `pod does not have ${goQuote(MIRROR)} annotation, ${who} can only create mirror pods`);
  if (pod.spec.nodeName !== node) throw refusal(request, `${who} can only create pods with spec.nodeName set to itself`);
  restrictOwner(request, pod.metadata.ownerReferences ?? [], node);
  if (pod.spec.serviceAccountName) throw refusal(request, `${who} can not create pods that reference a service account`);
  if (mentionedBy(pod, "secrets").length > 0) throw refusal(request, `${who} can not create pods that reference secrets`);
  if (mentionedBy(pod, "configmaps").length > 0) throw refusal(request, `${who} can not create pods that reference configmaps`);
  if (pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim))
    throw refusal(request, `${who} can not create pods that reference persistentvolumeclaims`);
}

function restrictOwner(request: AdmissionRequest, owners: readonly OwnerReference[], node: string): void {
  const who = `node ${goQuote(node)}`;
  const [owner, ...others] = owners;
  if (others.length > 0) throw refusal(request, `${who} can only create pods with a single owner reference set to itself`);
  if (!owner || owner.apiVersion !== "v1" || owner.kind !== "Node" || owner.name !== node)
    throw refusal(request, `${who} can only create pods with an owner reference set to itself`);
  if (!owner.controller) throw refusal(request, `${who} can only create pods with a controller owner reference set to itself`);
  if (owner.blockOwnerDeletion) throw refusal(request, `${who} must not set blockOwnerDeletion on an owner reference`);
  const uid = request.context.get("nodes", "", node)?.metadata.uid;
  if (uid === undefined) throw notFound("", "node", node);
  if (uid !== owner.uid) throw refusal(request, `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`);
}

/** Whether a pod mounts a service account's token by itself. */
export function projectsToken(pod: KubeObject): boolean {
  return ((pod as Pod).spec.volumes ?? []).some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
  );
}
