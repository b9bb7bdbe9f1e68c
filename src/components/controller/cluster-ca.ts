import type { ConfigMap } from "../../kinds/core/configmap/types.ts";
import type { Lister } from "../../machinery/component.ts";
import { CONFIG_MAPS } from "./resources.ts";

/** The cluster's CA certificate (PEM), as kubeadm publishes it; "" in a cluster that has none. */
export function clusterCa(lister: Lister): string {
  const published = lister.get(CONFIG_MAPS.key, "kube-system", "extension-apiserver-authentication") as ConfigMap | undefined;
  return published?.data?.["client-ca-file"] ?? "";
}
