import type { KubeObject } from "../../machinery/object.ts";
import type { ContainerView } from "../view.ts";
import { ConfigurationError } from "./configuration.ts";
import { type ConfigurationObjects, NO_OBJECTS, parseObjects } from "./configuration-objects.ts";
import { type MetalLbVersion, versionOf } from "./versions.ts";

const GROUP = "metallb.io";

type Plural = keyof ConfigurationObjects;

/** Which kinds are looked at together with one that changes. api/v1beta1/*_webhook.go */
const TOGETHER: Readonly<Record<Plural, readonly Plural[]>> = {
  ipaddresspools: ["addresspools", "ipaddresspools"],
  addresspools: ["addresspools", "ipaddresspools"],
  l2advertisements: ["l2advertisements", "addresspools", "ipaddresspools"],
  bgpadvertisements: ["bgpadvertisements", "addresspools", "ipaddresspools"],
  bgppeers: ["bgppeers"],
  communities: ["communities"],
  bfdprofiles: [],
};

/** The part of an AdmissionReview's request that counts. k8s.io/api/admission/v1 */
interface Asked {
  readonly uid?: string;
  readonly resource?: { group?: string; resource?: string };
  readonly operation?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly object?: KubeObject | null;
}

/** The controller as a webhook server: refuses custom resources that would make no right configuration. The answer is an AdmissionReview. */
export function admissionReview(body: string, view: ContainerView): string {
  const { request = {} } = JSON.parse(body || "{}") as { request?: Asked };
  const { group = "", resource = "" } = request.resource ?? {};
  const version = versionOf(view.container);
  const isOurs = group === GROUP && resource in TOGETHER;
  const why = isOurs ? refusalOf(request, resource as Plural, version, view) : undefined;
  const status = why === undefined ? {} : { status: { status: "Failure", ...denial(why, version) } };
  const response = { uid: request.uid ?? "", allowed: why === undefined, ...status };
  return JSON.stringify({ kind: "AdmissionReview", apiVersion: "admission.k8s.io/v1", response });
}

/** Older versions put the message where the reason belongs. */
function denial(why: string, version: MetalLbVersion): { code: number; reason: string; message?: string } {
  return version.has("webhookForbidden") ? { code: 403, reason: "Forbidden", message: why } : { code: 403, reason: why };
}

function refusalOf(asked: Asked, plural: Plural, version: MetalLbVersion, { pod, lister }: ContainerView): string | undefined {
  const { operation, object, namespace = "", name = "" } = asked;
  const { namespace: home = "" } = pod.metadata;
  const existing = (kind: Plural): readonly KubeObject[] => lister.list(`${kind}.${GROUP}`, { namespace: home });
  if (operation === "DELETE") return plural === "bfdprofiles" ? usedBy(name, existing("bgppeers")) : undefined;
  if (operation === "CREATE" && version.has("webhookNamespace") && namespace !== home)
    return `resource must be created in ${home} namespace`;
  if (!object || plural === "bfdprofiles") return undefined;
  const objects: Partial<Record<Plural, readonly KubeObject[]>> = {};
  for (const kind of TOGETHER[plural]) objects[kind] = existing(kind);
  objects[plural] = withUpdate(objects[plural] ?? [], object);
  try {
    parseObjects({ ...NO_OBJECTS, ...objects }, version);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.isTransient ? undefined : error.message;
  }
}

function usedBy(profile: string, peers: readonly KubeObject[]): string | undefined {
  const peer = peers.find((one) => (one["spec"] as { bfdProfile?: string } | undefined)?.bfdProfile === profile);
  return peer && `Failed to delete BFDProfile ${profile}, used by BGPPeer ${peer.metadata.name}`;
}

/** The objects as they would stand. */
function withUpdate(existing: readonly KubeObject[], changed: KubeObject): KubeObject[] {
  const isThere = existing.some(({ metadata }) => metadata.name === changed.metadata.name);
  return isThere ? existing.map((one) => (one.metadata.name === changed.metadata.name ? changed : one)) : [...existing, changed];
}
