import { parseImage } from "../../images/reference.ts";
import { volumeSource } from "../../images/files.ts";
import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { Volume } from "../../kinds/core/pod/volume/types.ts";
import type { Lister } from "../../machinery/component.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { nodeAddress } from "./work.ts";

/** Why a volume cannot be mounted yet, in the kubelet's words; undefined when all can. pkg/volume, 1.20 */
export function missingVolume(pod: Pod, lister: Lister): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const why = missingObject(pod, volume, lister) ?? unreachableExport(pod, volume, lister) ?? missingDriver(pod, volume, lister);
    if (why !== undefined) return `MountVolume.SetUp failed for volume "${volumeName(pod, volume, lister)}" : ${why}`;
  }
  return undefined;
}

/** What the kubelet calls a volume: by its claim's persistent volume where there is one. */
function volumeName(pod: Pod, volume: Volume, lister: Lister): string {
  return volumeSource({ pod, lister }, volume).volumeName || volume.name;
}

function missingObject({ metadata }: Pod, { secret, configMap, projected }: Volume, lister: Lister): string | undefined {
  const absent = (kind: "configmap" | "secret", name: string | undefined, optional: boolean | undefined): string | undefined =>
    !optional && lister.get(`${kind}s`, metadata.namespace ?? "", name ?? "") === undefined
      ? `${kind} "${name ?? ""}" not found`
      : undefined;
  let why = secret
    ? absent("secret", secret.secretName, secret.optional)
    : configMap
      ? absent("configmap", configMap.name, configMap.optional)
      : undefined;
  for (const source of projected?.sources ?? []) {
    if (source.secret) why ??= absent("secret", source.secret.name, source.secret.optional);
    if (source.configMap) why ??= absent("configmap", source.configMap.name, source.configMap.optional);
  }
  return why;
}

/** Every node serves whatever is asked of it by NFS; who is no node, and no name, answers nobody. */
function unreachableExport(pod: Pod, volume: Volume, lister: Lister): string | undefined {
  const { nfs, volumeName: persistent } = volumeSource({ pod, lister }, volume);
  if (nfs === undefined || !/^\d+(\.\d+){3}$/.test(nfs.server)) return undefined;
  if ((lister.list("nodes") as readonly Node[]).some((node) => nodeAddress(node) === nfs.server)) return undefined;
  const directory = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~nfs/${persistent || volume.name}`;
  const scope = `--description=Kubernetes transient mount for ${directory} --scope`;
  return [
    "mount failed: exit status 32",
    "Mounting command: systemd-run",
    `Mounting arguments: ${scope} -- mount -t nfs ${nfs.server}:${nfs.path} ${directory}`,
    "Output: Running scope as unit run-4099.scope.",
    "mount.nfs: Connection timed out",
    "",
  ].join("\n");
}

/** A CSI volume needs its driver's plugin on the node. pkg/volume/csi/csi_drivers_store.go */
function missingDriver(pod: Pod, volume: Volume, lister: Lister): string | undefined {
  const { volumeName: persistent } = volumeSource({ pod, lister }, volume);
  const driver = persistent
    ? (lister.get("persistentvolumes", "", persistent) as PersistentVolume | undefined)?.spec.csi?.driver
    : undefined;
  if (driver !== "nfs.csi.k8s.io") return undefined;
  const neighbours = lister.list("pods", { index: `node:${pod.spec.nodeName}` }) as readonly Pod[];
  const isThere = neighbours.some(
    ({ spec, status }) =>
      spec.containers.some(({ name }) => name === "node-driver-registrar") &&
      spec.containers.some(({ image = "" }) => parseImage(image)?.short.endsWith("/nfsplugin")) &&
      status?.containerStatuses?.every(({ state }) => state?.running),
  );
  if (isThere) return undefined;
  return `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${driver} not found in the list of registered CSI drivers`;
}
