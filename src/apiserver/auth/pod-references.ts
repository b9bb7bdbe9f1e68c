import type { KubeObject } from "../../machinery/object.ts";

interface Named {
  readonly name?: string;
}
interface Container {
  readonly env?: readonly { valueFrom?: { secretKeyRef?: Named; configMapKeyRef?: Named } }[];
  readonly envFrom?: readonly { secretRef?: Named; configMapRef?: Named }[];
}
interface Volume {
  readonly name: string;
  readonly persistentVolumeClaim?: { claimName?: string };
  readonly secret?: { secretName?: string };
  readonly configMap?: Named;
  readonly ephemeral?: object;
  readonly projected?: { sources?: readonly { secret?: Named; configMap?: Named }[] };
}
interface Pod extends KubeObject {
  readonly spec: {
    serviceAccountName?: string;
    imagePullSecrets?: readonly Named[];
    initContainers?: readonly Container[];
    containers?: readonly Container[] | null;
    ephemeralContainers?: readonly Container[];
    volumes?: readonly Volume[];
  };
}

/** Names of the secrets, config maps, claims or service accounts (by resource) that a pod needs. */
// plugin/pkg/auth/authorizer/node/graph.go AddPod, pkg/api/v1/pod/util.go, 1.20
export function mentionedBy(object: KubeObject, resource: string): string[] {
  const pod = object as Pod;
  switch (resource) {
    case "secrets":
      return [...names(pod.spec.imagePullSecrets ?? []), ...inContainers(pod, "secret"), ...inVolumes(pod, "secret")];
    case "configmaps":
      return [...inContainers(pod, "configMap"), ...inVolumes(pod, "configMap")];
    case "persistentvolumeclaims":
      return (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) =>
        ephemeral ? [`${pod.metadata.name ?? ""}-${name}`] : (persistentVolumeClaim?.claimName ?? []),
      );
    case "serviceaccounts":
      return pod.spec.serviceAccountName ? [pod.spec.serviceAccountName] : [];
    default:
      return [];
  }
}

function inContainers({ spec }: Pod, what: "secret" | "configMap"): string[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].flatMap(
    ({ env = [], envFrom = [] }) => [
      ...names(env.map(({ valueFrom }) => valueFrom?.[`${what}KeyRef`])),
      ...names(envFrom.map((source) => source[`${what}Ref`])),
    ],
  );
}

function inVolumes({ spec }: Pod, what: "secret" | "configMap"): string[] {
  return (spec.volumes ?? []).flatMap((volume) => {
    const own = what === "secret" ? volume.secret?.secretName : volume.configMap?.name;
    return [...(own ? [own] : []), ...names((volume.projected?.sources ?? []).map((source) => source[what]))];
  });
}

function names(items: readonly (Named | undefined)[]): string[] {
  return items.flatMap((item) => item?.name ?? []);
}
