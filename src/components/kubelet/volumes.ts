import type { Lister } from "../../machinery/component.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";

/** Why a volume cannot be mounted yet, in the kubelet's words; undefined when all can. pkg/volume, 1.20 */
export function missingVolume(pod: Pod, lister: Lister): string | undefined {
  const namespace = pod.metadata.namespace ?? "";
  const absent = (kind: "configmap" | "secret", name: string | undefined, optional: boolean | undefined): string | undefined =>
    !optional && lister.get(`${kind}s`, namespace, name ?? "") === undefined ? `${kind} "${name ?? ""}" not found` : undefined;
  for (const { name, secret, configMap, projected } of pod.spec.volumes ?? []) {
    let why = secret
      ? absent("secret", secret.secretName, secret.optional)
      : configMap
        ? absent("configmap", configMap.name, configMap.optional)
        : undefined;
    for (const source of projected?.sources ?? []) {
      if (source.secret) why ??= absent("secret", source.secret.name, source.secret.optional);
      if (source.configMap) why ??= absent("configmap", source.configMap.name, source.configMap.optional);
    }
    if (why !== undefined) return `MountVolume.SetUp failed for volume "${name}" : ${why}`;
  }
  return undefined;
}
