import { deepClone } from "../../base/deep.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import type { Pod, PodTemplateSpec } from "../../kinds/core/pod/types.ts";

/** A new pod of a template, named `OWNER-` and five drawn characters, controlled by `reference`. */
// pkg/controller/controller_utils.go GetPodFromTemplate, 1.20
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject, reference: OwnerReference): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${owner.metadata.name ?? ""}-`,
      namespace: owner.metadata.namespace ?? "",
      ...(labels ? { labels: { ...labels } } : {}),
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ...(finalizers ? { finalizers: [...finalizers] } : {}),
      ownerReferences: [reference],
    },
    spec: deepClone(template.spec),
  };
}
